package dev.diptych.sim.ptx.arith;

/**
 * The comparisons of {@code f16} and {@code bf16} (PTX ISA 9.0, section "Half Precision Comparison Instructions"). Values are compared as the
 * floats that they equal. Those whose name ends in {@code u} also hold if either side is NaN.
 */
public final class HalfComparisons {
    private HalfComparisons() {}

    @Ptx("setp.eq.f16")
    public static boolean eqHalf(int a, int b) {
        return eq(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.eq.ftz.f16")
    public static boolean eqHalfFtz(int a, int b) {
        return eqHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.eq.bf16")
    public static boolean eqBfloat(int a, int b) {
        return eq(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.ne.f16")
    public static boolean neHalf(int a, int b) {
        return ne(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.ne.ftz.f16")
    public static boolean neHalfFtz(int a, int b) {
        return neHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.ne.bf16")
    public static boolean neBfloat(int a, int b) {
        return ne(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.lt.f16")
    public static boolean ltHalf(int a, int b) {
        return lt(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.lt.ftz.f16")
    public static boolean ltHalfFtz(int a, int b) {
        return ltHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.lt.bf16")
    public static boolean ltBfloat(int a, int b) {
        return lt(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.le.f16")
    public static boolean leHalf(int a, int b) {
        return le(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.le.ftz.f16")
    public static boolean leHalfFtz(int a, int b) {
        return leHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.le.bf16")
    public static boolean leBfloat(int a, int b) {
        return le(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.gt.f16")
    public static boolean gtHalf(int a, int b) {
        return gt(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.gt.ftz.f16")
    public static boolean gtHalfFtz(int a, int b) {
        return gtHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.gt.bf16")
    public static boolean gtBfloat(int a, int b) {
        return gt(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.ge.f16")
    public static boolean geHalf(int a, int b) {
        return ge(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.ge.ftz.f16")
    public static boolean geHalfFtz(int a, int b) {
        return geHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.ge.bf16")
    public static boolean geBfloat(int a, int b) {
        return ge(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.equ.f16")
    public static boolean equHalf(int a, int b) {
        return equ(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.equ.ftz.f16")
    public static boolean equHalfFtz(int a, int b) {
        return equHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.equ.bf16")
    public static boolean equBfloat(int a, int b) {
        return equ(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.neu.f16")
    public static boolean neuHalf(int a, int b) {
        return neu(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.neu.ftz.f16")
    public static boolean neuHalfFtz(int a, int b) {
        return neuHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.neu.bf16")
    public static boolean neuBfloat(int a, int b) {
        return neu(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.ltu.f16")
    public static boolean ltuHalf(int a, int b) {
        return ltu(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.ltu.ftz.f16")
    public static boolean ltuHalfFtz(int a, int b) {
        return ltuHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.ltu.bf16")
    public static boolean ltuBfloat(int a, int b) {
        return ltu(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.leu.f16")
    public static boolean leuHalf(int a, int b) {
        return leu(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.leu.ftz.f16")
    public static boolean leuHalfFtz(int a, int b) {
        return leuHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.leu.bf16")
    public static boolean leuBfloat(int a, int b) {
        return leu(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.gtu.f16")
    public static boolean gtuHalf(int a, int b) {
        return gtu(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.gtu.ftz.f16")
    public static boolean gtuHalfFtz(int a, int b) {
        return gtuHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.gtu.bf16")
    public static boolean gtuBfloat(int a, int b) {
        return gtu(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.geu.f16")
    public static boolean geuHalf(int a, int b) {
        return geu(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.geu.ftz.f16")
    public static boolean geuHalfFtz(int a, int b) {
        return geuHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.geu.bf16")
    public static boolean geuBfloat(int a, int b) {
        return geu(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.num.f16")
    public static boolean numHalf(int a, int b) {
        return num(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.num.ftz.f16")
    public static boolean numHalfFtz(int a, int b) {
        return numHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.num.bf16")
    public static boolean numBfloat(int a, int b) {
        return num(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    @Ptx("setp.nan.f16")
    public static boolean nanHalf(int a, int b) {
        return nan(Half.toFloat(a), Half.toFloat(b));
    }

    @Ptx("setp.nan.ftz.f16")
    public static boolean nanHalfFtz(int a, int b) {
        return nanHalf(Half.flush(a), Half.flush(b));
    }

    @Ptx("setp.nan.bf16")
    public static boolean nanBfloat(int a, int b) {
        return nan(Bfloat.toFloat(a), Bfloat.toFloat(b));
    }

    private static boolean eq(float a, float b) {
        return a == b;
    }

    private static boolean ne(float a, float b) {
        return a < b || a > b;
    }

    private static boolean lt(float a, float b) {
        return a < b;
    }

    private static boolean le(float a, float b) {
        return a <= b;
    }

    private static boolean gt(float a, float b) {
        return a > b;
    }

    private static boolean ge(float a, float b) {
        return a >= b;
    }

    private static boolean equ(float a, float b) {
        return !(a < b || a > b);
    }

    private static boolean neu(float a, float b) {
        return a != b;
    }

    private static boolean ltu(float a, float b) {
        return !(a >= b);
    }

    private static boolean leu(float a, float b) {
        return !(a > b);
    }

    private static boolean gtu(float a, float b) {
        return !(a <= b);
    }

    private static boolean geu(float a, float b) {
        return !(a < b);
    }

    private static boolean num(float a, float b) {
        return !nan(a, b);
    }

    private static boolean nan(float a, float b) {
        return Float.isNaN(a) || Float.isNaN(b);
    }
}
