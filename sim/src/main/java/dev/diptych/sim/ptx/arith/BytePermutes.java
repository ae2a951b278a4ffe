package dev.diptych.sim.ptx.arith;

/**
 * Four bytes picked from the eight of two registers (PTX ISA 9.0, section "prmt"). Bytes 0 to 3 are those of {@code a}, 4 to 7 those of
 * {@code b}, the lowest first. All but the first form take the lowest two bits of the selector.
 */
public final class BytePermutes {
    /** The bytes that each mode picks for selectors 0 to 3, as selectors of the first form, 16 bits each from the lowest up. */
    private static final long FORWARD = 0x6543_5432_4321_3210L;

    private static final long BACKWARD = 0x0123_7012_6701_5670L;
    private static final long REPLICATED_BYTE = 0x3333_2222_1111_0000L;
    private static final long EDGE_CLAMPED_LEFT = 0x3333_3222_3211_3210L;
    private static final long EDGE_CLAMPED_RIGHT = 0x3210_2210_1110_0000L;
    private static final long REPLICATED_HALF = 0x3232_1010_3232_1010L;

    private BytePermutes() {}

    /**
     * Returns four picked bytes.
     *
     * @param selector four bits a byte of the result: the lower three say which byte, the fourth to fill it with that byte's top bit
     */
    @Ptx("prmt.b32")
    public static int permute(int a, int b, int selector) {
        long bytes = ((long) b << 32) | (a & 0xffffffffL);
        return picked(bytes, selector)
                | (picked(bytes, selector >> 4) << 8)
                | (picked(bytes, selector >> 8) << 16)
                | (picked(bytes, selector >> 12) << 24);
    }

    private static int picked(long bytes, int selector) {
        int value = (byte) (bytes >>> ((selector & 7) << 3));
        return ((selector & 8) == 0 ? value : value >> 31) & 0xff;
    }

    /** Returns four bytes upward from the selected one. */
    @Ptx("prmt.b32.f4e")
    public static int forward(int a, int b, int selector) {
        return permute(a, b, of(FORWARD, selector));
    }

    /** Returns four bytes downward from the selected one, modulo 8. */
    @Ptx("prmt.b32.b4e")
    public static int backward(int a, int b, int selector) {
        return permute(a, b, of(BACKWARD, selector));
    }

    /** Returns the selected byte four times. */
    @Ptx("prmt.b32.rc8")
    public static int replicatedByte(int a, int b, int selector) {
        return permute(a, b, of(REPLICATED_BYTE, selector));
    }

    /** Returns the bytes of {@code a}, those below the selected one replaced by it. */
    @Ptx("prmt.b32.ecl")
    public static int edgeClampedLeft(int a, int b, int selector) {
        return permute(a, b, of(EDGE_CLAMPED_LEFT, selector));
    }

    /** Returns the bytes of {@code a}, those above the selected one replaced by it. */
    @Ptx("prmt.b32.ecr")
    public static int edgeClampedRight(int a, int b, int selector) {
        return permute(a, b, of(EDGE_CLAMPED_RIGHT, selector));
    }

    /** Returns the half that the selector's lowest bit selects, twice. */
    @Ptx("prmt.b32.rc16")
    public static int replicatedHalf(int a, int b, int selector) {
        return permute(a, b, of(REPLICATED_HALF, selector));
    }

    private static int of(long mode, int selector) {
        return (int) (mode >>> ((selector & 3) << 4)) & 0xffff;
    }
}
