package dev.diptych.sim.ptx.exec;

/**
 * The stage of the first-level cache through which loads and stores pass to global and local memory. A pass moves 128 bytes, which is what NVIDIA states for
 * the cache's bandwidth a cycle (H100 white paper), and looks up one line of 128 bytes; the latter is assumed.
 */
final class DataStage {
    private static final int PASS_BYTES = 128;
    /** Sectors of 32 bytes in a line, as a power of two. */
    private static final int SECTORS_PER_LINE_BITS = 2;

    private DataStage() {}

    /**
     * Returns the passes of an access.
     *
     * @param bytes that its lanes ask for, each counted for itself
     * @param lines that they lie in
     */
    static int passes(int bytes, int lines) {
        return Math.max((bytes + PASS_BYTES - 1) / PASS_BYTES, lines);
    }

    /** Returns whether two sectors, given by their numbers, are in one line. */
    static boolean isSameLine(long sector, long other) {
        return sector >> SECTORS_PER_LINE_BITS == other >> SECTORS_PER_LINE_BITS;
    }
}
