package dev.diptych.sim.ptx.arith;

/**
 * Arithmetic of {@code f64} rounded toward zero, down and up (PTX ISA 9.0, section "Floating-Point Instructions"), bit by bit exact. An
 * exact zero that is a sum of unlike signs is -0.0 when rounding down (IEEE 754, section 6.3).
 */
public final class DirectedDouble {
    private DirectedDouble() {}

    @Ptx("add.rz.f64")
    public static double addTowardZero(double a, double b) {
        double sum = DoubleArithmetic.add(a, b);
        return DirectedRounding.towardZero(sum, DoubleResiduals.sumSide(a, b, sum));
    }

    @Ptx("add.rm.f64")
    public static double addDown(double a, double b) {
        double sum = DoubleArithmetic.add(a, b);
        // A sum does not underflow: it is zero only when it is exactly zero.
        if (sum == 0) {
            return (Double.doubleToRawLongBits(a) | Double.doubleToRawLongBits(b)) < 0 ? -0.0 : 0.0;
        }
        return DirectedRounding.down(sum, DoubleResiduals.sumSide(a, b, sum));
    }

    @Ptx("add.rp.f64")
    public static double addUp(double a, double b) {
        double sum = DoubleArithmetic.add(a, b);
        return DirectedRounding.up(sum, DoubleResiduals.sumSide(a, b, sum));
    }

    @Ptx("sub.rz.f64")
    public static double subTowardZero(double a, double b) {
        return addTowardZero(a, DoubleArithmetic.neg(b));
    }

    @Ptx("sub.rm.f64")
    public static double subDown(double a, double b) {
        return addDown(a, DoubleArithmetic.neg(b));
    }

    @Ptx("sub.rp.f64")
    public static double subUp(double a, double b) {
        return addUp(a, DoubleArithmetic.neg(b));
    }

    @Ptx("mul.rz.f64")
    public static double mulTowardZero(double a, double b) {
        double product = DoubleArithmetic.mul(a, b);
        return DirectedRounding.towardZero(product, DoubleResiduals.productSide(a, b, product));
    }

    @Ptx("mul.rm.f64")
    public static double mulDown(double a, double b) {
        double product = DoubleArithmetic.mul(a, b);
        return DirectedRounding.down(product, DoubleResiduals.productSide(a, b, product));
    }

    @Ptx("mul.rp.f64")
    public static double mulUp(double a, double b) {
        double product = DoubleArithmetic.mul(a, b);
        return DirectedRounding.up(product, DoubleResiduals.productSide(a, b, product));
    }

    @Ptx({"fma.rz.f64", "mad.rz.f64"})
    public static double fmaTowardZero(double a, double b, double c) {
        double nearest = DoubleArithmetic.fma(a, b, c);
        return DirectedRounding.towardZero(nearest, DoubleResiduals.fmaSide(a, b, c, nearest));
    }

    @Ptx({"fma.rm.f64", "mad.rm.f64"})
    public static double fmaDown(double a, double b, double c) {
        double nearest = DoubleArithmetic.fma(a, b, c);
        int side = DoubleResiduals.fmaSide(a, b, c, nearest);
        if (nearest == 0 && side == 0) {
            long signs =
                    (Double.doubleToRawLongBits(a) ^ Double.doubleToRawLongBits(b)) | Double.doubleToRawLongBits(c);
            return signs < 0 ? -0.0 : 0.0;
        }
        return DirectedRounding.down(nearest, side);
    }

    @Ptx({"fma.rp.f64", "mad.rp.f64"})
    public static double fmaUp(double a, double b, double c) {
        double nearest = DoubleArithmetic.fma(a, b, c);
        return DirectedRounding.up(nearest, DoubleResiduals.fmaSide(a, b, c, nearest));
    }

    @Ptx("div.rz.f64")
    public static double divTowardZero(double a, double b) {
        double quotient = DoubleArithmetic.div(a, b);
        return DirectedRounding.towardZero(quotient, DoubleResiduals.quotientSide(a, b, quotient));
    }

    @Ptx("div.rm.f64")
    public static double divDown(double a, double b) {
        double quotient = DoubleArithmetic.div(a, b);
        return DirectedRounding.down(quotient, DoubleResiduals.quotientSide(a, b, quotient));
    }

    @Ptx("div.rp.f64")
    public static double divUp(double a, double b) {
        double quotient = DoubleArithmetic.div(a, b);
        return DirectedRounding.up(quotient, DoubleResiduals.quotientSide(a, b, quotient));
    }

    @Ptx("rcp.rz.f64")
    public static double reciprocalTowardZero(double a) {
        return divTowardZero(1, a);
    }

    @Ptx("rcp.rm.f64")
    public static double reciprocalDown(double a) {
        return divDown(1, a);
    }

    @Ptx("rcp.rp.f64")
    public static double reciprocalUp(double a) {
        return divUp(1, a);
    }

    @Ptx("sqrt.rz.f64")
    public static double squareRootTowardZero(double a) {
        double root = DoubleArithmetic.squareRoot(a);
        return DirectedRounding.towardZero(root, DoubleResiduals.rootSide(a, root));
    }

    @Ptx("sqrt.rm.f64")
    public static double squareRootDown(double a) {
        double root = DoubleArithmetic.squareRoot(a);
        return DirectedRounding.down(root, DoubleResiduals.rootSide(a, root));
    }

    @Ptx("sqrt.rp.f64")
    public static double squareRootUp(double a) {
        double root = DoubleArithmetic.squareRoot(a);
        return DirectedRounding.up(root, DoubleResiduals.rootSide(a, root));
    }
}
