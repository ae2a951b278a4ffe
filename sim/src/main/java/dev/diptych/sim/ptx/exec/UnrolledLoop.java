package dev.diptych.sim.ptx.exec;

/**
 * A loop that an assembler makes fewer rounds of: four iterations follow each other without a branch as long as so many are to come, then two, then one.
 *
 * @param condition that is tested after an iteration for another one
 * @param isSigned whether it compares signed numbers
 * @param counter the register that it compares, which grows by a constant in each iteration
 * @param step that constant
 * @param isWide whether the numbers have 64 bits
 * @param bound the register that the counter is compared with, -1 where it is a constant
 * @param constant that the counter is compared with where no register is
 * @param abreast iterations whose loads are on their way at once
 */
public record UnrolledLoop(
        Condition condition,
        boolean isSigned,
        int counter,
        long step,
        boolean isWide,
        int bound,
        long constant,
        int abreast) {
    /** Most iterations without a branch between them. */
    public static final int MOST_ITERATIONS = 4;

    /** How a loop's counter compares with its bound as long as it goes on. */
    public enum Condition {
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST,
        DIFFERENT;

        /** Returns the condition with its two sides exchanged. */
        public Condition turned() {
            return switch (this) {
                case LESS -> GREATER;
                case AT_MOST -> AT_LEAST;
                case GREATER -> LESS;
                case AT_LEAST -> AT_MOST;
                case DIFFERENT -> DIFFERENT;
            };
        }

        /** Returns the condition of an order that holds where this one does not. */
        public Condition negated() {
            return switch (this) {
                case LESS -> AT_LEAST;
                case AT_MOST -> GREATER;
                case GREATER -> AT_MOST;
                case AT_LEAST -> LESS;
                case DIFFERENT -> throw new IllegalStateException("equality is no condition to go on under");
            };
        }

        private boolean holds(int order) {
            return switch (this) {
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case GREATER -> order > 0;
                case AT_LEAST -> order >= 0;
                case DIFFERENT -> order != 0;
            };
        }
    }

    /** Returns how many iterations are to come without a branch between them, from the one on that some lanes of a warp have just come to the end of. */
    int iterations(Warp warp, int lanes) {
        int most = 1;
        for (int rest = lanes; rest != 0 && most < MOST_ITERATIONS; rest &= rest - 1) {
            most = Math.max(most, laneIterations(warp, Integer.numberOfTrailingZeros(rest)));
        }
        return most == MOST_ITERATIONS ? MOST_ITERATIONS : Math.min(2, most);
    }

    private int laneIterations(Warp warp, int lane) {
        long limit = bound < 0 ? constant : value(warp, bound, lane);
        long count = value(warp, counter, lane);
        int found = 1;
        while (found < MOST_ITERATIONS && condition.holds(order(count, limit))) {
            count += step;
            found++;
        }
        return found;
    }

    private long value(Warp warp, int register, int lane) {
        return isWide ? warp.longs[register * Warp.LANES + lane] : warp.ints[register * Warp.LANES + lane];
    }

    private int order(long one, long other) {
        if (isWide) {
            return isSigned ? Long.compare(one, other) : Long.compareUnsigned(one, other);
        }
        return isSigned ? Integer.compare((int) one, (int) other) : Integer.compareUnsigned((int) one, (int) other);
    }
}
