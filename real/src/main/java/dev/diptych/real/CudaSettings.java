package dev.diptych.real;

import dev.diptych.model.run.DeviceTimes;

/**
 * How the CUDA backend runs.
 *
 * @param completion how the host learns that an operation has ended
 * @param deviceTimes where the start and end of an operation come from
 * @param stagingBytes pinned memory that {@link dev.diptych.model.op.Write}s pass through; larger ones go in pieces
 * @param noticeSlots words in each GPU's ring of block notices, a power of two: room for the notices of all launches in flight
 * @param rehearsalOps operations that are run before the program, so that the JVM has compiled what submits and polls; 0 for none
 */
public record CudaSettings(
        Completion completion, DeviceTimes deviceTimes, int stagingBytes, int noticeSlots, int rehearsalOps) {
    static final CudaSettings DEFAULTS =
            new CudaSettings(Completion.AUTO, DeviceTimes.EVENTS, 64 << 20, 1 << 20, 20_000);

    /** For programs in which no time but the device's own matters. */
    public static final CudaSettings WITHOUT_REHEARSAL =
            new CudaSettings(DEFAULTS.completion, DEFAULTS.deviceTimes, DEFAULTS.stagingBytes, DEFAULTS.noticeSlots, 0);

    private static final int LEAST_STAGING_BYTES = 4096;
    private static final int MOST_STAGING_BYTES = 1 << 30;
    private static final int MOST_REHEARSAL_OPS = 10_000_000;
    private static final int MOST_NOTICE_SLOTS = 1 << 26;

    /** How the host learns that an operation has ended. */
    public enum Completion {
        /** By stream writes where the GPU can do them, else by events. */
        AUTO,
        /** The stream writes a number to pinned memory after each operation; the host reads it there. */
        STREAM_VALUE,
        /** The host asks the driver about an event after each operation. */
        EVENT
    }

    public CudaSettings {
        if (stagingBytes < LEAST_STAGING_BYTES || stagingBytes > MOST_STAGING_BYTES) {
            throw new IllegalArgumentException("stagingBytes is from %d to %d, but was %d"
                    .formatted(LEAST_STAGING_BYTES, MOST_STAGING_BYTES, stagingBytes));
        }
        if (rehearsalOps < 0 || rehearsalOps > MOST_REHEARSAL_OPS) {
            throw new IllegalArgumentException(
                    "rehearsalOps is from 0 to %d, but was %d".formatted(MOST_REHEARSAL_OPS, rehearsalOps));
        }
        if (noticeSlots < 2 || noticeSlots > MOST_NOTICE_SLOTS || Integer.bitCount(noticeSlots) != 1) {
            throw new IllegalArgumentException(
                    "noticeSlots is a power of two from 2 to %d, but was %d".formatted(MOST_NOTICE_SLOTS, noticeSlots));
        }
    }
}
