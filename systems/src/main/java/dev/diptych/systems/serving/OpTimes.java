package dev.diptych.systems.serving;

import java.util.Arrays;
import java.util.List;

/**
 * How long the operations of a model take, from their release to the end: the mean of what was known before and what was measured last, as
 * Paella keeps it ({@code registered_job.cpp} of its artifact). What is not known at all counts as 0, so that a model's first job goes early
 * and is measured.
 */
public final class OpTimes {
    private static final double UNKNOWN = -1;

    private final double[] micros;
    private final boolean isProfiled;
    private final boolean isMeasured;
    /** Sums over an operation and those after it. */
    private final double[] remaining;

    /**
     * @param profileMicros one number an operation, or none
     * @param isMeasured whether times are measured while jobs are served
     */
    OpTimes(int ops, List<Double> profileMicros, boolean isMeasured) {
        this.micros = new double[ops];
        this.remaining = new double[ops + 1];
        this.isProfiled = !profileMicros.isEmpty();
        this.isMeasured = isMeasured;
        if (isProfiled && profileMicros.size() != ops) {
            throw new IllegalArgumentException(
                    "a profile of %d operations for a model of %d".formatted(profileMicros.size(), ops));
        }
        Arrays.fill(micros, UNKNOWN);
        for (int op = 0; op < profileMicros.size(); op++) {
            micros[op] = profileMicros.get(op);
        }
        sum(ops - 1);
    }

    /** Takes note of how long an operation took alone; a profile knows better. */
    void warmedUp(int op, double tookMicros) {
        if (!isProfiled) {
            micros[op] = tookMicros;
            sum(op);
        }
    }

    /** Takes note of how long an operation took among others. */
    void measured(int op, double tookMicros) {
        if (isMeasured) {
            micros[op] = micros[op] == UNKNOWN ? tookMicros : (micros[op] + tookMicros) / 2;
            sum(op);
        }
    }

    private void sum(int fromOp) {
        for (int op = fromOp; op >= 0; op--) {
            remaining[op] = remaining[op + 1] + micros(op);
        }
    }

    /** Returns how long an operation takes, in microseconds. */
    public double micros(int op) {
        return Math.max(micros[op], 0);
    }

    /** Returns how long an operation and all after it take, in microseconds. */
    public double remainingMicros(int op) {
        return remaining[op];
    }

    /** Returns how long all operations take, in microseconds. */
    public double totalMicros() {
        return remaining[0];
    }
}
