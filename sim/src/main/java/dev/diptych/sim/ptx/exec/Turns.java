package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/**
 * How often a warp's waits for memory and its use of the pipes take turns: what it issues after each number of waits, and from that how many equal
 * parts the work would have that is spread as unevenly (the inverse of the sum of the parts' squares, as Simpson's index of diversity has it). What it
 * issues before its first wait is work, but no part that comes in step: it delays the blocks that began with it, so that they are out of step from then
 * on. So the more of the work that is, the more turns there are.
 */
final class Turns {
    /** Beyond so many waits, all count as one; by then work hides behind them. */
    private static final int MOST = 256;

    private long[] ofRound = new long[4];
    private int used;

    void clear() {
        Arrays.fill(ofRound, 0, used, 0);
        used = 0;
    }

    /** Adds what is issued after so many rounds. */
    void add(int round, long time) {
        int index = Math.min(round, MOST - 1);
        if (index >= ofRound.length) {
            ofRound = Arrays.copyOf(ofRound, Math.max(2 * ofRound.length, index + 1));
        }
        used = Math.max(used, index + 1);
        ofRound[index] += time;
    }

    /** Returns how many turns there are, from 1 to {@link #MOST}. */
    double count() {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < used; i++) {
            sum += ofRound[i];
            squares += i == 0 ? 0 : (double) ofRound[i] * ofRound[i];
        }
        return squares == 0 ? MOST : Math.max(1, Math.min(MOST, sum * sum / squares));
    }
}
