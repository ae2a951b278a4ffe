package dev.diptych.sim.ptx.arith;

/** Sums of products of packed bytes and halves of a register (PTX ISA 9.0, sections on {@code dp4a} and {@code dp2a}). Sums wrap. */
public final class DotProducts {
    private DotProducts() {}

    @Ptx("dp4a.u32.u32")
    public static int dp4aUnsignedUnsigned(int a, int b, int c) {
        return c
                + unsignedByte(a, 0) * unsignedByte(b, 0)
                + unsignedByte(a, 1) * unsignedByte(b, 1)
                + unsignedByte(a, 2) * unsignedByte(b, 2)
                + unsignedByte(a, 3) * unsignedByte(b, 3);
    }

    @Ptx("dp4a.u32.s32")
    public static int dp4aUnsignedSigned(int a, int b, int c) {
        return c
                + unsignedByte(a, 0) * signedByte(b, 0)
                + unsignedByte(a, 1) * signedByte(b, 1)
                + unsignedByte(a, 2) * signedByte(b, 2)
                + unsignedByte(a, 3) * signedByte(b, 3);
    }

    @Ptx("dp4a.s32.u32")
    public static int dp4aSignedUnsigned(int a, int b, int c) {
        return dp4aUnsignedSigned(b, a, c);
    }

    @Ptx("dp4a.s32.s32")
    public static int dp4aSignedSigned(int a, int b, int c) {
        return c
                + signedByte(a, 0) * signedByte(b, 0)
                + signedByte(a, 1) * signedByte(b, 1)
                + signedByte(a, 2) * signedByte(b, 2)
                + signedByte(a, 3) * signedByte(b, 3);
    }

    @Ptx("dp2a.lo.u32.u32")
    public static int dp2aLowUnsignedUnsigned(int a, int b, int c) {
        return c + (a & 0xffff) * unsignedByte(b, 0) + (a >>> 16) * unsignedByte(b, 1);
    }

    @Ptx("dp2a.lo.u32.s32")
    public static int dp2aLowUnsignedSigned(int a, int b, int c) {
        return c + (a & 0xffff) * signedByte(b, 0) + (a >>> 16) * signedByte(b, 1);
    }

    @Ptx("dp2a.lo.s32.u32")
    public static int dp2aLowSignedUnsigned(int a, int b, int c) {
        return c + (short) a * unsignedByte(b, 0) + (a >> 16) * unsignedByte(b, 1);
    }

    @Ptx("dp2a.lo.s32.s32")
    public static int dp2aLowSignedSigned(int a, int b, int c) {
        return c + (short) a * signedByte(b, 0) + (a >> 16) * signedByte(b, 1);
    }

    @Ptx("dp2a.hi.u32.u32")
    public static int dp2aHighUnsignedUnsigned(int a, int b, int c) {
        return dp2aLowUnsignedUnsigned(a, b >>> 16, c);
    }

    @Ptx("dp2a.hi.u32.s32")
    public static int dp2aHighUnsignedSigned(int a, int b, int c) {
        return dp2aLowUnsignedSigned(a, b >>> 16, c);
    }

    @Ptx("dp2a.hi.s32.u32")
    public static int dp2aHighSignedUnsigned(int a, int b, int c) {
        return dp2aLowSignedUnsigned(a, b >>> 16, c);
    }

    @Ptx("dp2a.hi.s32.s32")
    public static int dp2aHighSignedSigned(int a, int b, int c) {
        return dp2aLowSignedSigned(a, b >>> 16, c);
    }

    private static int unsignedByte(int word, int index) {
        return (word >>> (8 * index)) & 0xff;
    }

    private static int signedByte(int word, int index) {
        return (byte) (word >> (8 * index));
    }
}
