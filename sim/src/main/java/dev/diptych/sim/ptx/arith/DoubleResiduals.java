package dev.diptych.sim.ptx.arith;

import java.math.BigDecimal;

/**
 * On which side of the nearest double the exact result lies: the sign of exact minus nearest.
 *
 * <p>A fused multiply-add of the result put back gives the residual rounded once, so its sign is exact unless it underflows to zero. Operands
 * so small that it could are scaled by powers of two first. Infinite and NaN operands leave nothing to round: side 0.
 *
 * <p>The residual of a fused multiply-add is S. Boldo and J.-M. Muller's ("Exact and approximated error of the FMA", IEEE Transactions on
 * Computers 60(2), 2011), which needs its parts far from overflow and underflow; beyond, whole decimals decide.
 */
final class DoubleResiduals {
    /** Above this, a residual, at most 2^106 times smaller, is a normal number or zero. */
    private static final double SAFE = 0x1p-900;

    /** Below this, no part of a sum overflows. */
    private static final double SAFE_LARGE = 0x1p1000;

    private static final double SCALE = 0x1p200;
    private static final double ROOT_SCALE = 0x1p100;

    private DoubleResiduals() {}

    static int sumSide(double a, double b, double nearest) {
        if (Double.isInfinite(nearest)) {
            return overflowSide(Double.isInfinite(a) || Double.isInfinite(b), nearest);
        }
        return DirectedRounding.sign(DirectedRounding.sumResidual(a, b, nearest));
    }

    /** Returns the side of an infinite result: inward if finite operands overflowed to it, none if an operand was infinite. */
    private static int overflowSide(boolean isExact, double infinity) {
        return isExact ? 0 : infinity > 0 ? -1 : 1;
    }

    static int productSide(double a, double b, double nearest) {
        if (Double.isInfinite(nearest)) {
            return overflowSide(Double.isInfinite(a) || Double.isInfinite(b), nearest);
        }
        if (Math.abs(nearest) >= SAFE || a == 0 || b == 0) {
            return DirectedRounding.sign(Math.fma(a, b, -nearest));
        }
        if (nearest == 0) {
            return (a < 0) == (b < 0) ? 1 : -1;
        }
        // The smaller factor is below 2^-450, where scaling it does not overflow.
        return Math.abs(a) < Math.abs(b)
                ? DirectedRounding.sign(Math.fma(a * SCALE, b, -nearest * SCALE))
                : DirectedRounding.sign(Math.fma(a, b * SCALE, -nearest * SCALE));
    }

    static int quotientSide(double a, double b, double nearest) {
        if (Double.isInfinite(nearest)) {
            return overflowSide(Double.isInfinite(a) || b == 0, nearest);
        }
        if (Double.isInfinite(b)) {
            return 0;
        }
        // A quotient that is not zero has a divisor below 2^175 if the dividend is below 2^-900, and scaling does not
        // overflow.
        double scale = Math.abs(a) < SAFE && nearest != 0 ? SCALE : 1;
        int side = DirectedRounding.sign(Math.fma(-nearest, b * scale, a * scale));
        return b < 0 ? -side : side;
    }

    static int rootSide(double a, double nearest) {
        if (Double.isInfinite(nearest)) {
            return 0;
        }
        if (a >= SAFE) {
            return DirectedRounding.sign(Math.fma(-nearest, nearest, a));
        }
        double root = nearest * ROOT_SCALE;
        return DirectedRounding.sign(Math.fma(-root, root, a * SCALE));
    }

    static int fmaSide(double a, double b, double c, double nearest) {
        if (Double.isNaN(nearest)) {
            return 0;
        }
        if (Double.isInfinite(nearest)) {
            return overflowSide(Double.isInfinite(a) || Double.isInfinite(b) || Double.isInfinite(c), nearest);
        }
        double product = a * b;
        double magnitude = Math.abs(product);
        if (magnitude >= SAFE && magnitude <= SAFE_LARGE && Math.abs(c) <= SAFE_LARGE) {
            return safeFmaSide(a, b, c, nearest);
        }
        BigDecimal exact = new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c));
        return exact.compareTo(new BigDecimal(nearest));
    }

    private static int safeFmaSide(double a, double b, double c, double nearest) {
        double product = a * b;
        double productError = Math.fma(a, b, -product);
        double small = c + productError;
        double smallError = DirectedRounding.sumResidual(c, productError, small);
        double large = product + small;
        double largeError = DirectedRounding.sumResidual(product, small, large);
        double residual = large - nearest + largeError;
        return DirectedRounding.sign(residual + smallError);
    }
}
