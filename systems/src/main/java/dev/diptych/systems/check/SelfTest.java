package dev.diptych.systems.check;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether a machine does what the contract says and its kernels compute what they should: every kernel of the catalog against an oracle
 * in Java, transfers, streams, notices, timers and arrivals. It goes through {@link Backend} alone, so any panel can be handed in.
 */
public final class SelfTest {
    /**
     * What came of one check.
     *
     * @param detail how much was compared, why nothing was, or the first thing that was wrong
     */
    public record Result(String name, Outcome outcome, String detail) {}

    /** Whether a check went well, or could not be made on this machine. */
    public enum Outcome {
        PASSED,
        FAILED,
        LEFT_OUT
    }

    /** What came of the checks on a machine, and of comparing what they read back there and on another one. */
    public record OnBoth(List<Result> results, List<Result> agreements) {
        public OnBoth {
            results = List.copyOf(results);
            agreements = List.copyOf(agreements);
        }
    }

    private SelfTest() {}

    /**
     * Runs every check and returns what came of each, in order. A check that fails does not keep others from running, unless it takes the
     * machine down; then the others of its run fail with it.
     *
     * @param backends gives a fresh machine for each run, of at least one GPU; with two, ways between them are checked as well
     */
    public static List<Result> run(Supplier<Backend> backends) {
        List<Result> results = new ArrayList<>();
        for (Suite suite : Suite.all()) {
            results.addAll(suite.run(backends).results());
        }
        results.add(unfinishedRequest(backends));
        return List.copyOf(results);
    }

    /**
     * Runs every check on two machines and returns what came of each on the first, and of each that reads something back whether both read
     * the same bytes.
     */
    public static OnBoth run(Supplier<Backend> backends, Supplier<Backend> others) {
        List<Result> results = new ArrayList<>();
        List<Result> agreements = new ArrayList<>();
        for (Suite suite : Suite.all()) {
            // Suite by suite: some read back a hundred megabytes.
            Suite.Run run = suite.run(backends);
            results.addAll(run.results());
            if (run.hasReadBacks()) {
                agreements.addAll(run.agreements(suite.run(others)));
            }
        }
        results.add(unfinishedRequest(backends));
        return new OnBoth(results, agreements);
    }

    private static Result unfinishedRequest(Supplier<Backend> backends) {
        String name = "a request that is never finished ends the run with an error that names it";
        CheckProgram program =
                new CheckProgram(List.of(new Check(name, RunChecks::leaveRequestOpen)), KernelCatalog.load());
        try (Backend backend = backends.get()) {
            backend.run(program, List.of(new Arrival(0, 0, 0, Bytes.EMPTY)));
            return new Result(name, Outcome.FAILED, "the run ended as if all were well");
        } catch (IllegalStateException e) {
            String message = String.valueOf(e.getMessage());
            return new Result(name, message.contains("request 0") ? Outcome.PASSED : Outcome.FAILED, message);
        } catch (RuntimeException e) {
            return new Result(name, Outcome.FAILED, "the run broke off: " + e);
        }
    }
}
