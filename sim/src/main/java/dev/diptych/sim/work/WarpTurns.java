package dev.diptych.sim.work;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongConsumer;

/**
 * Puts what warps of a block do one after the other into an order in which they go on together. The executor has a warp go on up to a barrier; so
 * when a warp comes again, all have been there, and what they did up to then is told in turns.
 */
final class WarpTurns {
    private final int turn;
    private final LongConsumer told;
    private long[][] actions = new long[1][];
    private int[] counts = new int[1];
    private final BitSet been = new BitSet();
    private int warp = -1;

    /**
     * @param turn what a warp does before it is the next one's turn
     * @param told takes what they do
     */
    WarpTurns(int turn, LongConsumer told) {
        this.turn = turn;
        this.told = told;
    }

    /** Has a warp of the block do something. */
    void add(int byWarp, long action) {
        if (byWarp != warp) {
            if (been.get(byWarp)) {
                tell();
            }
            been.set(byWarp);
            warp = byWarp;
            if (warp >= actions.length) {
                actions = Arrays.copyOf(actions, Math.max(2 * actions.length, warp + 1));
                counts = Arrays.copyOf(counts, actions.length);
            }
            if (actions[warp] == null) {
                actions[warp] = new long[turn];
            }
        }
        if (counts[warp] == actions[warp].length) {
            actions[warp] = Arrays.copyOf(actions[warp], 2 * counts[warp]);
        }
        actions[warp][counts[warp]++] = action;
    }

    /** Tells what was not told yet, at the end of the block at the latest. */
    void tell() {
        boolean isOver = been.isEmpty();
        for (int from = 0; !isOver; from += turn) {
            isOver = true;
            for (int each = been.nextSetBit(0); each >= 0; each = been.nextSetBit(each + 1)) {
                int until = Math.min(counts[each], from + turn);
                for (int i = from; i < until; i++) {
                    told.accept(actions[each][i]);
                }
                isOver &= until == counts[each];
            }
        }
        for (int each = been.nextSetBit(0); each >= 0; each = been.nextSetBit(each + 1)) {
            counts[each] = 0;
        }
        been.clear();
        warp = -1;
    }
}
