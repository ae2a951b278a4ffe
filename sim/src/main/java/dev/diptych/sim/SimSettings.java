package dev.diptych.sim;

import dev.diptych.model.run.DeviceTimes;

/**
 * Settings of the simulated panel.
 *
 * @param hardwareQueues of each GPU, as {@code CUDA_DEVICE_MAX_CONNECTIONS} sets them; 0 for as many as the platform says
 * @param deviceTimes what operations are timed with, as on the CUDA panel: events take time in the simulated streams, too. An experiment
 *     that says so for the CUDA panel alone means both
 * @param trace what is recorded besides the log
 * @param threads that simulate GPUs side by side while these share no memory or link: no more than there are GPUs. It makes a difference in
 *     time alone, so one is enough unless a run is alone on its machine: sweeps and validation have a run on each core
 */
public record SimSettings(int hardwareQueues, DeviceTimes deviceTimes, Trace trace, int threads) {
    /** What is recorded besides the log. */
    public enum Trace {
        NONE,
        /** Where and when each block ran: about six bytes a block in the run directory, and tracks in its timeline. */
        BLOCKS
    }

    /** As many queues as the platform says, an event before and after each operation, no trace, one thread. */
    public static final SimSettings DEFAULTS = new SimSettings(0, DeviceTimes.EVENTS, Trace.NONE, 1);

    public SimSettings {
        if (hardwareQueues < 0) {
            throw new IllegalArgumentException(
                    "hardwareQueues is a number of queues, or 0 for the platform's, but is " + hardwareQueues);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads is a number of threads, at least 1, but is " + threads);
        }
    }

    /** Settings without a trace, for one thread. */
    public SimSettings(int hardwareQueues, DeviceTimes deviceTimes) {
        this(hardwareQueues, deviceTimes, DEFAULTS.trace, DEFAULTS.threads);
    }

    /** Returns the same with a trace, or without. */
    public SimSettings with(Trace other) {
        return new SimSettings(hardwareQueues, deviceTimes, other, threads);
    }

    /** Returns the same for so many threads. */
    public SimSettings with(int otherThreads) {
        return new SimSettings(hardwareQueues, deviceTimes, trace, otherThreads);
    }
}
