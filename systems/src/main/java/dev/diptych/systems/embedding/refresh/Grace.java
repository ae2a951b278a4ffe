package dev.diptych.systems.embedding.refresh;

/** Tells when nothing is left that began before a moment: batches are counted as they begin, in order, and as they end, in the same order. */
final class Grace {
    private long begun;
    private long ended;

    void begin() {
        begun++;
    }

    void end() {
        if (ended == begun) {
            throw new IllegalStateException("a batch ended that has not begun");
        }
        ended++;
    }

    /** Returns a name for now. */
    long now() {
        return begun;
    }

    /** Returns whether all that had begun at a moment has ended. */
    boolean isOver(long moment) {
        return ended >= moment;
    }
}
