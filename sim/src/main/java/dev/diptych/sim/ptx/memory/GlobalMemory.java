package dev.diptych.sim.ptx.memory;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Place;
import dev.diptych.sim.ptx.syntax.Variable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one launch can reach by address: that of its GPU, its peers and the host. Every region begins at a multiple of 2^40, so
 * that an address alone tells its region, and one that runs out of a region never meets another.
 */
public final class GlobalMemory {
    private static final int WINDOW_BITS = 40;
    /** From the first byte of a region to that of the next. */
    public static final long SPACING_BYTES = 1L << WINDOW_BITS;

    private static final long OFFSET_MASK = SPACING_BYTES - 1;
    /** Addresses have 56 bits; the bits above tell shared, local and parameter memory from global. */
    private static final int MOST_REGIONS = 1 << 16;

    /** Loads of what nobody wrote go through it, and stores to phantoms. */
    private final byte[] scratch = new byte[Region.PAGE_BYTES + Long.BYTES * 4];

    private @Nullable Region[] regions = new Region[16];
    private int count = 1;
    /** What this memory is laid over. */
    private @Nullable GlobalMemory below;

    private Predicate<Region> drops = region -> false;

    private final IdentityHashMap<Object, Map<Place, long[]>> modules = new IdentityHashMap<>();

    /** Returns a new region whose contents nobody has written. */
    public Region allocate(String name, Place place, long bytes) {
        return add(name, place, bytes, false);
    }

    /** Returns a new region whose contents are a function of the address alone and stay so. */
    public Region allocatePhantom(String name, Place place, long bytes) {
        return add(name, place, bytes, true);
    }

    private Region add(String name, Place place, long bytes, boolean isPhantom) {
        if (bytes < 0 || bytes > OFFSET_MASK) {
            throw new InputException("'%s' should have 0 to %d bytes, but has %d".formatted(name, OFFSET_MASK, bytes));
        }
        if (count == MOST_REGIONS) {
            throw new InputException("there are already %d regions of memory; use fewer, larger ones".formatted(count));
        }
        if (count == regions.length) {
            regions = Arrays.copyOf(regions, 2 * count);
        }
        Region region = new Region(name, place, (long) count << WINDOW_BITS, bytes, isPhantom, scratch);
        regions[count++] = region;
        return region;
    }

    /**
     * Returns the addresses of a module's variables in a place, which are put there when they are first asked for and then stay.
     *
     * @param module stands for the module by its identity
     */
    public long[] variables(Object module, List<Variable> variables, Place place) {
        return modules.computeIfAbsent(module, absent -> new HashMap<>())
                .computeIfAbsent(place, absent -> ModuleVariables.load(variables, this, absent))
                .clone();
    }

    /**
     * Returns a memory with the same contents, to which writes leave this one as it is; to be used until this one is written next.
     *
     * @param drops regions in which what is written is dropped
     */
    public GlobalMemory overlay(Predicate<Region> drops) {
        GlobalMemory overlay = new GlobalMemory();
        overlay.drops = drops;
        overlay.regions = new Region[regions.length];
        overlay.count = count;
        overlay.below = this;
        modules.forEach((module, addresses) -> overlay.modules.put(module, new HashMap<>(addresses)));
        return overlay;
    }

    /** Returns the region that an address lies in or runs out of, or null when there is none. */
    public @Nullable Region regionOf(long address) {
        long index = address >>> WINDOW_BITS;
        Region region = index < regions.length ? regions[(int) index] : null;
        return region == null && below != null ? fromBelow(index) : region;
    }

    private @Nullable Region fromBelow(long index) {
        if (below == null || index >= below.count) {
            return null;
        }
        Region region = below.regions[(int) index];
        Region own = region == null ? null : region.overlay(drops.test(region), scratch);
        regions[(int) index] = own;
        return own;
    }

    /** Returns a region by its number, counted from 1 in the order of allocation. */
    public Region region(int number) {
        Region region = regionOf((long) number << WINDOW_BITS);
        if (region == null) {
            throw new IllegalArgumentException("there is no region " + number);
        }
        return region;
    }

    /** Returns the offset of an address in its region. */
    public static long offsetOf(long address) {
        return address & OFFSET_MASK;
    }
}
