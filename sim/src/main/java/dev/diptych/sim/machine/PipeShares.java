package dev.diptych.sim.machine;

import java.util.Arrays;

/**
 * How the resident blocks of each multiprocessor of a GPU share its pipes: nobody gets more than he can use, and what is scarce is shared equally
 * among those who could use more (max-min fairness). A block's share is what it could get if it wanted all there is; how much of the rest of its
 * time that costs it, its {@link Flow} decides.
 *
 * <p>Pipes are taken as one, so blocks that need different pipes disturb each other more here than they do on a GPU.
 */
final class PipeShares {
    /** Shares are counted in parts of this. */
    static final int WHOLE = 256;

    private final Blocks blocks;
    private final int[][] residents;
    private final int[] counts;
    private final boolean[] isDisturbed;
    private final int[] disturbed;
    private int disturbedCount;
    private long contending;

    PipeShares(Blocks blocks, int sms, int mostBlocks) {
        this.blocks = blocks;
        residents = new int[sms][mostBlocks];
        counts = new int[sms];
        isDisturbed = new boolean[sms];
        disturbed = new int[sms];
    }

    /** Adds a block to its multiprocessor. */
    void enter(int block) {
        int sm = blocks.sm(block);
        if (counts[sm] == residents[sm].length) {
            residents[sm] = Arrays.copyOf(residents[sm], 2 * counts[sm]);
        }
        residents[sm][counts[sm]++] = block;
        contending += blocks.kind(block).contends() ? 1 : 0;
        disturb(sm);
    }

    /** Removes a block from its multiprocessor. */
    void exit(int block) {
        int sm = blocks.sm(block);
        int[] there = residents[sm];
        int at = 0;
        while (there[at] != block) {
            at++;
        }
        // In order of arrival, which has been the order of calls: the rest moves up.
        counts[sm]--;
        System.arraycopy(there, at + 1, there, at, counts[sm] - at);
        contending -= blocks.kind(block).contends() ? 1 : 0;
        disturb(sm);
    }

    private void disturb(int sm) {
        if (!isDisturbed[sm]) {
            isDisturbed[sm] = true;
            disturbed[disturbedCount++] = sm;
        }
    }

    /** Gives all blocks the shares that they have from now on. */
    void settle() {
        for (int i = 0; i < disturbedCount; i++) {
            int sm = disturbed[i];
            isDisturbed[sm] = false;
            if (contending > 0) {
                share(residents[sm], counts[sm]);
            }
        }
        disturbedCount = 0;
    }

    private void share(int[] there, int count) {
        double demand = 0;
        boolean isUniform = true;
        for (int i = 0; i < count; i++) {
            demand += blocks.kind(there[i]).demand();
            isUniform &= blocks.kind(there[i]) == blocks.kind(there[0]);
        }
        if (isUniform && count > 0) {
            double left = 1 - (demand - blocks.kind(there[0]).demand());
            blocks.shareAlike(there, count, parts(Math.max(left, 1.0 / count)));
            return;
        }
        for (int i = 0; i < count; i++) {
            double left = 1 - (demand - blocks.kind(there[i]).demand());
            blocks.share(there[i], rounded(parts(Math.max(left, level(there, count, i)))));
        }
    }

    private static int parts(double share) {
        return (int) Math.max(1, Math.rint(share * WHOLE));
    }

    /** Returns three leading binary digits of a number: of mixed neighbours there are many, and each share has a flow of its own. */
    private static int rounded(int parts) {
        int step = Math.max(1, Integer.highestOneBit(parts) >> 2);
        return (parts + step / 2) / step * step;
    }

    /** Returns what a block can get that wants everything: each pass gives the modest ones what they want, and the others equal parts of the rest. */
    private double level(int[] there, int count, int greedy) {
        double level = 0;
        while (true) {
            double left = 1;
            int sharing = 0;
            for (int i = 0; i < count; i++) {
                double demand = blocks.kind(there[i]).demand();
                if (i != greedy && demand <= level) {
                    left -= demand;
                } else {
                    sharing++;
                }
            }
            double next = left / sharing;
            if (next <= level) {
                return level;
            }
            level = next;
        }
    }
}
