package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/**
 * How often a warp's waits for memory and its use of the pipes take turns: what it issues after each number of waits, and from that how many equal
 * parts the work would have that is spread as unevenly (the inverse of the sum of the parts' squares, as Simpson's index of diversity has it). What it
 * issues before its first wait is work, but no part that comes in step: it delays the blocks that began with it, so that they are out of step from then
 * on. So the more of the work that is, the more turns there are.
 *
 * <p>Warps that meet at barriers cannot drift apart, so where waits lie between barriers, each brings the blocks in step again: what follows it up to the next
 * such wait hides behind no other ({@code traces/data/micro-core/tile-*}, where as many waits as there are rounds hide nothing). In it, what lies between two
 * barriers is a part ({@code micro-memory/stage-16-*}: one wait and 32 barriers, which hide nearly all).
 */
final class Turns {
    /** Beyond so many waits between two barriers, all count as one; by then work hides behind them. */
    private static final int MOST = 256;

    /** What was issued since the last barrier, by waits since then. */
    private long[] ofRound = new long[4];

    private int used;
    /** Waits before the last barrier. */
    private int firstRound;

    /** Since blocks were brought in step last: all that was issued, and the squares of its parts. */
    private double stepWork;

    private double stepSquares;
    /** Before that: what was issued, and what of it did not hide. */
    private double work;

    private double inStep;

    void clear() {
        Arrays.fill(ofRound, 0, used, 0);
        used = 0;
        firstRound = 0;
        stepWork = 0;
        stepSquares = 0;
        work = 0;
        inStep = 0;
    }

    /** Adds what is issued after so many rounds. */
    void add(int round, long time) {
        int index = Math.max(0, Math.min(round - firstRound, MOST - 1));
        if (index >= ofRound.length) {
            ofRound = Arrays.copyOf(ofRound, Math.max(2 * ofRound.length, index + 1));
        }
        used = Math.max(used, index + 1);
        ofRound[index] += time;
    }

    /** All warps meet at a barrier and leave it after so many rounds. */
    void meet(int round) {
        take();
        firstRound = round;
    }

    /** Takes in what was issued since the last barrier. */
    private void take() {
        if (used == 0) {
            return;
        }
        // Nothing is in step before the first wait of all.
        if (firstRound == 0) {
            stepWork += (double) ofRound[0];
        } else {
            part(ofRound[0]);
        }
        if (used > 1 && stepSquares > 0) {
            endStep();
        }
        for (int i = 1; i < used; i++) {
            part(ofRound[i]);
        }
        Arrays.fill(ofRound, 0, used, 0);
        used = 0;
    }

    private void part(long time) {
        stepWork += (double) time;
        stepSquares += (double) time * time;
    }

    private void endStep() {
        work += stepWork;
        inStep += stepWork == 0 ? 0 : stepSquares / stepWork;
        stepWork = 0;
        stepSquares = 0;
    }

    /** Returns how many turns there are, from 1 to {@link #MOST}; nothing is added from then on. */
    double count() {
        take();
        endStep();
        return inStep == 0 ? MOST : Math.max(1, Math.min(MOST, work / inStep));
    }
}
