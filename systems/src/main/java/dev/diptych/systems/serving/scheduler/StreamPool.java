package dev.diptych.systems.serving.scheduler;

/** Streams that are free, the one that became free last first. */
final class StreamPool {
    private final int[] free;
    private int size;

    StreamPool(int streams) {
        this(streams, 0, 1);
    }

    /** As many streams, from a first one on at equal distances. */
    StreamPool(int streams, int first, int distance) {
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
