package dev.diptych.sim.ptx.arith;

/**
 * The step from the nearest number to the one that a directed rounding wants.
 *
 * <p>The nearest number is one of the two around the exact result. Which one is told by its <em>side</em>: the sign of the exact result
 * minus it, 0 when it is exact. Rounding down then takes the next lower number if the exact result lies below, and so on. Overflow needs no
 * case of its own: the nearest number is an infinity, the exact result on its inner side, and one step inward is the largest finite number.
 */
final class DirectedRounding {
    private DirectedRounding() {}

    static float towardZero(float nearest, int side) {
        return nearest > 0 ? down(nearest, side) : nearest < 0 ? up(nearest, side) : nearest;
    }

    static float down(float nearest, int side) {
        return side < 0 ? Math.nextDown(nearest) : nearest;
    }

    static float up(float nearest, int side) {
        return side > 0 ? Math.nextUp(nearest) : nearest;
    }

    static double towardZero(double nearest, int side) {
        return nearest > 0 ? down(nearest, side) : nearest < 0 ? up(nearest, side) : nearest;
    }

    static double down(double nearest, int side) {
        return side < 0 ? Math.nextDown(nearest) : nearest;
    }

    static double up(double nearest, int side) {
        return side > 0 ? Math.nextUp(nearest) : nearest;
    }

    /** Returns the sign of a number, 0 for a NaN, which is what an infinite or absent residual comes out as. */
    static int sign(double residual) {
        return residual > 0 ? 1 : residual < 0 ? -1 : 0;
    }

    /**
     * Returns what a rounded sum leaves out, exactly (T. J. Dekker, "A floating-point technique for extending the available precision",
     * 1971): with the larger operand first, no difference rounds or overflows.
     */
    static double sumResidual(double a, double b, double sum) {
        return Math.abs(a) >= Math.abs(b) ? b - (sum - a) : a - (sum - b);
    }
}
