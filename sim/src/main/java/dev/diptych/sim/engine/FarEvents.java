package dev.diptych.sim.engine;

import java.util.Arrays;

/** Events beyond the wheel: a 4-ary heap ordered by (time, sequence). */
final class FarEvents {
    private static final int ARITY = 4;

    private long[] times = new long[64];
    private long[] sequences = new long[64];
    private long[] events = new long[64];
    private int size;
    private long added;

    boolean isEmpty() {
        return size == 0;
    }

    long firstTimePicos() {
        return times[0];
    }

    void add(long timePicos, long event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            sequences = Arrays.copyOf(sequences, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        int at = size++;
        // The newcomer has the largest sequence number, so on equal times it stays below.
        while (at > 0 && times[(at - 1) / ARITY] > timePicos) {
            move((at - 1) / ARITY, at);
            at = (at - 1) / ARITY;
        }
        put(at, timePicos, added++, event);
    }

    long poll() {
        long first = events[0];
        size--;
        long time = times[size];
        long sequence = sequences[size];
        int at = 0;
        while (true) {
            int child = firstChild(at, time, sequence);
            if (child == at) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, time, sequence, events[size]);
        return first;
    }

    /** Returns the earliest child of {@code at} that comes before (time, sequence), or {@code at} when none does. */
    private int firstChild(int at, long time, long sequence) {
        int best = at;
        long bestTime = time;
        long bestSequence = sequence;
        int end = Math.min(ARITY * at + ARITY + 1, size);
        for (int child = ARITY * at + 1; child < end; child++) {
            if (times[child] < bestTime || (times[child] == bestTime && sequences[child] < bestSequence)) {
                best = child;
                bestTime = times[child];
                bestSequence = sequences[child];
            }
        }
        return best;
    }

    private void move(int from, int to) {
        times[to] = times[from];
        sequences[to] = sequences[from];
        events[to] = events[from];
    }

    private void put(int at, long time, long sequence, long event) {
        times[at] = time;
        sequences[at] = sequence;
        events[at] = event;
    }
}
