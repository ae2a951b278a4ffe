package dev.diptych.bench;

import dev.diptych.model.random.Philox;
import dev.diptych.model.run.BlockTrace;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a block cost more because it could be traced, when it is not? Baseline: the same walk over resident blocks without the
 * two things that the simulator does for a trace: it notes when a block was placed, and asks at its end whether there is a trace.
 *
 * <p>In a whole run the difference drowns: it is to be held against what a block takes there, 230 ns or more ({@link EngineBenchmark}). The score is
 * of 4096 blocks; its median stands off what else the machine does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TraceHookBenchmark {
    /** Resident on a GPU of an H200's size. */
    private static final int BLOCKS = 4096;

    /** By block: which one ends next. One ring, in no order that a processor could foresee. */
    private final int[] next = ring();

    private final long[] durationPicos = new long[BLOCKS];
    private final long[] startPicos = new long[BLOCKS];
    /** Null; not final, for the simulator's compiler does not know that either. */
    @SuppressWarnings("FieldCanBeFinal")
    private @Nullable BlockTrace trace;

    private static int[] ring() {
        int[] order = new int[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            int at = (int) Philox.below(i + 1, 1, 1, i);
            order[i] = order[at];
            order[at] = i;
        }
        int[] next = new int[BLOCKS];
        for (int i = 0; i < BLOCKS; i++) {
            next[order[i]] = order[(i + 1) % BLOCKS];
        }
        return next;
    }

    /** Ends each block once, and cannot trace it. */
    @Benchmark
    public long untraceable() {
        long nowPicos = 0;
        int block = 0;
        for (int i = 0; i < BLOCKS; i++) {
            nowPicos += durationPicos[block]++;
            block = next[block];
        }
        return nowPicos;
    }

    /** Ends each block once, and could trace it. */
    @Benchmark
    public long untraced() {
        long nowPicos = 0;
        int block = 0;
        for (int i = 0; i < BLOCKS; i++) {
            nowPicos += durationPicos[block]++;
            BlockTrace taker = trace;
            if (taker != null) {
                taker.add(block, 0, startPicos[block], nowPicos);
            }
            block = next[block];
            startPicos[block] = nowPicos;
        }
        return nowPicos;
    }
}
