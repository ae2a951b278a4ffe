package dev.diptych.bench;

import dev.diptych.model.hw.Platforms;
import dev.diptych.model.placement.HotnessHistogram;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import dev.diptych.model.placement.cost.UgacheCosts;
import dev.diptych.solver.PatternLp;
import dev.diptych.systems.embedding.policy.Symmetric;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: how long does it take to place a billion entries on eight GPUs, from their histogram on? Baseline: the bar is 50 ms where all GPUs are
 * alike and 10 s on a DGX-1; UGache with Gurobi takes 0.5 to 46 s on eight A100 and 53 to 79 s on a DGX-1.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlacementBenchmark {
    private static final long ENTRIES = 1_000_000_000;
    private static final long TOP_COUNT = 20_000_000_000L;
    private static final int ROW_BYTES = 512;

    /** The part of the table that each GPU has room for. */
    @Param({"0.01", "0.1"})
    public double cacheRatio = 0.01;

    private final UgacheCosts costs = new UgacheCosts();
    private final SolveLimits limits = SolveLimits.DEFAULT;
    private PlacementProblem mesh = problem("8xa100");
    private PlacementProblem cube = problem("dgx1");

    /** Makes the problems. */
    @Setup
    public void prepare() {
        mesh = problem("8xa100");
        cube = problem("dgx1");
    }

    /** Counts of a Zipf distribution with exponent 1.2, down to those read once, of more than a third of the entries; all others were never read. */
    private PlacementProblem problem(String platform) {
        SortedMap<Long, Long> counts = new TreeMap<>();
        double rank = 0;
        for (double count = TOP_COUNT; count >= 1; count /= 1.05) {
            double next = StrictMath.pow(TOP_COUNT / count, 1 / 1.2);
            counts.merge((long) count, Math.max(1, (long) (next - rank)), Long::sum);
            rank = Math.max(next, rank + 1);
        }
        long seen = counts.values().stream().mapToLong(Long::longValue).sum();
        counts.put(0L, ENTRIES - seen);
        HotnessHistogram histogram = HotnessHistogram.of("zipf", counts);
        return costs.problem(
                Platforms.load(platform),
                histogram.hotness(),
                ROW_BYTES,
                Collections.nCopies(8, (long) (cacheRatio * ENTRIES)),
                costs.defaults());
    }

    /** Eight GPUs that are alike. */
    @Benchmark
    public Solution symmetric() {
        Symmetric solver = new Symmetric();
        return solver.solve(mesh, limits, solver.defaults());
    }

    /** A DGX-1. */
    @Benchmark
    public Solution patternLp() {
        PatternLp solver = new PatternLp();
        return solver.solve(cube, limits, solver.defaults());
    }
}
