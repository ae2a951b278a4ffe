package dev.diptych.systems.check;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Backend;
import dev.diptych.systems.check.SelfTest.Outcome;
import dev.diptych.systems.check.SelfTest.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Checks that share a run. */
record Suite(List<Check> checks, List<Arrival> arrivals) {
    Suite {
        checks = List.copyOf(checks);
        arrivals = List.copyOf(arrivals);
    }

    static List<Suite> all() {
        return List.of(
                new Suite(TransferChecks.all(), List.of()),
                new Suite(StreamChecks.all(), List.of()),
                new Suite(GatherChecks.all(), List.of()),
                new Suite(EmbeddingChecks.all(), List.of()),
                new Suite(ExchangeChecks.all(), List.of()),
                new Suite(RelocationChecks.all(), List.of()),
                new Suite(PhiloxChecks.all(), List.of()),
                new Suite(FillChecks.all(), List.of()),
                new Suite(MicroChecks.all(), List.of()),
                new Suite(ReuseChecks.all(), List.of()),
                new Suite(AccessShapeChecks.all(), List.of()),
                new Suite(OnceChecks.all(), List.of()),
                new Suite(SpinChecks.all(), List.of()),
                new Suite(MoveChecks.all(), List.of()),
                new Suite(CountChecks.all(), List.of()),
                new Suite(SparseChecks.all(), List.of()),
                new Suite(GridChecks.all(), List.of()),
                new Suite(ProductChecks.all(), List.of()),
                new Suite(SortChecks.all(), List.of()),
                new Suite(FunctionChecks.all(), List.of()),
                new Suite(ArrivalChecks.all(), List.of()),
                new Suite(SamplingChecks.all(), List.of()),
                new Suite(NoticeChecks.all(), List.of()),
                new Suite(RunChecks.all(), RunChecks.arrivals()));
    }

    Run run(Supplier<Backend> backends) {
        CheckProgram program = new CheckProgram(checks, KernelCatalog.load());
        try (Backend backend = backends.get()) {
            backend.run(program, arrivals);
            return new Run(program.results(), program.readBacks());
        } catch (RuntimeException e) {
            // Whatever it was, it is the finding: a self-test reports and does not fall over.
            List<Result> results = checks.stream()
                    .map(check -> new Result(check.name(), Outcome.FAILED, "the run broke off: " + e))
                    .toList();
            return new Run(
                    results, checks.stream().map(check -> List.<Bytes>of()).toList());
        }
    }

    /**
     * What came of the checks on one machine.
     *
     * @param readBacks of each check, in the order of their submission
     */
    record Run(List<Result> results, List<List<Bytes>> readBacks) {
        Run {
            results = List.copyOf(results);
            readBacks = List.copyOf(readBacks);
        }

        /** Returns whether any check read something back. */
        boolean hasReadBacks() {
            return readBacks.stream().anyMatch(read -> !read.isEmpty());
        }

        /** Returns for each check that read something back on either machine whether both read the same. */
        List<Result> agreements(Run other) {
            List<Result> agreements = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                if (!readBacks.get(i).isEmpty() || !other.readBacks.get(i).isEmpty()) {
                    agreements.add(agreement(i, other));
                }
            }
            return agreements;
        }

        private Result agreement(int check, Run other) {
            String name = results.get(check).name();
            List<Bytes> ours = readBacks.get(check);
            List<Bytes> theirs = other.readBacks.get(check);
            if (ours.size() != theirs.size()) {
                String detail = "%d read-backs here and %d there: %s here, %s there"
                        .formatted(
                                ours.size(),
                                theirs.size(),
                                results.get(check).detail(),
                                other.results.get(check).detail());
                return new Result(name, Outcome.FAILED, detail);
            }
            for (int i = 0; i < ours.size(); i++) {
                if (!ours.get(i).equals(theirs.get(i))) {
                    String difference = Lab.difference(ours.get(i), theirs.get(i));
                    return new Result(
                            name, Outcome.FAILED, "read-back %d of %d: %s".formatted(i, ours.size(), difference));
                }
            }
            return new Result(name, Outcome.PASSED, "%d read-backs are the same".formatted(ours.size()));
        }
    }
}
