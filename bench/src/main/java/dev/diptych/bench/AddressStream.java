package dev.diptych.bench;

import dev.diptych.model.random.Philox;
import dev.diptych.model.random.Zipf;

/** Addresses of sectors as kernels ask a second-level cache of 44 MiB for them. */
public enum AddressStream {
    /** 40 MiB, over and over. */
    CYCLIC_BELOW {
        @Override
        public long address(long i) {
            return i * SECTOR_BYTES % (40L << 20);
        }
    },
    /** 60 MiB, over and over. */
    CYCLIC_ABOVE {
        @Override
        public long address(long i) {
            return i * SECTOR_BYTES % (60L << 20);
        }
    },
    /** Any sector of 200 MiB. */
    UNIFORM {
        @Override
        public long address(long i) {
            return Philox.below((200L << 20) / SECTOR_BYTES, SEED, 0, i) * SECTOR_BYTES;
        }
    },
    /** Rows of 512 bytes, one million, each in one piece; their popularity is Zipf's with exponent 1, their order shuffled. */
    ZIPF_ROWS {
        @Override
        public long address(long i) {
            long rank = MILLION_RANKS.rank(SEED, 1, i / SECTORS_OF_ROW);
            // An odd factor shuffles the numbers below a power of two.
            long row = rank * 0x9E3779B1L & (ROWS - 1);
            return row * SECTORS_OF_ROW * SECTOR_BYTES + i % SECTORS_OF_ROW * SECTOR_BYTES;
        }
    },
    /**
     * A product of square matrices of 4608 elements of 2 bytes in a row: 132 blocks at a time, in step, each of which computes a tile of 128 x 128 elements in
     * 144 steps; tiles follow each other along rows. A step loads 128 rows of two sectors of the first matrix and 32 rows of eight of the second, which
     * alone is 40.5 MiB and is passed over by each wave of blocks.
     */
    TILES {
        @Override
        public long address(long i) {
            long sector = i % TILE_SECTORS;
            long step = i / (TILE_SECTORS * WAVE_BLOCKS) % (MATRIX_ROWS / 32);
            long wave = i / (TILE_SECTORS * WAVE_BLOCKS * (MATRIX_ROWS / 32));
            long tile = wave * WAVE_BLOCKS + i / TILE_SECTORS % WAVE_BLOCKS;
            long tileRow = tile / (MATRIX_ROWS / 128) % (MATRIX_ROWS / 128);
            long tileColumn = tile % (MATRIX_ROWS / 128);
            if (sector < 256) {
                return (tileRow * 128 + sector / 2) * MATRIX_ROW_BYTES + (step * 2 + sector % 2) * SECTOR_BYTES;
            }
            long row = step * 32 + (sector - 256) / 8;
            return (MATRIX_ROWS + row) * MATRIX_ROW_BYTES + (tileColumn * 8 + sector % 8) * SECTOR_BYTES;
        }
    };

    private static final long SEED = 1;
    private static final long SECTOR_BYTES = 32;
    private static final long SECTORS_OF_ROW = 16;
    private static final long ROWS = 1 << 20;
    private static final Zipf MILLION_RANKS = new Zipf(ROWS, 1);
    private static final long TILE_SECTORS = 512;
    private static final long WAVE_BLOCKS = 132;
    private static final long MATRIX_ROWS = 4608;
    private static final long MATRIX_ROW_BYTES = MATRIX_ROWS * 2;

    /** Returns the address of access {@code i}, counted from 0. */
    public abstract long address(long i);

    /** Returns the addresses of the first accesses. */
    public long[] addresses(int count) {
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = address(i);
        }
        return addresses;
    }
}
