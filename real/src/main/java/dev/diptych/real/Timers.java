package dev.diptych.real;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Timers that have not rung, by time and then by the order in which they were set. */
final class Timers {
    private record Timer(long timerId, long atNanos, long order) {}

    private final PriorityQueue<Timer> pending =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::order));

    private long set;

    void set(long timerId, long atNanos) {
        pending.add(new Timer(timerId, atNanos, set++));
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Returns whether one is due at a time. */
    boolean isDue(long nowNanos) {
        Timer first = pending.peek();
        return first != null && first.atNanos() <= nowNanos;
    }

    /** Takes out the first and returns its id. */
    long ring() {
        return pending.remove().timerId();
    }
}
