package dev.diptych.model.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers that are small as a rule, in as many bytes as they need: seven bits a byte, the low ones first, the eighth bit set where more follow
 * (LEB128). Append-only, in pages, so that it holds hardly more bytes than were added.
 */
public final class Varints {
    private static final int PAGE_BITS = 16;
    private static final int PAGE_BYTES = 1 << PAGE_BITS;
    /** So that all of it fits into one array. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8;

    private static final int MORE = 0x80;
    private static final int GROUP_BITS = 7;

    private final List<byte[]> pages = new ArrayList<>();
    private byte[] page = {};
    private long bytes;

    /**
     * Appends a number.
     *
     * @throws IllegalStateException when 2 GiB are full
     */
    public void add(long value) {
        long rest = value;
        while ((rest & -MORE) != 0) {
            put((byte) (rest | MORE));
            rest >>>= GROUP_BITS;
        }
        put((byte) rest);
    }

    /** Appends a number of either sign; those near 0 are the small ones. */
    public void addSigned(long value) {
        add(value << 1 ^ value >> (Long.SIZE - 1));
    }

    private void put(byte value) {
        int at = (int) bytes & (PAGE_BYTES - 1);
        if (at == 0) {
            if (bytes + PAGE_BYTES > MOST_BYTES) {
                throw new IllegalStateException("a column of small numbers is full at %d bytes".formatted(bytes));
            }
            page = new byte[PAGE_BYTES];
            pages.add(page);
        }
        page[at] = value;
        bytes++;
    }

    /** Returns how many bytes the numbers take. */
    public long bytes() {
        return bytes;
    }

    /** Returns a copy of all bytes. */
    public byte[] toBytes() {
        byte[] all = new byte[(int) bytes];
        for (int i = 0; i < pages.size(); i++) {
            int from = i << PAGE_BITS;
            System.arraycopy(pages.get(i), 0, all, from, Math.min(PAGE_BYTES, all.length - from));
        }
        return all;
    }

    /** Returns a reader at the first number. */
    public Reader reader() {
        return new Reader(this);
    }

    /** Reads numbers in the order in which they were added. */
    public static final class Reader {
        private final Varints from;
        private long at;

        private Reader(Varints from) {
            this.from = from;
        }

        /**
         * Returns the next number.
         *
         * @throws IllegalArgumentException when there is none, or it has more than 64 bits
         */
        public long next() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += GROUP_BITS) {
                if (at == from.bytes) {
                    throw new IllegalArgumentException("the column ends after %d bytes, inside a row".formatted(at));
                }
                byte group = from.pages.get((int) (at >>> PAGE_BITS))[(int) at & (PAGE_BYTES - 1)];
                at++;
                value |= (long) (group & (MORE - 1)) << shift;
                if (group >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("the number that ends at byte %d is too long".formatted(at));
        }

        /** Returns the next number, which was added with its sign. */
        public long nextSigned() {
            long value = next();
            return value >>> 1 ^ -(value & 1);
        }

        /** Returns whether all numbers have been read. */
        public boolean isAtEnd() {
            return at == from.bytes;
        }
    }

    /** Returns the numbers that some bytes hold. */
    public static Varints of(byte[] all) {
        Varints numbers = new Varints();
        for (byte each : all) {
            numbers.put(each);
        }
        return numbers;
    }
}
