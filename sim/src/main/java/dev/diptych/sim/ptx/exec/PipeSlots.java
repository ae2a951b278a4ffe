package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/**
 * Which slots of a pipe, or of the issue of one scheduler, a warp has taken since some time. Who comes later in the program takes what is left, before or behind
 * what is taken: list scheduling, as assemblers do it inside a basic block (J. L. Hennessy, T. Gross, Postpass Code Optimization of Pipeline Constraints, ACM TOPLAS
 * 5(3), 1983).
 */
final class PipeSlots {
    private final long slotTime;
    /** A bit a slot. */
    private long[] taken = new long[4];

    private int usedWords;
    private long lastTime;

    /** @param slotTime how long an instruction keeps the pipe busy */
    PipeSlots(long slotTime) {
        this.slotTime = slotTime;
    }

    void clear() {
        Arrays.fill(taken, 0, usedWords, 0);
        usedWords = 0;
    }

    /**
     * Takes the first slots that are free from a time on.
     *
     * @param count of slots, at least one
     * @return when the first of them begins, or the time itself if it is in that slot
     */
    long take(long time, int count) {
        int index = firstFree(Math.toIntExact(time / slotTime));
        long first = Math.max(time, index * slotTime);
        for (int i = 1; i < count; i++) {
            set(index);
            index = firstFree(index + 1);
        }
        set(index);
        lastTime = Math.max(time, index * slotTime);
        return first;
    }

    /** Returns when the last slot begins that was taken by the latest {@link #take}. */
    long lastTime() {
        return lastTime;
    }

    private int firstFree(int from) {
        int word = from >> 6;
        if (word >= usedWords) {
            return from;
        }
        long free = ~taken[word] & (-1L << from);
        while (free == 0) {
            if (++word == usedWords) {
                return word << 6;
            }
            free = ~taken[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(free);
    }

    private void set(int index) {
        int word = index >> 6;
        if (word >= taken.length) {
            taken = Arrays.copyOf(taken, Math.max(2 * taken.length, word + 1));
        }
        usedWords = Math.max(usedWords, word + 1);
        taken[word] |= 1L << index;
    }
}
