package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.exec.WarpOperation;

/** An instruction of which the manual says that all lanes of a warp execute it together ({@code .sync.aligned}). */
sealed interface Collective extends WarpOperation
        permits Product, RowsLoad, RowsStore, FragmentLoad, FragmentStore, Transposition {
    Guard guard();

    /** Returns where the instruction is, for errors. */
    int site();

    /** Executes it with all lanes. */
    void execute(Warp warp);

    @Override
    default void execute(Warp warp, int mask) {
        if (mask != -1) {
            throw warp.fault(
                    Integer.numberOfTrailingZeros(mask),
                    site(),
                    "only %d lanes of the warp take part; a matrix instruction needs all 32"
                            .formatted(Integer.bitCount(mask)));
        }
        warp.synchronised();
        execute(warp);
    }

    @Override
    default int members(Warp warp, int mask) {
        return -1;
    }

    @Override
    default int guarded(Warp warp, int mask) {
        return guard().of(warp, mask);
    }
}
