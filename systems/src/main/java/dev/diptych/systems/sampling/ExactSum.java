package dev.diptych.systems.sampling;

import dev.diptych.model.InputException;

/**
 * A sum of binary32 numbers that does not depend on their order: whole multiples of {@code 2^-20} and what is left of each number, in multiples of
 * {@code 2^-60}, are summed as 64-bit integers. What a number has below {@code 2^-60} is cut off. Good for {@code 2^23} numbers.
 */
public final class ExactSum {
    /** Numbers are smaller than this. */
    public static final double LIMIT = 0x1p40;

    private static final double HIGH_UNITS = 0x1p20;
    private static final double LOW_UNITS = 0x1p40;

    private long high;
    private long low;

    /**
     * Adds a number.
     *
     * @throws InputException when it is not a number, or not below {@code 2^40}
     */
    public void add(float number) {
        if (!(Math.abs(number) < LIMIT)) {
            throw new InputException("a sum has a term of %s; terms are numbers below 2^40".formatted(number));
        }
        double scaled = number * HIGH_UNITS;
        double whole = Math.floor(scaled);
        high += (long) whole;
        low += (long) ((scaled - whole) * LOW_UNITS);
    }

    /** Returns the sum, rounded to binary64 and then to binary32. */
    public float value() {
        return (float) (high / HIGH_UNITS + low / (HIGH_UNITS * LOW_UNITS));
    }
}
