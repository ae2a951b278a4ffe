package dev.diptych.bench;

import dev.diptych.model.random.Philox;
import dev.diptych.sim.engine.EventQueue;
import java.util.Comparator;
import java.util.PriorityQueue;
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
 * Question: how long do a poll and an add take when so many events are pending (the hold model: D. W. Jones, An empirical comparison of
 * priority-queue and event-set implementations, CACM 29(4), 1986)? Baseline: {@link PriorityQueue} of one object per event, in the same
 * total order.
 *
 * <p>Increments are a GPU's: 47 % a first-level hit of 20 ns, 31 % a second-level hit of 150 ns, 19 % a memory access of 400 ns, 3 % a
 * block's life of 2 us, each varied by up to half. They are drawn beforehand; walking through the table is part of the time on both
 * sides.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventQueueBenchmark {
    private static final int TABLE = 1 << 16;
    private static final long SEED = 1;

    /** Events in the queue. */
    @Param({"1000", "10000", "100000"})
    public int pending;

    private record Pending(long time, long sequence) {}

    private final long[] incrementPicos = new long[TABLE];
    private EventQueue queue = new EventQueue();
    private PriorityQueue<Pending> objects = new PriorityQueue<>();
    private long sequence;
    private int cursor;

    /** Fills both queues. */
    @Setup
    public void fill() {
        for (int i = 0; i < TABLE; i++) {
            double kind = Philox.unit(SEED, 0, i);
            long mean = kind < 0.47 ? 20_000 : kind < 0.78 ? 150_000 : kind < 0.97 ? 400_000 : 2_000_000;
            incrementPicos[i] = mean / 2 + Philox.below(mean, SEED, 1, i);
        }
        queue = new EventQueue();
        objects = new PriorityQueue<>(Comparator.comparingLong(Pending::time).thenComparingLong(Pending::sequence));
        for (int i = 0; i < pending; i++) {
            long time = next();
            queue.add(time, i);
            objects.add(new Pending(time, sequence++));
        }
    }

    private long next() {
        cursor = (cursor + 1) & (TABLE - 1);
        return incrementPicos[cursor];
    }

    /** The simulator's queue. */
    @Benchmark
    public long wheel() {
        long event = queue.poll();
        queue.add(queue.nowPicos() + next(), event);
        return event;
    }

    /** The JDK's queue. */
    @Benchmark
    public long priorityQueue() {
        Pending event = objects.remove();
        objects.add(new Pending(event.time + next(), sequence++));
        return event.sequence;
    }
}
