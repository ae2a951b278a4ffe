package dev.diptych.model.run;

import java.io.Serial;

/**
 * A machine on which something goes on although its run is over, and that nobody can stop. It is free again when the process has ended, which nothing
 * may wait with: not for the machine's own library either.
 */
public final class MachineStuck extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public MachineStuck(String message) {
        super(message);
    }

    /** Returns whether a machine was found stuck when a run failed, or afterwards. */
    public static boolean isCauseOf(Throwable failure) {
        boolean isCause = failure instanceof MachineStuck;
        for (Throwable suppressed : failure.getSuppressed()) {
            isCause |= isCauseOf(suppressed);
        }
        return isCause;
    }
}
