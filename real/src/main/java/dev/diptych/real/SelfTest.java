package dev.diptych.real;

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

    private SelfTest() {}

    /**
     * Runs every check and returns what came of each, in order. A check that fails does not keep others from running, unless it takes the
     * machine down; then the others of its run fail with it.
     *
     * @param backends gives a fresh machine for each run, of at least one GPU; with two, ways between them are checked as well
     */
    public static List<Result> run(Supplier<Backend> backends) {
        List<Result> results = new ArrayList<>();
        for (List<Check> suite : List.of(
                TransferChecks.all(), StreamChecks.all(), GatherChecks.all(), PhiloxChecks.all(), SpinChecks.all())) {
            results.addAll(run(backends, suite, List.of()));
        }
        results.addAll(run(backends, RunChecks.all(), RunChecks.arrivals()));
        results.add(unfinishedRequest(backends));
        return List.copyOf(results);
    }

    private static List<Result> run(Supplier<Backend> backends, List<Check> checks, List<Arrival> arrivals) {
        CheckProgram program = new CheckProgram(checks, KernelCatalog.load());
        try (Backend backend = backends.get()) {
            backend.run(program, arrivals);
            return program.results();
        } catch (RuntimeException e) {
            // Whatever it was, it is the finding: a self-test reports and does not fall over.
            return checks.stream()
                    .map(check -> new Result(check.name(), Outcome.FAILED, "the run broke off: " + e))
                    .toList();
        }
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
