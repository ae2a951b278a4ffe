package dev.diptych.solver;

import java.util.Arrays;

/**
 * One fate of entries of a level: who stores them, and from where each GPU reads them.
 *
 * @param storedBy bit {@code j} says whether GPU {@code j} stores them
 * @param sources of each GPU: the GPU it reads from, or the number of GPUs for the host; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Made by the thousand; equality is by contents.
record Pattern(int level, long storedBy, int[] sources) {
    /** Returns the same with the GPUs renumbered. */
    Pattern renumbered(int[] numbers) {
        long stored = 0;
        int[] images = new int[sources.length];
        for (int gpu = 0; gpu < sources.length; gpu++) {
            stored |= (storedBy >>> gpu & 1) << numbers[gpu];
            images[numbers[gpu]] = sources[gpu] == sources.length ? sources.length : numbers[sources[gpu]];
        }
        return new Pattern(level, stored, images);
    }

    boolean isStoredBy(int gpu) {
        return (storedBy >>> gpu & 1) != 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pattern pattern
                && level == pattern.level
                && storedBy == pattern.storedBy
                && Arrays.equals(sources, pattern.sources);
    }

    @Override
    public int hashCode() {
        return (level * 31 + Long.hashCode(storedBy)) * 31 + Arrays.hashCode(sources);
    }
}
