package dev.diptych.sim.machine;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.work.Footprint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is free on the multiprocessors of one GPU, and which of them gets the next block.
 *
 * <p>The next block goes to the multiprocessor with the most free resources (Gilman et al.: Demystifying the placement policies of the
 * NVIDIA GPU thread block scheduler, 2020), measured in how many more blocks of the launch would fit. Among equals, it is the first after
 * the one that was chosen last, in the order of their indices and around its end.
 *
 * <p>Multiprocessors are kept in bit sets, one for each number of fitting blocks, so a choice costs a few words, not a scan.
 */
final class SmPool {
    private final int words;
    private final int[] freeWarps;
    private final int[] freeBlocks;
    private final int[] freeRegisters;
    private final int[] freeSharedBytes;

    /** How many blocks of the launch aimed at fit, by multiprocessor. */
    private final int[] fitting;
    /** The multiprocessors on which exactly so many fit. */
    private final long[][] smsByFitting;
    /** No multiprocessor has room for more than this. */
    private int mostFitting;

    private @Nullable Footprint aim;
    private int afterLast;

    SmPool(GpuSpec gpu) {
        SmSpec sm = gpu.sm();
        words = (gpu.sms() + Long.SIZE - 1) / Long.SIZE;
        freeWarps = filled(gpu.sms(), sm.threads() / SmSpec.WARP_THREADS);
        freeBlocks = filled(gpu.sms(), sm.blocks());
        freeRegisters = filled(gpu.sms(), sm.registers());
        freeSharedBytes = filled(gpu.sms(), sm.sharedBytes());
        fitting = new int[gpu.sms()];
        smsByFitting = new long[sm.blocks() + 1][words];
    }

    private static int[] filled(int length, int value) {
        int[] array = new int[length];
        Arrays.fill(array, value);
        return array;
    }

    /** Makes a launch's blocks the ones to be placed next. */
    void aimAt(Footprint footprint) {
        aim = footprint;
        for (long[] sms : smsByFitting) {
            Arrays.fill(sms, 0);
        }
        mostFitting = 0;
        for (int sm = 0; sm < fitting.length; sm++) {
            fitting[sm] = 0;
            enlist(sm);
        }
    }

    /** Returns whether a block of the launch aimed at fits anywhere. */
    boolean hasRoom() {
        while (mostFitting > 0 && isEmpty(smsByFitting[mostFitting])) {
            mostFitting--;
        }
        return mostFitting > 0;
    }

    /** Places a block of the launch aimed at, for which there is room, and returns its multiprocessor. */
    int take() {
        if (aim == null || !hasRoom()) {
            throw new IllegalStateException("no room for a block of " + aim);
        }
        int sm = firstFrom(smsByFitting[mostFitting], afterLast);
        afterLast = sm + 1 == fitting.length ? 0 : sm + 1;
        change(sm, aim, -1);
        return sm;
    }

    /** Gives back what a block had taken. */
    void release(int sm, Footprint footprint) {
        change(sm, footprint, 1);
    }

    private void change(int sm, Footprint footprint, int sign) {
        freeWarps[sm] += sign * footprint.warps();
        freeBlocks[sm] += sign;
        freeRegisters[sm] += sign * footprint.registers();
        freeSharedBytes[sm] += sign * footprint.sharedBytes();
        enlist(sm);
    }

    private void enlist(int sm) {
        if (aim == null) {
            return;
        }
        int blocks = aim.fitting(freeWarps[sm], freeBlocks[sm], freeRegisters[sm], freeSharedBytes[sm]);
        smsByFitting[fitting[sm]][sm / Long.SIZE] &= ~(1L << sm);
        smsByFitting[blocks][sm / Long.SIZE] |= 1L << sm;
        fitting[sm] = blocks;
        mostFitting = Math.max(mostFitting, blocks);
    }

    private boolean isEmpty(long[] sms) {
        for (int word = 0; word < words; word++) {
            if (sms[word] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the first member at or after {@code from}, or else the first. */
    private int firstFrom(long[] sms, int from) {
        int word = from / Long.SIZE;
        long rest = sms[word] & (-1L << from);
        for (int step = 0; step <= words; step++) {
            if (rest != 0) {
                return word * Long.SIZE + Long.numberOfTrailingZeros(rest);
            }
            word = word + 1 == words ? 0 : word + 1;
            rest = sms[word];
        }
        throw new IllegalStateException("an empty set of multiprocessors has no first");
    }
}
