package dev.diptych.sim.ptx.arith;

/**
 * Comparisons and tests of {@code f32} and {@code f64} (PTX ISA 9.0, sections "Comparison and Selection Instructions" and "testp"). A
 * comparison with a NaN is false, one whose name ends in {@code u} true; the two zeros are equal.
 */
public final class FloatComparisons {
    private FloatComparisons() {}

    @Ptx("setp.eq.f32")
    public static boolean equal(float a, float b) {
        return a == b;
    }

    @Ptx("setp.ne.f32")
    public static boolean lessOrGreater(float a, float b) {
        return a < b || a > b;
    }

    @Ptx("setp.lt.f32")
    public static boolean less(float a, float b) {
        return a < b;
    }

    @Ptx("setp.le.f32")
    public static boolean lessOrEqual(float a, float b) {
        return a <= b;
    }

    @Ptx("setp.gt.f32")
    public static boolean greater(float a, float b) {
        return a > b;
    }

    @Ptx("setp.ge.f32")
    public static boolean greaterOrEqual(float a, float b) {
        return a >= b;
    }

    @Ptx("setp.equ.f32")
    public static boolean equalOrUnordered(float a, float b) {
        return !(a < b || a > b);
    }

    @Ptx("setp.neu.f32")
    public static boolean unequalOrUnordered(float a, float b) {
        return a != b;
    }

    @Ptx("setp.ltu.f32")
    public static boolean lessOrUnordered(float a, float b) {
        return !(a >= b);
    }

    @Ptx("setp.leu.f32")
    public static boolean lessOrEqualOrUnordered(float a, float b) {
        return !(a > b);
    }

    @Ptx("setp.gtu.f32")
    public static boolean greaterOrUnordered(float a, float b) {
        return !(a <= b);
    }

    @Ptx("setp.geu.f32")
    public static boolean greaterOrEqualOrUnordered(float a, float b) {
        return !(a < b);
    }

    @Ptx("setp.num.f32")
    public static boolean ordered(float a, float b) {
        return !Float.isNaN(a) && !Float.isNaN(b);
    }

    @Ptx("setp.nan.f32")
    public static boolean unordered(float a, float b) {
        return Float.isNaN(a) || Float.isNaN(b);
    }

    @Ptx("testp.finite.f32")
    public static boolean isFinite(float a) {
        return Float.isFinite(a);
    }

    @Ptx("testp.infinite.f32")
    public static boolean isInfinite(float a) {
        return Float.isInfinite(a);
    }

    @Ptx("testp.number.f32")
    public static boolean isNumber(float a) {
        return !Float.isNaN(a);
    }

    @Ptx("testp.notanumber.f32")
    public static boolean isNotANumber(float a) {
        return Float.isNaN(a);
    }

    /** Returns whether it is neither subnormal, infinite nor NaN; the zeros count as normal. */
    @Ptx("testp.normal.f32")
    public static boolean isNormal(float a) {
        return a == 0 || (Math.abs(a) >= Float.MIN_NORMAL && Float.isFinite(a));
    }

    @Ptx("testp.subnormal.f32")
    public static boolean isSubnormal(float a) {
        return a != 0 && Math.abs(a) < Float.MIN_NORMAL;
    }

    @Ptx("setp.eq.f64")
    public static boolean equal(double a, double b) {
        return a == b;
    }

    @Ptx("setp.ne.f64")
    public static boolean lessOrGreater(double a, double b) {
        return a < b || a > b;
    }

    @Ptx("setp.lt.f64")
    public static boolean less(double a, double b) {
        return a < b;
    }

    @Ptx("setp.le.f64")
    public static boolean lessOrEqual(double a, double b) {
        return a <= b;
    }

    @Ptx("setp.gt.f64")
    public static boolean greater(double a, double b) {
        return a > b;
    }

    @Ptx("setp.ge.f64")
    public static boolean greaterOrEqual(double a, double b) {
        return a >= b;
    }

    @Ptx("setp.equ.f64")
    public static boolean equalOrUnordered(double a, double b) {
        return !(a < b || a > b);
    }

    @Ptx("setp.neu.f64")
    public static boolean unequalOrUnordered(double a, double b) {
        return a != b;
    }

    @Ptx("setp.ltu.f64")
    public static boolean lessOrUnordered(double a, double b) {
        return !(a >= b);
    }

    @Ptx("setp.leu.f64")
    public static boolean lessOrEqualOrUnordered(double a, double b) {
        return !(a > b);
    }

    @Ptx("setp.gtu.f64")
    public static boolean greaterOrUnordered(double a, double b) {
        return !(a <= b);
    }

    @Ptx("setp.geu.f64")
    public static boolean greaterOrEqualOrUnordered(double a, double b) {
        return !(a < b);
    }

    @Ptx("setp.num.f64")
    public static boolean ordered(double a, double b) {
        return !Double.isNaN(a) && !Double.isNaN(b);
    }

    @Ptx("setp.nan.f64")
    public static boolean unordered(double a, double b) {
        return Double.isNaN(a) || Double.isNaN(b);
    }

    @Ptx("testp.finite.f64")
    public static boolean isFinite(double a) {
        return Double.isFinite(a);
    }

    @Ptx("testp.infinite.f64")
    public static boolean isInfinite(double a) {
        return Double.isInfinite(a);
    }

    @Ptx("testp.number.f64")
    public static boolean isNumber(double a) {
        return !Double.isNaN(a);
    }

    @Ptx("testp.notanumber.f64")
    public static boolean isNotANumber(double a) {
        return Double.isNaN(a);
    }

    /** Returns whether it is neither subnormal, infinite nor NaN; the zeros count as normal. */
    @Ptx("testp.normal.f64")
    public static boolean isNormal(double a) {
        return a == 0 || (Math.abs(a) >= Double.MIN_NORMAL && Double.isFinite(a));
    }

    @Ptx("testp.subnormal.f64")
    public static boolean isSubnormal(double a) {
        return a != 0 && Math.abs(a) < Double.MIN_NORMAL;
    }
}
