package dev.diptych.sim.ptx.arith;

/**
 * Which NaN double-precision arithmetic returns. The manual only promises some NaN. An H200 returns one of the operands that are NaNs, made
 * quiet, its sign kept even by absolute value and negation, and for an invalid operation a negative NaN without payload. Which operand
 * comes first in that depends on the instruction: the second one for sums, differences, products, minima and maxima, the first for
 * quotients, and for {@code fma} the second, then the addend, then the first. Callers hand operands over in that order.
 */
final class DoubleNan {
    private static final double INVALID = Double.longBitsToDouble(0xfff8_0000_0000_0000L);
    private static final long QUIET = 0x0008_0000_0000_0000L;

    private DoubleNan() {}

    static double of(double a) {
        return Double.isNaN(a) ? quiet(a) : INVALID;
    }

    static double of(double a, double b) {
        return Double.isNaN(a) ? quiet(a) : of(b);
    }

    static double of(double a, double b, double c) {
        return Double.isNaN(a) ? quiet(a) : of(b, c);
    }

    static double quiet(double nan) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(nan) | QUIET);
    }
}
