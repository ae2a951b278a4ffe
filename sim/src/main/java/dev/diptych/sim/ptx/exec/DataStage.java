package dev.diptych.sim.ptx.exec;

/**
 * The stage of the first-level cache through which loads and stores pass to global memory. It has the banks of shared memory: words a stride of 2, 4, 8, 16 and 32
 * apart take as many passes, and words that follow each other take one wherever they begin, in two lines or in one ({@code traces/data/micro-memory},
 * {@code load-strided-*-l1} and {@code load-shifted-*-l1}). Accesses of 8 and 16 bytes a lane go by halves and quarters of a warp, even if all lanes have one
 * address ({@code micro-core/l1-*}). A pass looks up at most four lines: words 33 apart, each in a bank and a line of its own, take eight passes a warp ({@code micro-memory/load-strided-33-l1}).
 */
final class DataStage {
    private static final int LINES_PER_PASS = 4;
    /** Bytes of a line, as a power of two. */
    private static final int LINE_BITS = 7;

    private final Banks banks = new Banks();
    private final long[] found = new long[Warp.LANES];

    /** Returns the passes of a warp's access to packed bytes. */
    static int packedPasses(int bytes) {
        return (bytes + (1 << LINE_BITS) - 1) >> LINE_BITS;
    }

    /**
     * Returns the passes of an access.
     *
     * @param from where the lanes' addresses begin, each aligned to the lane's bytes
     * @param lanes that make it, at least one
     * @param bytes of each
     */
    int passes(long[] addresses, int from, int lanes, int bytes) {
        int words = Math.max(1, bytes / Integer.BYTES);
        int lanesAtOnce = Math.max(1, Warp.LANES / words);
        int groupMask = -1 >>> -lanesAtOnce;
        int passes = 0;
        for (int first = 0; first < Warp.LANES; first += lanesAtOnce) {
            int group = lanes & groupMask << first;
            if (group != 0) {
                int degree = banks.wavefronts(addresses, from, group, words);
                boolean mayBeLines = Integer.bitCount(group) > degree * LINES_PER_PASS;
                passes += mayBeLines ? Math.max(degree, lookups(addresses, from, group)) : degree;
            }
        }
        return passes;
    }

    /** Returns the passes that looking up the lines of some lanes takes. */
    private int lookups(long[] addresses, int from, int lanes) {
        int lines = 0;
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            long line = addresses[from + Integer.numberOfTrailingZeros(rest)] >> LINE_BITS;
            if (!isFound(line, lines)) {
                found[lines++] = line;
            }
        }
        return (lines + LINES_PER_PASS - 1) / LINES_PER_PASS;
    }

    private boolean isFound(long line, int lines) {
        // Neighbours are most often in one line.
        for (int i = lines - 1; i >= 0; i--) {
            if (found[i] == line) {
                return true;
            }
        }
        return false;
    }
}
