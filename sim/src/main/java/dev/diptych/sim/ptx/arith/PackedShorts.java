package dev.diptych.sim.ptx.arith;

/** Arithmetic on two 16-bit whole numbers in one 32-bit register (PTX ISA 9.0, section "Integer Arithmetic Instructions"). Sums wrap. */
public final class PackedShorts {
    private PackedShorts() {}

    @Ptx("add.{u16x2,s16x2}")
    public static int add(int a, int b) {
        return packed(a + b, (a >>> 16) + (b >>> 16));
    }

    @Ptx("min.u16x2")
    public static int minUnsigned(int a, int b) {
        return packed(Math.min(a & 0xffff, b & 0xffff), Math.min(a >>> 16, b >>> 16));
    }

    @Ptx("max.u16x2")
    public static int maxUnsigned(int a, int b) {
        return packed(Math.max(a & 0xffff, b & 0xffff), Math.max(a >>> 16, b >>> 16));
    }

    @Ptx("min.s16x2")
    public static int minSigned(int a, int b) {
        return packed(Math.min((short) a, (short) b), Math.min(a >> 16, b >> 16));
    }

    @Ptx("max.s16x2")
    public static int maxSigned(int a, int b) {
        return packed(Math.max((short) a, (short) b), Math.max(a >> 16, b >> 16));
    }

    /** Returns the lesser ones, 0 for those that are negative. */
    @Ptx("min.relu.s16x2")
    public static int minClamped(int a, int b) {
        return maxSigned(minSigned(a, b), 0);
    }

    /** Returns the greater ones, 0 for those that are negative. */
    @Ptx("max.relu.s16x2")
    public static int maxClamped(int a, int b) {
        return maxSigned(maxSigned(a, b), 0);
    }

    private static int packed(int low, int high) {
        return (low & 0xffff) | (high << 16);
    }
}
