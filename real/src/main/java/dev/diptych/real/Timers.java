package dev.diptych.real;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Timers that have not rung, by time and then by the order in which they were set. */
final class Timers {
    private record Timer(long timerId, long atNanos, long order, boolean isBackground) {}

    private final PriorityQueue<Timer> pending =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::order));

    private long set;
    private int awaited;

    /** Sets a timer that the run waits for. */
    void set(long timerId, long atNanos) {
        pending.add(new Timer(timerId, atNanos, set++, false));
        awaited++;
    }

    /** Sets a timer that rings only if the run goes on until then. */
    void setInBackground(long timerId, long atNanos) {
        pending.add(new Timer(timerId, atNanos, set++, true));
    }

    /** Returns whether there is one that the run waits for. */
    boolean areAwaited() {
        return awaited > 0;
    }

    /** Returns whether one is due at a time. */
    boolean isDue(long nowNanos) {
        Timer first = pending.peek();
        return first != null && first.atNanos() <= nowNanos;
    }

    /** Takes out the first and returns its id. */
    long ring() {
        Timer first = pending.remove();
        awaited -= first.isBackground ? 0 : 1;
        return first.timerId();
    }
}
