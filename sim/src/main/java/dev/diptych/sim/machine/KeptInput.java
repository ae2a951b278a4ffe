package dev.diptych.sim.machine;

import dev.diptych.model.op.Slice;
import dev.diptych.sim.ptx.memory.Region;
import org.jspecify.annotations.Nullable;

/** What a slice holds before it is overwritten, for a launch that was to read it and has not been carried out. */
final class KeptInput {
    private final Slice slice;
    private Region.@Nullable Pages pages;
    private boolean isLost;

    KeptInput(Slice slice) {
        this.slice = slice;
    }

    Slice slice() {
        return slice;
    }

    /**
     * Keeps what the slice holds now.
     *
     * @param isLostNow whether it holds something else than it should
     */
    void keep(Region region, boolean isLostNow) {
        pages = region.keep(slice.offsetBytes(), slice.bytes());
        isLost = isLostNow;
    }

    /** Returns whether the slice held something else than it should when it was kept. */
    boolean isLost() {
        return isLost;
    }

    /** Returns how many bytes of memory it takes at most. */
    long bytes() {
        return pages == null ? 0 : pages.bytes();
    }

    /** Has the region hold what was kept, and returns what it held instead. */
    Region.Pages bringBack(Region region) {
        if (pages == null) {
            throw new IllegalStateException("%s was not kept in time".formatted(slice));
        }
        Region.Pages present = region.keep(slice.offsetBytes(), slice.bytes());
        region.restore(pages);
        return present;
    }
}
