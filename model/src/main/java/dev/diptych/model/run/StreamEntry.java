package dev.diptych.model.run;

import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import java.util.List;

/**
 * What the CUDA panel puts into a stream for an operation, one call to the driver each. The simulated panel puts in the same, for what is
 * measured on hardware is the operation together with its watchers. {@code docs/adr/0003-completion-signals.md} says what they are for.
 */
public enum StreamEntry {
    /** Waits for a word of the host's memory, so that what follows has all arrived before the first of it runs. */
    WAIT,
    /** A time stamp; the one behind an operation waits for its end. */
    EVENT,
    /** The operation itself: a launch or a copy. */
    WORK,
    /** Tells the host, by a word in its memory, that everything before it has ended. */
    SIGNAL;

    /** Copies of whole granules were seen to be queued, not made at once. */
    private static final int COPY_GRANULE_BYTES = 16;

    private static final List<StreamEntry> QUIET = List.of(WORK);
    private static final List<StreamEntry> UNTIMED = List.of(WORK, SIGNAL);
    private static final List<StreamEntry> TIMED = List.of(EVENT, WORK, EVENT, SIGNAL);
    private static final List<StreamEntry> TIMED_TOGETHER = List.of(WAIT, EVENT, WORK, EVENT, SIGNAL);

    /**
     * Returns the entries of an operation, in their order.
     *
     * @param isQuiet whether nothing watches for its end, neither a signal nor an event
     */
    public static List<StreamEntry> of(Op op, DeviceTimes deviceTimes, boolean isQuiet) {
        if (isQuiet) {
            return QUIET;
        }
        return deviceTimes == DeviceTimes.NONE ? UNTIMED : mayBeHeldBack(op) ? TIMED_TOGETHER : TIMED;
    }

    /**
     * Returns whether the calls that bring an operation in return while its stream is held back. A write waits for staging memory; and for
     * small or unaligned pieces of pinned memory the driver copies at once, after what the stream did before. Their device times include
     * the host's part.
     */
    public static boolean mayBeHeldBack(Op op) {
        return op instanceof Launch
                || (op instanceof Copy copy
                        && copy.from().bytes() % COPY_GRANULE_BYTES == 0
                        && copy.from().offsetBytes() % COPY_GRANULE_BYTES == 0
                        && copy.to().offsetBytes() % COPY_GRANULE_BYTES == 0);
    }
}
