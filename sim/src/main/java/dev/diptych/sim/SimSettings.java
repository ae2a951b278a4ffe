package dev.diptych.sim;

/**
 * Settings of the simulated panel.
 *
 * @param hardwareQueues of each GPU, as {@code CUDA_DEVICE_MAX_CONNECTIONS} sets them; 0 for as many as the platform says
 * @param trace what is recorded besides the log
 */
public record SimSettings(int hardwareQueues, Trace trace) {
    /** What is recorded besides the log. */
    public enum Trace {
        NONE,
        /** Where and when each block ran: about six bytes a block in the run directory, and tracks in its timeline. */
        BLOCKS
    }

    public SimSettings {
        if (hardwareQueues < 0) {
            throw new IllegalArgumentException(
                    "hardwareQueues is a number of queues, or 0 for the platform's, but is " + hardwareQueues);
        }
    }

    /** Settings without a trace. */
    public SimSettings(int hardwareQueues) {
        this(hardwareQueues, Trace.NONE);
    }
}
