package dev.diptych.systems.serving.scheduler;

import dev.diptych.systems.serving.ServedModel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How long jobs took that were alone on the GPU: the longest of the last few, by model and batch size. */
final class RunTimes {
    private record Size(int model, int requests) {}

    private static final double NANOS_PER_MICRO = 1000;

    private final int runs;
    /** Looked up by key alone. */
    private final Map<Size, Deque<Long>> lastNanos = new HashMap<>();

    /** @param runs that are remembered */
    RunTimes(int runs) {
        this.runs = runs;
    }

    void add(ServedModel model, int requests, long nanos) {
        Deque<Long> last = lastNanos.computeIfAbsent(new Size(model.index(), requests), size -> new ArrayDeque<>(runs));
        if (last.size() == runs) {
            last.remove();
        }
        last.add(nanos);
    }

    /** Returns how long a job is expected to take, in nanoseconds; by its profile as long as none has run. */
    long estimateNanos(ServedModel model, int requests) {
        Deque<Long> last = lastNanos.get(new Size(model.index(), requests));
        if (last == null) {
            return Math.round(model.times(requests).totalMicros() * NANOS_PER_MICRO);
        }
        long longest = 0;
        for (long nanos : last) {
            longest = Math.max(longest, nanos);
        }
        return longest;
    }
}
