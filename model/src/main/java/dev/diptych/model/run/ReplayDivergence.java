package dev.diptych.model.run;

import java.io.Serial;

/** A controller that called otherwise than the recorded one. The message names the entry, the call expected and the call made. */
public final class ReplayDivergence extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int entry;

    ReplayDivergence(int entry, String message) {
        super(message);
        this.entry = entry;
    }

    /** Returns the index of the log's entry at which the two part. */
    public int entry() {
        return entry;
    }
}
