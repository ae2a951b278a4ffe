package dev.diptych.sim.ptx.arith;

/** Minima and maxima of {@code f16x2}: those of {@link HalfExtremes} on each half. */
public final class PackedHalfExtremes {
    private PackedHalfExtremes() {}

    @Ptx("min.f16x2")
    public static int min(int a, int b) {
        return Half.pack(HalfExtremes.min(a >>> 16, b >>> 16), HalfExtremes.min(a, b));
    }

    @Ptx("min.NaN.f16x2")
    public static int minNan(int a, int b) {
        return Half.pack(HalfExtremes.minNan(a >>> 16, b >>> 16), HalfExtremes.minNan(a, b));
    }

    @Ptx("min.xorsign.abs.f16x2")
    public static int minXorsign(int a, int b) {
        return Half.pack(HalfExtremes.minXorsign(a >>> 16, b >>> 16), HalfExtremes.minXorsign(a, b));
    }

    @Ptx("min.NaN.xorsign.abs.f16x2")
    public static int minNanXorsign(int a, int b) {
        return Half.pack(HalfExtremes.minNanXorsign(a >>> 16, b >>> 16), HalfExtremes.minNanXorsign(a, b));
    }

    @Ptx("min.ftz.f16x2")
    public static int minFtz(int a, int b) {
        return Half.pack(HalfExtremes.minFtz(a >>> 16, b >>> 16), HalfExtremes.minFtz(a, b));
    }

    @Ptx("min.ftz.NaN.f16x2")
    public static int minFtzNan(int a, int b) {
        return Half.pack(HalfExtremes.minFtzNan(a >>> 16, b >>> 16), HalfExtremes.minFtzNan(a, b));
    }

    @Ptx("min.ftz.xorsign.abs.f16x2")
    public static int minFtzXorsign(int a, int b) {
        return Half.pack(HalfExtremes.minFtzXorsign(a >>> 16, b >>> 16), HalfExtremes.minFtzXorsign(a, b));
    }

    @Ptx("min.ftz.NaN.xorsign.abs.f16x2")
    public static int minFtzNanXorsign(int a, int b) {
        return Half.pack(HalfExtremes.minFtzNanXorsign(a >>> 16, b >>> 16), HalfExtremes.minFtzNanXorsign(a, b));
    }

    @Ptx("max.f16x2")
    public static int max(int a, int b) {
        return Half.pack(HalfExtremes.max(a >>> 16, b >>> 16), HalfExtremes.max(a, b));
    }

    @Ptx("max.NaN.f16x2")
    public static int maxNan(int a, int b) {
        return Half.pack(HalfExtremes.maxNan(a >>> 16, b >>> 16), HalfExtremes.maxNan(a, b));
    }

    @Ptx("max.xorsign.abs.f16x2")
    public static int maxXorsign(int a, int b) {
        return Half.pack(HalfExtremes.maxXorsign(a >>> 16, b >>> 16), HalfExtremes.maxXorsign(a, b));
    }

    @Ptx("max.NaN.xorsign.abs.f16x2")
    public static int maxNanXorsign(int a, int b) {
        return Half.pack(HalfExtremes.maxNanXorsign(a >>> 16, b >>> 16), HalfExtremes.maxNanXorsign(a, b));
    }

    @Ptx("max.ftz.f16x2")
    public static int maxFtz(int a, int b) {
        return Half.pack(HalfExtremes.maxFtz(a >>> 16, b >>> 16), HalfExtremes.maxFtz(a, b));
    }

    @Ptx("max.ftz.NaN.f16x2")
    public static int maxFtzNan(int a, int b) {
        return Half.pack(HalfExtremes.maxFtzNan(a >>> 16, b >>> 16), HalfExtremes.maxFtzNan(a, b));
    }

    @Ptx("max.ftz.xorsign.abs.f16x2")
    public static int maxFtzXorsign(int a, int b) {
        return Half.pack(HalfExtremes.maxFtzXorsign(a >>> 16, b >>> 16), HalfExtremes.maxFtzXorsign(a, b));
    }

    @Ptx("max.ftz.NaN.xorsign.abs.f16x2")
    public static int maxFtzNanXorsign(int a, int b) {
        return Half.pack(HalfExtremes.maxFtzNanXorsign(a >>> 16, b >>> 16), HalfExtremes.maxFtzNanXorsign(a, b));
    }
}
