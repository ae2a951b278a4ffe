package dev.diptych.systems.serving.scheduler;

import dev.diptych.model.InputException;
import dev.diptych.model.run.Host;

/** Streams that are free, the one that became free last first. */
final class StreamPool {
    private final int[] free;
    private int size;

    StreamPool(int streams) {
        this(streams, 0, 1);
    }

    /**
     * As many streams, from a first one on at equal distances.
     *
     * @throws InputException when they reach into those of the GPU's highest priority
     */
    StreamPool(int streams, int first, int distance) {
        long last = first + (streams - 1L) * distance;
        if (last >= Host.HIGH_PRIORITY_STREAM) {
            throw new InputException("jobs would take streams up to %d, but those from %d on have another priority"
                    .formatted(last, Host.HIGH_PRIORITY_STREAM));
        }
        free = new int[streams];
        for (int i = streams - 1; i >= 0; i--) {
            giveBack(first + i * distance);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes one; there has to be one. */
    int take() {
        return free[--size];
    }

    void giveBack(int stream) {
        free[size++] = stream;
    }
}
