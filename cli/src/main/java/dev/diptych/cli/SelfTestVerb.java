package dev.diptych.cli;

import dev.diptych.model.hw.Platforms;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.real.SelfTest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code diptych selftest}: every kernel on this machine's GPU against an oracle, and the contract's promises. */
@Command(
        name = "selftest",
        description = "Check every kernel and the whole contract on this machine's GPUs.",
        mixinStandardHelpOptions = true)
final class SelfTestVerb implements Callable<Integer> {
    private static final long SEED = 1;
    private static final Map<SelfTest.Outcome, String> SAID = Map.of(
            SelfTest.Outcome.PASSED, "ok", SelfTest.Outcome.FAILED, "FAILED", SelfTest.Outcome.LEFT_OUT, "left out");

    @Option(
            names = "--platform",
            paramLabel = "P",
            defaultValue = "h200",
            description = "The platform to hold the machine to. Default: ${DEFAULT-VALUE}.")
    private String platform = "h200";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // The backend is given its own defaults.
    public Integer call() {
        BackendPlugin cuda = Plugins.find(BackendPlugin.class, "backend", "cuda");
        // A machine without a GPU is one line and bad input, not forty failed checks.
        cuda.open(Platforms.load(platform), SEED, cuda.defaults()).close();
        List<SelfTest.Result> results = SelfTest.run(() -> cuda.open(Platforms.load(platform), SEED, cuda.defaults()));
        PrintWriter out = spec.commandLine().getOut();
        for (SelfTest.Result result : results) {
            out.printf("%-8s %s: %s%n", SAID.get(result.outcome()), result.name(), result.detail());
        }
        long failed = count(results, SelfTest.Outcome.FAILED);
        out.printf(
                "%d checks passed, %d failed, %d left out%n",
                count(results, SelfTest.Outcome.PASSED), failed, count(results, SelfTest.Outcome.LEFT_OUT));
        out.flush();
        return failed == 0 ? Main.GOOD : Main.FAILED;
    }

    private static long count(List<SelfTest.Result> results, SelfTest.Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}
