package dev.diptych.sim.ptx.exec.async;

import dev.diptych.sim.ptx.exec.Access;
import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Pointer;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.exec.WarpOperation;
import dev.diptych.sim.ptx.syntax.Space;

/**
 * {@code mbarrier.test_wait} and {@code mbarrier.try_wait} (PTX ISA 9.0, "mbarrier.test_wait, mbarrier.try_wait"): whether the phase of a state,
 * or the latest one of a parity, is over. Neither waits; a warp that finds that it is not gives way to others.
 *
 * @param predicate that takes the answer
 * @param state 64-bit register, -1 where there is a parity
 * @param parity of the phase
 */
public record PhaseWait(Pointer pointer, int predicate, int state, Source parity, int site, Guard guard)
        implements WarpOperation {
    @Override
    public void execute(Warp warp, int mask) {
        int over = 0;
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            long offset = pointer.sharedOffset(warp, lane, site);
            warp.addresses[lane] = offset;
            // It is meant to look at what others change.
            long word = Access.load64(warp.shared, Access.sharedIndex(warp, offset, Long.BYTES, lane, site));
            boolean isOdd = state < 0
                    ? (parity.value(warp, lane) & 1) != 0
                    : Phase.isOdd(warp.longs[state * Warp.LANES + lane]);
            over |= Phase.isOdd(word) == isOdd ? 0 : 1 << lane;
        }
        warp.predicates[predicate] = (warp.predicates[predicate] & ~mask) | over;
        warp.count(new MemoryAccess(MemoryAccess.Kind.LOAD, Space.SHARED, Long.BYTES), mask);
    }

    @Override
    public boolean isInVain(Warp warp, int mask) {
        return (~warp.predicates[predicate] & mask) != 0;
    }

    @Override
    public int guarded(Warp warp, int mask) {
        return guard.of(warp, mask);
    }
}
