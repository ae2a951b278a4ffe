package dev.diptych.cli;

import dev.diptych.kernels.instrument.Ending;
import dev.diptych.kernels.instrument.Instrumentation;
import dev.diptych.kernels.instrument.Instrumented;
import dev.diptych.model.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych ptx instrument}: a PTX file whose kernels report their blocks. */
@Command(
        name = "instrument",
        description = "Write a PTX file anew so that its kernels report their blocks' starts and ends.",
        mixinStandardHelpOptions = true)
final class PtxInstrumentVerb implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.ptx", description = "From nvcc -ptx, Triton or another compiler.")
    private Path file = Path.of("");

    @Option(names = "--kernel", paramLabel = "K", description = "Only this kernel; without it, all of them.")
    private @Nullable String kernel;

    @Option(names = "--out", paramLabel = "FILE.ptx", required = true, description = "The file to write.")
    private Path out = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instrumented code =
                Instrumentation.of(file.toString(), PtxFile.text(file), each -> kernel == null || each.equals(kernel));
        List<String> asked = kernel == null ? code.kernels() : List.of(kernel);
        if (asked.isEmpty()) {
            throw new InputException("%s: has no kernel (.entry)".formatted(file));
        }
        if (!code.kernels().containsAll(asked)) {
            throw new InputException("%s: no kernel is named '%s'; known: %s"
                    .formatted(file, kernel, String.join(", ", code.kernels())));
        }
        asked.forEach(code::require);
        try {
            Files.writeString(out, code.text());
        } catch (IOException e) {
            throw new InputException("--out %s: cannot be written (%s)".formatted(out, e), e);
        }
        PrintWriter console = spec.commandLine().getOut();
        asked.forEach(
                each -> console.printf("%s: %s%n", each, said(code.endings().get(each))));
        console.flush();
        return Main.GOOD;
    }

    private static String said(@Nullable Ending ending) {
        if (ending == null) {
            return "has reported its blocks before, and stays as it is";
        }
        return switch (ending) {
            case BARRIER -> "reports its blocks; threads that leave meet at a barrier";
            case COUNT -> "reports its blocks; threads that leave count themselves out";
        };
    }
}
