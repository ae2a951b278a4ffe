package dev.diptych.sim.ptx.arith;

/**
 * Choices between two values (PTX ISA 9.0, section "Comparison and Selection Instructions"): {@code selp} by a predicate, {@code slct} by
 * whether a number is at least zero, which -0.0 is and a NaN is not.
 */
public final class Selections {
    private Selections() {}

    @Ptx("selp.{b16,u16,s16,b32,u32,s32}")
    public static int select(int a, int b, boolean first) {
        return first ? a : b;
    }

    @Ptx("selp.{b64,u64,s64}")
    public static long select(long a, long b, boolean first) {
        return first ? a : b;
    }

    @Ptx("selp.f32")
    public static float select(float a, float b, boolean first) {
        return first ? a : b;
    }

    @Ptx("selp.f64")
    public static double select(double a, double b, boolean first) {
        return first ? a : b;
    }

    @Ptx("slct.{b16,u16,s16,b32,u32,s32}.s32")
    public static int select(int a, int b, int sign) {
        return sign >= 0 ? a : b;
    }

    @Ptx("slct.{b64,u64,s64}.s32")
    public static long select(long a, long b, int sign) {
        return sign >= 0 ? a : b;
    }

    @Ptx("slct.f32.s32")
    public static float select(float a, float b, int sign) {
        return sign >= 0 ? a : b;
    }

    @Ptx("slct.f64.s32")
    public static double select(double a, double b, int sign) {
        return sign >= 0 ? a : b;
    }

    @Ptx("slct.{b16,u16,s16,b32,u32,s32}.f32")
    public static int select(int a, int b, float sign) {
        return sign >= 0 ? a : b;
    }

    @Ptx("slct.{b64,u64,s64}.f32")
    public static long select(long a, long b, float sign) {
        return sign >= 0 ? a : b;
    }

    @Ptx("slct.f32.f32")
    public static float select(float a, float b, float sign) {
        return sign >= 0 ? a : b;
    }

    @Ptx("slct.f64.f32")
    public static double select(double a, double b, float sign) {
        return sign >= 0 ? a : b;
    }

    // These have names of their own because .ftz flushes the number that chooses, never the two values.

    @Ptx("slct.ftz.{b16,u16,s16,b32,u32,s32}.f32")
    public static int selectFlushed(int a, int b, float sign) {
        return select(a, b, Single.flush(sign));
    }

    @Ptx("slct.ftz.{b64,u64,s64}.f32")
    public static long selectFlushed(long a, long b, float sign) {
        return select(a, b, Single.flush(sign));
    }

    @Ptx("slct.ftz.f32.f32")
    public static float selectFlushed(float a, float b, float sign) {
        return select(a, b, Single.flush(sign));
    }

    @Ptx("slct.ftz.f64.f32")
    public static double selectFlushed(double a, double b, float sign) {
        return select(a, b, Single.flush(sign));
    }
}
