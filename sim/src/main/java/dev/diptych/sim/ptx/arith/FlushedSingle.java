package dev.diptych.sim.ptx.arith;

/**
 * Arithmetic of {@code f32} with {@code .ftz} whose result, flushed after it is rounded, would not always be what an H200 makes of it: results
 * that are subnormal until rounding makes them the smallest normal number (see {@link Single#flush(float, float)}). Sums are exact there and
 * rounding toward zero does not get there, so the compiler flushes those.
 *
 * <p>What rounds to the smallest normal number comes of factors below 2^50 and an addend below 2^-76, because only so much can cancel, and of
 * a dividend below 4: scaling one of them does not overflow.
 */
public final class FlushedSingle {
    private FlushedSingle() {}

    @Ptx("mul{.rn,}.ftz.f32")
    public static float mul(float a, float b) {
        float x = Single.flush(a);
        float y = Single.flush(b);
        float rounded = SingleArithmetic.mul(x, y);
        return Math.abs(rounded) > Float.MIN_NORMAL
                ? rounded
                : Single.flush(rounded, SingleArithmetic.mul(x * Single.TINY_SCALE, y));
    }

    @Ptx({"fma.rn.ftz.f32", "mad{.rn,}.ftz.f32"})
    public static float fma(float a, float b, float c) {
        float x = Single.flush(a);
        float y = Single.flush(b);
        float z = Single.flush(c);
        float rounded = SingleArithmetic.fma(x, y, z);
        return Math.abs(rounded) > Float.MIN_NORMAL
                ? rounded
                : Single.flush(rounded, SingleArithmetic.fma(x * Single.TINY_SCALE, y, z * Single.TINY_SCALE));
    }

    @Ptx("mul.rm.ftz.f32")
    public static float mulDown(float a, float b) {
        float x = Single.flush(a);
        float y = Single.flush(b);
        float rounded = DirectedSingle.mulDown(x, y);
        return Math.abs(rounded) > Float.MIN_NORMAL
                ? rounded
                : Single.flush(rounded, DirectedSingle.mulDown(x * Single.TINY_SCALE, y));
    }

    @Ptx({"fma.rm.ftz.f32", "mad.rm.ftz.f32"})
    public static float fmaDown(float a, float b, float c) {
        float x = Single.flush(a);
        float y = Single.flush(b);
        float z = Single.flush(c);
        float rounded = DirectedSingle.fmaDown(x, y, z);
        return Math.abs(rounded) > Float.MIN_NORMAL
                ? rounded
                : Single.flush(rounded, DirectedSingle.fmaDown(x * Single.TINY_SCALE, y, z * Single.TINY_SCALE));
    }

    @Ptx("mul.rp.ftz.f32")
    public static float mulUp(float a, float b) {
        float x = Single.flush(a);
        float y = Single.flush(b);
        float rounded = DirectedSingle.mulUp(x, y);
        return Math.abs(rounded) > Float.MIN_NORMAL
                ? rounded
                : Single.flush(rounded, DirectedSingle.mulUp(x * Single.TINY_SCALE, y));
    }

    @Ptx({"fma.rp.ftz.f32", "mad.rp.ftz.f32"})
    public static float fmaUp(float a, float b, float c) {
        float x = Single.flush(a);
        float y = Single.flush(b);
        float z = Single.flush(c);
        float rounded = DirectedSingle.fmaUp(x, y, z);
        return Math.abs(rounded) > Float.MIN_NORMAL
                ? rounded
                : Single.flush(rounded, DirectedSingle.fmaUp(x * Single.TINY_SCALE, y, z * Single.TINY_SCALE));
    }

    @Ptx("div.rm.ftz.f32")
    public static float divDown(float a, float b) {
        float x = Single.flush(a);
        float y = Single.flush(b);
        float rounded = DirectedSingle.divDown(x, y);
        return Math.abs(rounded) > Float.MIN_NORMAL
                ? rounded
                : Single.flush(rounded, DirectedSingle.divDown(x * Single.TINY_SCALE, y));
    }

    @Ptx("div.rp.ftz.f32")
    public static float divUp(float a, float b) {
        float x = Single.flush(a);
        float y = Single.flush(b);
        float rounded = DirectedSingle.divUp(x, y);
        return Math.abs(rounded) > Float.MIN_NORMAL
                ? rounded
                : Single.flush(rounded, DirectedSingle.divUp(x * Single.TINY_SCALE, y));
    }

    @Ptx("rcp.rm.ftz.f32")
    public static float reciprocalDown(float a) {
        return divDown(1, a);
    }

    @Ptx("rcp.rp.ftz.f32")
    public static float reciprocalUp(float a) {
        return divUp(1, a);
    }
}
