package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Pointer;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.syntax.Space;

/**
 * A matrix in memory, as {@code wmma.load} and {@code wmma.store} see it. Each lane moves its elements in runs of up to 16 bytes that lie
 * one after the other. All lanes' runs of one number take wavefronts of shared memory like an access of that many bytes a lane, while
 * sectors of global memory count once an instruction.
 */
public final class Tile {
    private static final int MOST_RUN_BITS = 128;
    private static final long UNSIGNED = 0xFFFFFFFFL;

    private final Layout layout;
    private final int bits;
    private final Pointer pointer;
    private final Source stride;
    private final boolean isByRow;
    private final int runElements;

    /**
     * @param stride elements from the beginning of a row, or column, to that of the next
     * @param isByRow whether rows lie one after the other
     */
    public Tile(Fragment fragment, Pointer pointer, Source stride, boolean isByRow) {
        this.layout = fragment.layout();
        this.bits = fragment.element().bits();
        this.pointer = pointer;
        this.stride = stride;
        this.isByRow = isByRow;
        int run = 1;
        int most = Math.min(MOST_RUN_BITS / bits, layout.elementsPerLane());
        while (2 * run <= most && areRuns(2 * run)) {
            run *= 2;
        }
        this.runElements = run;
    }

    private boolean areRuns(int elements) {
        for (int lane = 0; lane < Warp.LANES; lane++) {
            for (int i = 0; i < layout.elementsPerLane(); i++) {
                int first = i / elements * elements;
                if (line(lane, i) != line(lane, first) || inLine(lane, i) != inLine(lane, first) + i - first) {
                    return false;
                }
            }
        }
        return true;
    }

    private int line(int lane, int element) {
        int place = layout.place(lane, element);
        return isByRow ? place / layout.columns() : place % layout.columns();
    }

    private int inLine(int lane, int element) {
        int place = layout.place(lane, element);
        return isByRow ? place % layout.columns() : place / layout.columns();
    }

    Pointer pointer() {
        return pointer;
    }

    int runBytes() {
        return runElements * bits / Byte.SIZE;
    }

    int runsPerLane() {
        return layout.elementsPerLane() / runElements;
    }

    boolean isShared(Warp warp) {
        return pointer.isShared(pointer.at(warp, 0));
    }

    /** Returns where runs begin, in shared or in global memory: the first of every lane, the second of every lane and so on. */
    long[] addresses(Warp warp) {
        // Every lane has to give the same.
        long base = isShared(warp) ? pointer.sharedOffset(pointer.at(warp, 0)) : pointer.at(warp, 0);
        long lineElements = stride.value(warp, 0) & UNSIGNED;
        long[] addresses = new long[runsPerLane() * Warp.LANES];
        for (int i = 0; i < addresses.length; i++) {
            int lane = i % Warp.LANES;
            int first = i / Warp.LANES * runElements;
            addresses[i] = base + (line(lane, first) * lineElements + inLine(lane, first)) * bits / Byte.SIZE;
        }
        return addresses;
    }

    MemoryAccess access(Warp warp, MemoryAccess.Kind kind) {
        return new MemoryAccess(kind, isShared(warp) ? Space.SHARED : Space.GLOBAL, runBytes());
    }
}
