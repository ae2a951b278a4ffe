package dev.diptych.sim.ptx.arith;

/**
 * Arithmetic of {@code f64} rounded to nearest even, which is what no modifier means too (PTX ISA 9.0, section "Floating-Point
 * Instructions"). Java's operators round the same way; NaNs are those of {@link DoubleNan}.
 */
public final class DoubleArithmetic {
    private static final long SIGN = Long.MIN_VALUE;

    private DoubleArithmetic() {}

    @Ptx("add{.rn,}.f64")
    public static double add(double a, double b) {
        double sum = a + b;
        return Double.isNaN(sum) ? DoubleNan.of(b, a) : sum;
    }

    @Ptx("sub{.rn,}.f64")
    public static double sub(double a, double b) {
        double difference = a - b;
        return Double.isNaN(difference) ? DoubleNan.of(b, a) : difference;
    }

    @Ptx("mul{.rn,}.f64")
    public static double mul(double a, double b) {
        double product = a * b;
        return Double.isNaN(product) ? DoubleNan.of(b, a) : product;
    }

    @Ptx({"fma.rn.f64", "mad{.rn,}.f64"})
    public static double fma(double a, double b, double c) {
        double sum = Math.fma(a, b, c);
        return Double.isNaN(sum) ? DoubleNan.of(b, c, a) : sum;
    }

    @Ptx("div.rn.f64")
    public static double div(double a, double b) {
        double quotient = a / b;
        return Double.isNaN(quotient) ? DoubleNan.of(a, b) : quotient;
    }

    @Ptx("rcp.rn.f64")
    public static double reciprocal(double a) {
        return Double.isNaN(a) ? DoubleNan.of(a) : 1 / a;
    }

    @Ptx("sqrt.rn.f64")
    public static double squareRoot(double a) {
        double root = Math.sqrt(a);
        return Double.isNaN(root) ? DoubleNan.of(a) : root;
    }

    @Ptx("abs.f64")
    public static double abs(double a) {
        return Double.isNaN(a) ? DoubleNan.quiet(a) : Math.abs(a);
    }

    @Ptx("neg.f64")
    public static double neg(double a) {
        return Double.isNaN(a) ? DoubleNan.quiet(a) : -a;
    }

    /** Returns {@code b} with the sign of {@code a}, bit by bit. */
    @Ptx("copysign.f64")
    public static double copySign(double a, double b) {
        long magnitude = Double.doubleToRawLongBits(b) & ~SIGN;
        return Double.longBitsToDouble(magnitude | (Double.doubleToRawLongBits(a) & SIGN));
    }

    /** Returns the lesser one, -0.0 below +0.0; a NaN only if both are. */
    @Ptx("min.f64")
    public static double min(double a, double b) {
        double least = Math.min(a, b);
        return Double.isNaN(least) ? otherThanNan(a, b) : least;
    }

    /** Returns the greater one, -0.0 below +0.0; a NaN only if both are. */
    @Ptx("max.f64")
    public static double max(double a, double b) {
        double greatest = Math.max(a, b);
        return Double.isNaN(greatest) ? otherThanNan(a, b) : greatest;
    }

    // Of two NaNs the code of ptxas 13.0 takes the second.
    private static double otherThanNan(double a, double b) {
        if (!Double.isNaN(a)) {
            return a;
        }
        return Double.isNaN(b) ? DoubleNan.quiet(b) : b;
    }
}
