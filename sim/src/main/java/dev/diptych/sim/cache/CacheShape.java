package dev.diptych.sim.cache;

import dev.diptych.model.hw.CacheSpec;

/**
 * How a cache is divided.
 *
 * @param lineShift the logarithm to base 2 of a line's bytes
 * @param sectorShift that of a sector's
 * @param ways lines of a set
 */
record CacheShape(int lineShift, int sectorShift, int ways, int sets) {
    /** Those of the memory that kernels reach: the bits above tell shared, local and parameter memory from global. */
    private static final int ADDRESS_BITS = 56;

    /**
     * Returns the shape of a cache of so many bytes, which need not be those of its specification: rounded down to whole sets, but at least one line.
     *
     * @throws IllegalArgumentException if lines or sectors are no powers of two, or a line has more sectors than are kept count of
     */
    static CacheShape of(CacheSpec spec, long bytes) {
        int lineShift = shift("lineBytes", spec.lineBytes());
        int sectorShift = shift("sectorBytes", spec.sectorBytes());
        int sectors = 1 << (lineShift - sectorShift);
        // A line's number and two bits of each sector share a long.
        int most = (Long.SIZE - (ADDRESS_BITS - lineShift)) / 2;
        if (sectors > most) {
            throw new IllegalArgumentException("a line of %d bytes has %d sectors, but may have at most %d"
                    .formatted(spec.lineBytes(), sectors, most));
        }
        long lines = Math.max(1, bytes >>> lineShift);
        int ways = (int) Math.min(spec.ways(), lines);
        return new CacheShape(lineShift, sectorShift, ways, (int) Math.min(Integer.MAX_VALUE / ways, lines / ways));
    }

    private static int shift(String name, int bytes) {
        if (Integer.bitCount(bytes) != 1) {
            throw new IllegalArgumentException("%s is a power of two, but is %d".formatted(name, bytes));
        }
        return Integer.numberOfTrailingZeros(bytes);
    }

    int sectorsPerLine() {
        return 1 << (lineShift - sectorShift);
    }

    /** Returns the number of the line that holds an address. */
    long line(long address) {
        if (address >>> ADDRESS_BITS != 0) {
            throw new IllegalArgumentException("address 0x%x has more than %d bits".formatted(address, ADDRESS_BITS));
        }
        return address >>> lineShift;
    }

    /** Returns which sector of its line holds an address. */
    int sector(long address) {
        return (int) (address >>> sectorShift) & (sectorsPerLine() - 1);
    }
}
