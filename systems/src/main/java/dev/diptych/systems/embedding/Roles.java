package dev.diptych.systems.embedding;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import java.util.Arrays;

/**
 * Which source each multiprocessor of a GPU serves first. All of them turn to local rows when their source has no more.
 *
 * @param ofSm the index of a source, or that of the GPU itself
 * @param mostHelpers for each source, how many multiprocessors may be at it before another one helps
 */
public record Roles(int[] ofSm, int[] mostHelpers) {
    private static final int WARPS_PER_SM = 32;

    public Roles {
        ofSm = ofSm.clone();
        mostHelpers = mostHelpers.clone();
    }

    /**
     * Returns the roles in which each source has so many multiprocessors of its own, side by side from the highest down.
     *
     * @param smsOf for each source; what the local one has makes no difference
     * @param local the GPU's own index
     */
    public static Roles of(int sms, int[] smsOf, int local) {
        int[] ofSm = new int[sms];
        Arrays.fill(ofSm, local);
        int next = sms;
        for (int source = 0; source < smsOf.length; source++) {
            if (source == local) {
                continue;
            }
            if (smsOf[source] < 0 || smsOf[source] > next) {
                throw new InputException("%d multiprocessors for source %d: %d of %d are left"
                        .formatted(smsOf[source], source, next, sms));
            }
            Arrays.fill(ofSm, next - smsOf[source], next, source);
            next -= smsOf[source];
        }
        return new Roles(ofSm, smsOf);
    }

    /** Returns the table for the kernel, 4 bytes a multiprocessor. */
    Bytes table() {
        return Bytes.ofInts(ofSm);
    }

    /** Returns for each source how many warps may be at it before another one helps, 4 bytes each. */
    Bytes mostWarps() {
        return Bytes.ofInts(
                Arrays.stream(Arrays.copyOf(mostHelpers, Sources.MOST)).map(sms -> sms * WARPS_PER_SM).toArray());
    }
}
