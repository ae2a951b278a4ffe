package dev.diptych.systems.embedding.replacement;

/**
 * A count-min sketch of recent reads (Cormode and Muthukrishnan, J. Algorithms 55, 2005), with counts up to 15 that are halved after ten reads for
 * each row of the cache, so that it forgets, as TinyLFU's does.
 */
final class Frequencies {
    private static final int HASHES = 4;
    private static final int MOST = 15;
    private static final int READS_PER_ROW = 10;
    private static final long[] FACTORS = {
        0x9e3779b97f4a7c15L, 0xc2b2ae3d27d4eb4fL, 0x165667b19e3779f9L, 0xd6e8feb86659fd93L
    };

    private final byte[][] counts;
    private final int shift;
    private final long readsToHalve;
    private long reads;

    Frequencies(int rows) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, 4L * rows));
        this.shift = Long.SIZE - bits;
        this.counts = new byte[HASHES][1 << bits];
        this.readsToHalve = Math.max(1, (long) READS_PER_ROW * rows);
    }

    void add(int entry) {
        int least = of(entry);
        for (int hash = 0; hash < HASHES && least < MOST; hash++) {
            // Only the least counts grow: the others have collided already.
            int at = index(entry, hash);
            if (counts[hash][at] == least) {
                counts[hash][at]++;
            }
        }
        reads++;
        if (reads == readsToHalve) {
            reads = 0;
            for (byte[] row : counts) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = (byte) (row[i] / 2);
                }
            }
        }
    }

    /** Returns about how often an entry was read; never too low but for what was forgotten. */
    int of(int entry) {
        int least = MOST;
        for (int hash = 0; hash < HASHES; hash++) {
            least = Math.min(least, counts[hash][index(entry, hash)]);
        }
        return least;
    }

    private int index(int entry, int hash) {
        long mixed = (entry + 1L) * FACTORS[hash];
        return (int) (((mixed ^ (mixed >>> 29)) * FACTORS[hash]) >>> shift);
    }
}
