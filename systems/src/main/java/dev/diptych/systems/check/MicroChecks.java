package dev.diptych.systems.check;

import dev.diptych.model.op.Dim;
import java.util.List;
import java.util.stream.Stream;

/** The micro-benchmarks against oracles: a loop that computes what it should has not been optimised away. */
final class MicroChecks {
    private MicroChecks() {}

    static List<Check> all() {
        return Stream.of(
                        ChaseChecks.all(),
                        CachedChecks.all(),
                        WideChecks.all(),
                        ChainChecks.all(),
                        ParallelismChecks.all(),
                        DivergenceChecks.all(),
                        MixtureChecks.all(),
                        AtomicChecks.all(),
                        List.of(new Check("empty ends", lab -> lab.launch("empty", "empty", Dim.of(5), Dim.of(33)))))
                .flatMap(List::stream)
                .toList();
    }
}
