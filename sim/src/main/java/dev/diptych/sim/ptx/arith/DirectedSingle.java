package dev.diptych.sim.ptx.arith;

/**
 * Arithmetic of {@code f32} rounded toward zero, down and up (PTX ISA 9.0, section "Floating-Point Instructions"), bit by bit exact.
 *
 * <p>A product of two floats is exact as a double, and a sum of two such doubles is a double and its exact residual; that tells the side of
 * the nearest float. Quotients and roots are multiplied back. An exact zero that is a sum of unlike signs is -0.0 when rounding down (IEEE
 * 754, section 6.3).
 */
public final class DirectedSingle {
    private DirectedSingle() {}

    @Ptx("add.rz.f32")
    public static float addTowardZero(float a, float b) {
        float sum = a + b;
        return Single.canonical(DirectedRounding.towardZero(sum, sumSide(a, b, sum)));
    }

    @Ptx("add.rm.f32")
    public static float addDown(float a, float b) {
        float sum = a + b;
        float rounded = Single.canonical(DirectedRounding.down(sum, sumSide(a, b, sum)));
        // A sum does not underflow: it is zero only when it is exactly zero.
        boolean isNegative = (Float.floatToRawIntBits(a) | Float.floatToRawIntBits(b)) < 0;
        return rounded == 0 && isNegative ? -0f : rounded;
    }

    @Ptx("add.rp.f32")
    public static float addUp(float a, float b) {
        float sum = a + b;
        return Single.canonical(DirectedRounding.up(sum, sumSide(a, b, sum)));
    }

    @Ptx("sub.rz.f32")
    public static float subTowardZero(float a, float b) {
        return addTowardZero(a, -b);
    }

    @Ptx("sub.rm.f32")
    public static float subDown(float a, float b) {
        return addDown(a, -b);
    }

    @Ptx("sub.rp.f32")
    public static float subUp(float a, float b) {
        return addUp(a, -b);
    }

    private static int sumSide(double a, double b, float nearest) {
        double high = a + b;
        int side = DirectedRounding.sign(high - nearest);
        return side != 0 ? side : DirectedRounding.sign(DirectedRounding.sumResidual(a, b, high));
    }

    @Ptx("mul.rz.f32")
    public static float mulTowardZero(float a, float b) {
        float product = a * b;
        return Single.canonical(DirectedRounding.towardZero(product, productSide(a, b, product)));
    }

    @Ptx("mul.rm.f32")
    public static float mulDown(float a, float b) {
        float product = a * b;
        return Single.canonical(DirectedRounding.down(product, productSide(a, b, product)));
    }

    @Ptx("mul.rp.f32")
    public static float mulUp(float a, float b) {
        float product = a * b;
        return Single.canonical(DirectedRounding.up(product, productSide(a, b, product)));
    }

    private static int productSide(double a, double b, float nearest) {
        return DirectedRounding.sign(a * b - nearest);
    }

    @Ptx({"fma.rz.f32", "mad.rz.f32"})
    public static float fmaTowardZero(float a, float b, float c) {
        float nearest = Math.fma(a, b, c);
        return Single.canonical(DirectedRounding.towardZero(nearest, fmaSide(a, b, c, nearest)));
    }

    @Ptx({"fma.rm.f32", "mad.rm.f32"})
    public static float fmaDown(float a, float b, float c) {
        float nearest = Math.fma(a, b, c);
        int side = fmaSide(a, b, c, nearest);
        if (nearest == 0 && side == 0) {
            int signs = (Float.floatToRawIntBits(a) ^ Float.floatToRawIntBits(b)) | Float.floatToRawIntBits(c);
            return signs < 0 ? -0f : 0f;
        }
        return Single.canonical(DirectedRounding.down(nearest, side));
    }

    @Ptx({"fma.rp.f32", "mad.rp.f32"})
    public static float fmaUp(float a, float b, float c) {
        float nearest = Math.fma(a, b, c);
        return Single.canonical(DirectedRounding.up(nearest, fmaSide(a, b, c, nearest)));
    }

    private static int fmaSide(double a, double b, double c, float nearest) {
        return sumSide(a * b, c, nearest);
    }

    @Ptx("div.rz.f32")
    public static float divTowardZero(float a, float b) {
        float quotient = a / b;
        return Single.canonical(DirectedRounding.towardZero(quotient, quotientSide(a, b, quotient)));
    }

    @Ptx("div.rm.f32")
    public static float divDown(float a, float b) {
        float quotient = a / b;
        return Single.canonical(DirectedRounding.down(quotient, quotientSide(a, b, quotient)));
    }

    @Ptx("div.rp.f32")
    public static float divUp(float a, float b) {
        float quotient = a / b;
        return Single.canonical(DirectedRounding.up(quotient, quotientSide(a, b, quotient)));
    }

    @Ptx("rcp.rz.f32")
    public static float reciprocalTowardZero(float a) {
        return divTowardZero(1, a);
    }

    @Ptx("rcp.rm.f32")
    public static float reciprocalDown(float a) {
        return divDown(1, a);
    }

    @Ptx("rcp.rp.f32")
    public static float reciprocalUp(float a) {
        return divUp(1, a);
    }

    /** Division by zero and by infinity is exact: it multiplies back to a NaN, whose sign is 0. */
    private static int quotientSide(double a, double b, float nearest) {
        int side = DirectedRounding.sign(a - nearest * b);
        return b < 0 ? -side : side;
    }

    @Ptx("sqrt.rz.f32")
    public static float squareRootTowardZero(float a) {
        float root = (float) Math.sqrt(a);
        return Single.canonical(DirectedRounding.towardZero(root, rootSide(a, root)));
    }

    @Ptx("sqrt.rm.f32")
    public static float squareRootDown(float a) {
        float root = (float) Math.sqrt(a);
        return Single.canonical(DirectedRounding.down(root, rootSide(a, root)));
    }

    @Ptx("sqrt.rp.f32")
    public static float squareRootUp(float a) {
        float root = (float) Math.sqrt(a);
        return Single.canonical(DirectedRounding.up(root, rootSide(a, root)));
    }

    private static int rootSide(double a, double nearest) {
        return DirectedRounding.sign(a - nearest * nearest);
    }
}
