package dev.diptych.cli;

import dev.diptych.model.hw.Platforms;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.systems.check.SelfTest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code diptych selftest}: every kernel on one panel against an oracle, the contract's promises, and every arithmetic instruction against the
 * PTX executor's. On GPUs, the checks run on the simulator as well, and what both read back is compared.
 */
@Command(
        name = "selftest",
        description =
                "Check every kernel, every instruction and the whole contract on this machine's GPUs, or on the simulator.",
        mixinStandardHelpOptions = true)
final class SelfTestVerb implements Callable<Integer> {
    private static final long SEED = 1;
    private static final String SIM = "sim";
    private static final Map<SelfTest.Outcome, String> SAID = Map.of(
            SelfTest.Outcome.PASSED, "ok", SelfTest.Outcome.FAILED, "FAILED", SelfTest.Outcome.LEFT_OUT, "left out");

    @Option(names = "--backend", defaultValue = "cuda", description = "sim or cuda. Default: ${DEFAULT-VALUE}.")
    private String backend = "cuda";

    @Option(
            names = "--platform",
            paramLabel = "P",
            defaultValue = "h200",
            description = "The platform to hold the machine to. Default: ${DEFAULT-VALUE}.")
    private String platform = "h200";

    @Option(
            names = "--details",
            paramLabel = "FILE",
            description = "Where to write what came of each instruction, as CSV.")
    private @Nullable Path details;

    @Option(
            names = "--write-ptx",
            paramLabel = "DIR",
            description = "Write the PTX that tries the instructions into a directory, and run nothing.")
    private @Nullable Path ptx;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (ptx != null) {
            InstructionTrial.write(ptx, out);
            return Main.GOOD;
        }
        Supplier<Backend> machines = machines(backend);
        // A machine without a GPU is one line and bad input, not forty failed checks.
        machines.get().close();
        boolean isGood = backend.equals(SIM) ? check(out, machines) : checkOnBoth(out, machines);
        isGood &= InstructionTrial.run(machines, details, out);
        out.flush();
        return isGood ? Main.GOOD : Main.FAILED;
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // The backend is given its own defaults.
    private Supplier<Backend> machines(String name) {
        BackendPlugin plugin = Plugins.find(BackendPlugin.class, "backend", name);
        return () -> plugin.open(Platforms.load(platform), SEED, plugin.defaults());
    }

    private static boolean check(PrintWriter out, Supplier<Backend> machines) {
        return report(out, SelfTest.run(machines));
    }

    private boolean checkOnBoth(PrintWriter out, Supplier<Backend> machines) {
        SelfTest.OnBoth onBoth = SelfTest.run(machines, machines(SIM));
        boolean isGood = report(out, onBoth.results());
        List<SelfTest.Result> agreements = onBoth.agreements();
        for (SelfTest.Result agreement : agreements) {
            if (agreement.outcome() == SelfTest.Outcome.FAILED) {
                out.printf("%-8s %s: %s%n", "DIFFERS", agreement.name(), agreement.detail());
            }
        }
        long same = count(agreements, SelfTest.Outcome.PASSED);
        out.printf("panels agree: %d of %d checks that read back%n", same, agreements.size());
        out.flush();
        return isGood && same == agreements.size();
    }

    private static boolean report(PrintWriter out, List<SelfTest.Result> results) {
        for (SelfTest.Result result : results) {
            out.printf("%-8s %s: %s%n", SAID.get(result.outcome()), result.name(), result.detail());
        }
        long failed = count(results, SelfTest.Outcome.FAILED);
        out.printf(
                "%d checks passed, %d failed, %d left out%n",
                count(results, SelfTest.Outcome.PASSED), failed, count(results, SelfTest.Outcome.LEFT_OUT));
        out.flush();
        return failed == 0;
    }

    private static long count(List<SelfTest.Result> results, SelfTest.Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
