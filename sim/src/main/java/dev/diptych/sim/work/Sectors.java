package dev.diptych.sim.work;

/** Sectors: what memory moves at a time, on every GPU here. */
final class Sectors {
    static final int BYTES = 32;

    private Sectors() {}

    /** Returns the bytes of the sectors that {@code lengthBytes} bytes from {@code startBytes} on lie in. */
    static long spanned(long startBytes, long lengthBytes) {
        if (lengthBytes == 0) {
            return 0;
        }
        long end = startBytes + lengthBytes;
        return (Math.floorDiv(end + BYTES - 1, (long) BYTES) - Math.floorDiv(startBytes, (long) BYTES)) * BYTES;
    }

    /**
     * Returns the bytes of the sectors that {@code count} records lie in, each at an unrelated multiple of its length from a
     * start. A record of {@code n} bytes starts at each multiple of {@code g = gcd(n, start, 32)} in a sector equally often, and so spans {@code
     * (n + 32 - g) / 32} sectors on average.
     */
    static long scattered(long startBytes, long count, int recordBytes) {
        long perRecord = recordBytes + BYTES - Long.lowestOneBit(startBytes | recordBytes | BYTES);
        return roundUp(Math.multiplyExact(count, perRecord));
    }

    private static long roundUp(long bytes) {
        return Math.floorDiv(bytes + BYTES - 1, (long) BYTES) * BYTES;
    }
}
