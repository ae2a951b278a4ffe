package dev.diptych.model.placement;

/**
 * Slots of counts, each 1.2 times as wide as the next: slot {@code s} holds the counts {@code f} with {@code s = floor(log(alpha / f) /
 * log(1.2))}, as UGache has them ({@code freq_to_slot_1}).
 *
 * <p><b>The mean count of a slot.</b> A histogram does not say it. Counts of reads are whole numbers whose frequency falls about as {@code
 * f^-1.5} to {@code f^-1.8}; a slot's mean is that of its whole numbers with weights {@code f^-1.5}. For wide slots this tends to the
 * geometric mean of its ends, for narrow ones it is exact (the lowest slots hold one whole number each). Exponents from 1.5 to 2.2 move the
 * optimum of UGache's recorded problems by at most 0.3 %, and 1.5 fits the recorded optima best: {@code docs/placement.md}.
 *
 * @param alpha the highest count
 */
record Slots(double alpha) {
    static final double BASE = 1.2;
    /** Beyond so many whole numbers their sum is the integral to 9 digits. */
    private static final long MOST_TERMS = 1 << 16;

    /** Returns the slot of a count above 0. */
    int of(double count) {
        int slot = Math.max(0, (int) (StrictMath.log(alpha / count) / StrictMath.log(BASE)));
        // The quotient of two logarithms may miss a whole number by a bit.
        while (slot > 0 && top(slot) < count) {
            slot--;
        }
        while (top(slot + 1) >= count) {
            slot++;
        }
        return slot;
    }

    /** Returns the highest count of a slot. */
    double top(int slot) {
        return alpha / StrictMath.pow(BASE, slot);
    }

    /** Returns whether counts are whole numbers, and not means of several recordings. */
    boolean isWhole() {
        return alpha >= 1 && alpha == StrictMath.rint(alpha);
    }

    /**
     * Returns the mean count of a slot.
     *
     * @param andAllBelow whether the slot also holds what would belong to the slots below it
     */
    double mean(int slot, boolean andAllBelow) {
        double last = Math.floor(top(slot));
        double first = first(slot, andAllBelow);
        return areFew(first, last)
                ? weight(first, last, 1) / weight(first, last, 0)
                : Math.sqrt(top(slot) * top(slot + 1));
    }

    /** Returns the share of a slot's entries whose count is exactly 1; counts that are no whole numbers have no 1. */
    double shareOfOnes(int slot, boolean andAllBelow) {
        double last = Math.floor(top(slot));
        double first = first(slot, andAllBelow);
        return first == 1 && areFew(first, last) ? 1 / weight(first, last, 0) : 0;
    }

    private double first(int slot, boolean andAllBelow) {
        return andAllBelow ? 1 : Math.floor(top(slot + 1)) + 1;
    }

    private boolean areFew(double first, double last) {
        return isWhole() && first <= last && last - first < MOST_TERMS;
    }

    /** Returns the sum of {@code f^(power - 1.5)}. */
    private static double weight(double first, double last, int power) {
        double sum = 0;
        // From the smallest terms on.
        for (double count = last; count >= first; count--) {
            sum += (power == 0 ? 1.0 / count : 1.0) / Math.sqrt(count);
        }
        return sum;
    }
}
