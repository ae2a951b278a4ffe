package dev.diptych.sim.ptx.arith;

/**
 * Distances of the bytes or halves of two words, the video instructions that nvcc 13 writes for {@code __vabsdiffu4}, {@code __vsadu4} and their
 * like (PTX ISA 9.0, section "Video Instructions"), all parts selected.
 */
public final class PackedDifferences {
    private PackedDifferences() {}

    /**
     * Returns the distance of each byte of two words, not negative.
     *
     * @param c kept where no part is selected, which is nowhere
     */
    @Ptx("vabsdiff4.u32.u32.u32")
    public static int ofBytes(int a, int b, int c) {
        int result = 0;
        for (int at = 0; at < Integer.SIZE; at += Byte.SIZE) {
            result |= Math.abs((a >>> at & 0xff) - (b >>> at & 0xff)) << at;
        }
        return result;
    }

    /** Returns what {@link #ofBytes} does, of halves. */
    @Ptx("vabsdiff2.u32.u32.u32")
    public static int ofHalves(int a, int b, int c) {
        return Math.abs((a >>> 16) - (b >>> 16)) << 16 | Math.abs((a & 0xffff) - (b & 0xffff));
    }

    /** Returns the sum of {@code c} and the distances of all bytes. */
    @Ptx("vabsdiff4.u32.u32.u32.add")
    public static int sumOfBytes(int a, int b, int c) {
        int distances = ofBytes(a, b, c);
        return c + (distances & 0xff) + (distances >>> 8 & 0xff) + (distances >>> 16 & 0xff) + (distances >>> 24);
    }

    /** Returns the sum of {@code c} and the distances of both halves. */
    @Ptx("vabsdiff2.u32.u32.u32.add")
    public static int sumOfHalves(int a, int b, int c) {
        int distances = ofHalves(a, b, c);
        return c + (distances & 0xffff) + (distances >>> 16);
    }
}
