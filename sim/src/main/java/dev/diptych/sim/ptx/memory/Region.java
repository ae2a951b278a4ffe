package dev.diptych.sim.ptx.memory;

import dev.diptych.model.hw.Place;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One allocation. Its bytes lie in pages that come into being when they are first written; until then, a page's contents are a pure
 * function of the address: each 32-bit word is a float in [1, 2), see {@link #phantomWord}. So a table of hundreds of gigabytes that
 * nobody writes costs nothing but its page table. Writes to a <em>phantom</em> region are dropped.
 */
public final class Region {
    /** Pages are aligned, and so are all accesses of a kernel: none crosses a page. */
    public static final int PAGE_BYTES = 1 << 20;

    private static final int PAGE_BITS = Integer.numberOfTrailingZeros(PAGE_BYTES);
    private static final int PAGE_MASK = PAGE_BYTES - 1;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final String name;
    private final Place place;
    private final long address;
    private final long bytes;
    private final boolean isPhantom;
    /** What loads read; null where nothing was written yet. */
    private final byte[] @Nullable [] pages;
    /** What stores write: the same page once it is this region's own. */
    private final byte[] @Nullable [] ownPages;

    private final byte[] scratch;
    /** What the words hold that have no page. */
    private Words words;

    Region(String name, Place place, long address, long bytes, boolean isPhantom, byte[] scratch) {
        this(
                name,
                place,
                address,
                bytes,
                isPhantom,
                new byte[pageCount(bytes)][],
                scratch,
                index -> phantomWord(address + index * Integer.BYTES));
    }

    private Region(
            String name,
            Place place,
            long address,
            long bytes,
            boolean isPhantom,
            byte[] @Nullable [] pages,
            byte[] scratch,
            Words words) {
        this.name = name;
        this.place = place;
        this.address = address;
        this.bytes = bytes;
        this.isPhantom = isPhantom;
        this.pages = pages;
        this.ownPages = new byte[pages.length][];
        this.scratch = scratch;
        this.words = words;
    }

    private static int pageCount(long bytes) {
        return Math.toIntExact((bytes + PAGE_MASK) >> PAGE_BITS);
    }

    /** Returns a region with the same contents and address, to which writes leave this one as it is, until this one is written. */
    Region overlay(boolean drops, byte[] scratchOfOverlay) {
        return new Region(name, place, address, bytes, isPhantom || drops, pages.clone(), scratchOfOverlay, words);
    }

    public String name() {
        return name;
    }

    public Place place() {
        return place;
    }

    /** Returns the address of the first byte. */
    public long address() {
        return address;
    }

    public long bytes() {
        return bytes;
    }

    /** Returns the index in a page of an address. */
    public static int indexInPage(long address) {
        return (int) address & PAGE_MASK;
    }

    /** Returns an array that has the {@code count} bytes at an offset, which do not cross a page, at {@link #indexInPage}. */
    public byte[] readable(long offset, int count) {
        byte[] page = pages[(int) (offset >>> PAGE_BITS)];
        return page != null ? page : phantom(offset, count);
    }

    /** Returns an array to which the {@code count} bytes at an offset may be written, as {@link #readable} does. */
    public byte[] writable(long offset, int count) {
        byte[] page = ownPages[(int) (offset >>> PAGE_BITS)];
        return page != null ? page : own(offset, count);
    }

    /**
     * Returns the last offset in a page at which {@code count} bytes lie in the region, -1 if the array is not the page.
     *
     * @param offset in the region, of a byte of the page
     * @param found what {@link #readable} or {@link #writable} returned for it
     */
    @SuppressWarnings("ReferenceEquality") // Whether it is that array, not one like it.
    public long lastOffsetInPage(long offset, int count, byte[] found) {
        return found == scratch ? -1 : Math.min(bytes - (offset & -PAGE_BYTES), PAGE_BYTES) - count;
    }

    private byte[] phantom(long offset, int count) {
        int first = (int) offset & PAGE_MASK & -Integer.BYTES;
        int end = ((int) offset & PAGE_MASK) + count;
        long word = offset / Integer.BYTES;
        for (int i = first; i < end; i += Integer.BYTES) {
            INT.set(scratch, i, words.at(word));
            word++;
        }
        return scratch;
    }

    private byte[] own(long offset, int count) {
        if (isPhantom) {
            // Atomics read what they then write.
            return phantom(offset, count);
        }
        int index = (int) (offset >>> PAGE_BITS);
        byte[] page = pages[index];
        page = page == null ? filled(index) : page.clone();
        pages[index] = page;
        ownPages[index] = page;
        return page;
    }

    private byte[] filled(int index) {
        return filled(index, words);
    }

    private byte[] filled(int index, Words made) {
        long start = (long) index << PAGE_BITS;
        int size = (int) Math.min(PAGE_BYTES, (bytes - start + Long.BYTES - 1) & -Long.BYTES);
        byte[] page = new byte[size];
        for (int i = 0; i < size; i += Integer.BYTES) {
            INT.set(page, i, made.at((start + i) / Integer.BYTES));
        }
        return page;
    }

    /**
     * Returns what a word that nobody wrote holds, as the bits of a float in [1, 2): the mantissa is drawn from the address by the
     * finaliser of SplitMix64 (Steele et al., "Fast splittable pseudorandom number generators", OOPSLA 2014).
     */
    static int phantomWord(long address) {
        long z = (address >>> 2) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return 0x3F800000 | (int) (z >>> 41);
    }

    /**
     * Writes bytes; a phantom region drops them.
     *
     * @throws IndexOutOfBoundsException when they do not fit
     */
    public void write(long offset, ByteBuffer from) {
        check(offset, from.remaining());
        if (isPhantom) {
            return;
        }
        ByteBuffer source = from.duplicate();
        long at = offset;
        while (source.hasRemaining()) {
            byte[] page = writable(at, 1);
            int index = (int) at & PAGE_MASK;
            int count = Math.min(PAGE_BYTES - index, source.remaining());
            source.get(page, index, count);
            at += count;
        }
    }

    /**
     * Reads as many bytes as the buffer has room for.
     *
     * @throws IndexOutOfBoundsException when there are fewer
     */
    public void read(long offset, ByteBuffer to) {
        check(offset, to.remaining());
        ByteBuffer target = to.duplicate();
        long at = offset;
        while (target.hasRemaining()) {
            int index = (int) at & PAGE_MASK;
            int count = Math.min(PAGE_BYTES - index, target.remaining());
            target.put(readable(at, count), index, count);
            at += count;
        }
    }

    /** Forgets what the region holds and has it hold these words, which take no memory until somebody writes near them. */
    public void become(Words made) {
        Arrays.fill(pages, null);
        Arrays.fill(ownPages, null);
        words = made;
    }

    /** What a range of a region held: its pages, the first and the last one beyond the range, too. */
    public static final class Pages {
        private final long offset;
        private final long count;
        private final byte[] @Nullable [] pages;
        private final Words words;

        private Pages(long offset, long count, byte[] @Nullable [] pages, Words words) {
            this.offset = offset;
            this.count = count;
            this.pages = pages;
            this.words = words;
        }

        /** Returns how much memory they take once the region has been written. */
        public long bytes() {
            return Arrays.stream(pages).filter(Objects::nonNull).count() * PAGE_BYTES;
        }
    }

    /**
     * Returns what a range holds, which stays as it is: pages are copied when the region is next written there.
     *
     * @throws IndexOutOfBoundsException when the region has no such range
     */
    public Pages keep(long offset, long count) {
        check(offset, count);
        int first = (int) (offset >>> PAGE_BITS);
        int end = pageCount(offset + count);
        Arrays.fill(ownPages, first, end, null);
        return new Pages(offset, count, Arrays.copyOfRange(pages, first, end), words);
    }

    /** Makes a range hold again what was kept of it; a phantom region stays as it is. */
    @SuppressWarnings("ReferenceEquality") // Whether it is that page, not one like it.
    public void restore(Pages kept) {
        if (isPhantom) {
            return;
        }
        long end = kept.offset + kept.count;
        int first = (int) (kept.offset >>> PAGE_BITS);
        for (int i = 0; i < kept.pages.length; i++) {
            int index = first + i;
            byte[] page = kept.pages[i];
            if (page == pages[index] && (page != null || kept.words == words)) {
                continue;
            }
            if (page == null && kept.words != words) {
                page = filled(index, kept.words);
            }
            long start = (long) index << PAGE_BITS;
            long from = Math.max(start, kept.offset);
            long to = Math.min(Math.min(start + PAGE_BYTES, bytes), end);
            if (from == start && to == Math.min(start + PAGE_BYTES, bytes)) {
                pages[index] = page;
                ownPages[index] = null;
            } else {
                byte[] source = page == null ? filled(index) : page;
                System.arraycopy(source, indexInPage(from), writable(from, 1), indexInPage(from), (int) (to - from));
            }
        }
    }

    /** Makes every byte the same; a phantom region stays as it is. */
    public void fill(byte value) {
        if (isPhantom) {
            return;
        }
        for (int i = 0; i < pages.length; i++) {
            Arrays.fill(writable((long) i << PAGE_BITS, 1), value);
        }
    }

    private void check(long offset, long count) {
        if (offset < 0 || count > bytes - offset) {
            throw new IndexOutOfBoundsException(
                    "%d bytes at %d of '%s', which has %d".formatted(count, offset, name, bytes));
        }
    }
}
