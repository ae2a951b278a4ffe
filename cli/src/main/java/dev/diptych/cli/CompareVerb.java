package dev.diptych.cli;

import dev.diptych.validation.metric.Measurement;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych compare}: two run directories side by side, measurement by measurement. */
@Command(name = "compare", description = "Show two run directories side by side.", mixinStandardHelpOptions = true)
final class CompareVerb implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "RUN", description = "Another one.")
    private Path second = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        Recorded one = Recorded.read(first);
        Recorded other = Recorded.read(second);
        Map<String, Measurement> others = new LinkedHashMap<>();
        other.measure().forEach(measurement -> others.put(measurement.name(), measurement));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-44s %16s %16s %9s%n", "", first.getFileName(), second.getFileName(), "");
        out.printf("%-44s %16s %16s %9s%n", "backend", one.backend(), other.backend(), "");
        for (Measurement measurement : one.measure()) {
            Measurement counterpart = others.remove(measurement.name());
            out.println(row(measurement.name() + " [" + measurement.unit() + "]", measurement, counterpart));
        }
        others.values()
                .forEach(left -> out.printf(
                        "%-44s %16s %16.4f %9s%n", left.name() + " [" + left.unit() + "]", "-", left.value(), ""));
        out.flush();
        return Main.GOOD;
    }

    private static String row(String name, Measurement one, @org.jspecify.annotations.Nullable Measurement other) {
        if (other == null) {
            return "%-44s %16.4f %16s %9s".formatted(name, one.value(), "-", "");
        }
        List<String> change = one.value() == 0
                ? List.of("")
                : List.of("%+.1f %%".formatted(100 * (other.value() - one.value()) / one.value()));
        return "%-44s %16.4f %16.4f %9s".formatted(name, one.value(), other.value(), change.get(0));
    }
}
