package dev.diptych.sim;

import dev.diptych.model.run.DeviceTimes;
import dev.diptych.sim.machine.L2Model;

/**
 * Settings of the simulated panel.
 *
 * @param hardwareQueues of each GPU, as {@code CUDA_DEVICE_MAX_CONNECTIONS} sets them; 0 for as many as the platform says
 * @param deviceTimes what operations are timed with, as on the CUDA panel: events take time in the simulated streams, too. An experiment
 *     that says so for the CUDA panel alone means both
 * @param trace what is recorded besides the log
 * @param l2 how it is found out what launches find in the second-level cache
 */
public record SimSettings(int hardwareQueues, DeviceTimes deviceTimes, Trace trace, L2Model l2) {
    /** What is recorded besides the log. */
    public enum Trace {
        NONE,
        /** Where and when each block ran: about six bytes a block in the run directory, and tracks in its timeline. */
        BLOCKS
    }

    /** As many queues as the platform says, and an event before and after each operation. */
    public static final SimSettings DEFAULTS = new SimSettings(0, DeviceTimes.EVENTS, Trace.NONE, L2Model.SAMPLED);

    public SimSettings {
        if (hardwareQueues < 0) {
            throw new IllegalArgumentException(
                    "hardwareQueues is a number of queues, or 0 for the platform's, but is " + hardwareQueues);
        }
    }

    /** Settings without a trace. */
    public SimSettings(int hardwareQueues, DeviceTimes deviceTimes) {
        this(hardwareQueues, deviceTimes, Trace.NONE, L2Model.SAMPLED);
    }
}
