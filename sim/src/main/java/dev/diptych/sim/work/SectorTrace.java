package dev.diptych.sim.work;

import dev.diptych.model.hw.Place;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.memory.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/*
 * The executor runs one block after the other, a machine all that are resident together. So what blocks touched is kept block by block, and told
 * again in another order: each resident block in turn a line's worth of sectors; the next block of the grid takes the place of one that has ended.
 * Inside a block, warps take such turns between two barriers.
 *
 * An access is kept as its distance from the block's access before to the same part, so that a stream takes a byte a sector: groups of seven bits,
 * lowest first, the eighth set where more follow. Below the distance, whose lowest bit is its sign, are two bits of the kind and one that is set
 * where the part is another one than before, which then follows.
 */

/** The sectors that all blocks of a launch touched beyond the first-level cache. */
public final class SectorTrace {
    private static final int SECTOR_BITS = 5;
    private static final int KIND_BITS = 2;
    /** Enough for a sector of any region. */
    private static final int OFFSET_BITS = 40;
    /** Bits below a distance. */
    private static final int FLAG_BITS = 3;

    private static final int GROUP_BITS = 7;
    private static final int MORE = 1 << GROUP_BITS;
    /** The longest that an access takes: two numbers of up to 64 bits. */
    private static final int MOST_BYTES = 20;

    /** What a block touches before it is the next one's turn, and a warp of it likewise. */
    private static final int TURN_SECTORS = 4;

    private static final List<MemoryAccess.Kind> KINDS =
            List.of(MemoryAccess.Kind.LOAD, MemoryAccess.Kind.STORE, MemoryAccess.Kind.ATOMIC);

    /**
     * A region as far as caches see it.
     *
     * @param buffer its id, or a negative number for a variable of a module
     */
    public record Part(Place place, int buffer, long bytes) {}

    /** Takes accesses in the order in which the machine would make them. */
    public interface Visitor {
        /**
         * Takes one.
         *
         * @param slot of the resident block: from 0 up to how many there are
         * @param part its place in {@link SectorTrace#parts}
         * @param offsetBytes of the sector in the part
         */
        void touch(int slot, MemoryAccess.Kind kind, int part, long offsetBytes);
    }

    private final ToIntFunction<Region> buffers;
    private final WarpTurns turns = new WarpTurns(TURN_SECTORS, this::keep);
    private final List<Part> parts = new ArrayList<>();
    private final Map<Long, Integer> indices = new HashMap<>();
    private byte[] bytes = new byte[1 << 10];
    private int count;
    /** Where the accesses of each block begin. */
    private int[] firsts = new int[1 << 6];

    private int blocks;
    /** Of the block that is being added to: by part, the last sector. */
    private long[] lastSectors = new long[1];

    private int lastPart;

    /** @param buffers the id of the buffer that a region is */
    SectorTrace(ToIntFunction<Region> buffers) {
        this.buffers = buffers;
    }

    /** Begins with the accesses of the next block. */
    void begin() {
        turns.tell();
        if (blocks == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * blocks);
        }
        firsts[blocks++] = count;
        Arrays.fill(lastSectors, 0);
        lastPart = 0;
    }

    /** Adds an access of the block that it is at. */
    void add(int warp, MemoryAccess.Kind kind, Region region, long address) {
        int part = indices.computeIfAbsent(region.address(), added -> {
            parts.add(new Part(region.place(), buffers.applyAsInt(region), region.bytes()));
            return parts.size() - 1;
        });
        long sector = (address - region.address()) >>> SECTOR_BITS;
        turns.add(warp, ((((long) part << OFFSET_BITS) | sector) << KIND_BITS) | KINDS.indexOf(kind));
    }

    private void keep(long access) {
        if (count + MOST_BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.addExact(bytes.length, bytes.length));
        }
        int part = (int) (access >>> (KIND_BITS + OFFSET_BITS));
        long sector = (access >>> KIND_BITS) & ((1L << OFFSET_BITS) - 1);
        long kind = access & ((1 << KIND_BITS) - 1);
        if (part >= lastSectors.length) {
            lastSectors = Arrays.copyOf(lastSectors, part + 1);
        }
        long distance = sector - lastSectors[part];
        lastSectors[part] = sector;
        long signed = (distance << 1) ^ (distance >> (Long.SIZE - 1));
        put((signed << FLAG_BITS) | (kind << 1) | (part == lastPart ? 0 : 1));
        if (part != lastPart) {
            put(part);
            lastPart = part;
        }
    }

    private void put(long value) {
        long rest = value;
        while (rest >= MORE) {
            bytes[count++] = (byte) (rest | MORE);
            rest >>>= GROUP_BITS;
        }
        bytes[count++] = (byte) rest;
    }

    /** Gives up what room is left for more. */
    void end() {
        turns.tell();
        bytes = Arrays.copyOf(bytes, count);
        firsts = Arrays.copyOf(firsts, blocks);
        lastSectors = new long[0];
    }

    /** Returns whether another object is a trace that tells the same. */
    public boolean isSameAs(@Nullable Object other) {
        return this == other
                || (other instanceof SectorTrace trace
                        && parts.equals(trace.parts)
                        && Arrays.equals(bytes, trace.bytes)
                        && Arrays.equals(firsts, trace.firsts));
    }

    /** Returns how much memory it takes. */
    public long sizeBytes() {
        return bytes.length + (long) Integer.BYTES * firsts.length;
    }

    /** Returns what was touched, in the order of the first touch. */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * Tells all accesses in the order in which blocks that run together make them.
     *
     * @param slots how many blocks do
     */
    public void replay(int slots, Visitor visitor) {
        Reader[] resident = new Reader[Math.min(slots, blocks)];
        int waiting = 0;
        for (int slot = 0; slot < resident.length; slot++) {
            resident[slot] = new Reader(slot);
            resident[slot].begin(waiting++);
        }
        boolean isOver = resident.length == 0;
        while (!isOver) {
            isOver = true;
            for (Reader reader : resident) {
                while (reader.isAtEnd() && waiting < blocks) {
                    reader.begin(waiting++);
                }
                for (int i = 0; i < TURN_SECTORS && !reader.isAtEnd(); i++) {
                    reader.next(visitor);
                    isOver = false;
                }
            }
        }
    }

    /** The place of a resident block, and how far it has got. */
    private final class Reader {
        private final int slot;
        private final long[] sectors = new long[parts.size()];
        private int part;
        private int at;
        private int end;

        Reader(int slot) {
            this.slot = slot;
        }

        void begin(int block) {
            at = firsts[block];
            end = block + 1 < blocks ? firsts[block + 1] : count;
            part = 0;
            Arrays.fill(sectors, 0);
        }

        boolean isAtEnd() {
            return at == end;
        }

        void next(Visitor visitor) {
            long access = take();
            if ((access & 1) != 0) {
                part = (int) take();
            }
            long signed = access >>> FLAG_BITS;
            sectors[part] += (signed >>> 1) ^ -(signed & 1);
            visitor.touch(slot, KINDS.get((int) (access >>> 1) & 3), part, sectors[part] << SECTOR_BITS);
        }

        private long take() {
            long value = 0;
            int shift = 0;
            byte read;
            do {
                read = bytes[at++];
                value |= (long) (read & (MORE - 1)) << shift;
                shift += GROUP_BITS;
            } while (read < 0);
            return value;
        }
    }
}
