package dev.diptych.systems.serving.scheduler;

/** Streams that are free, the one that became free last first. */
final class StreamPool {
    private final int[] free;
    private int size;

    StreamPool(int streams) {
        free = new int[streams];
        for (int stream = streams - 1; stream >= 0; stream--) {
            giveBack(stream);
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
