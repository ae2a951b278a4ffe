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
 * Instructions that change an {@code mbarrier}, each lane by itself, by ascending lane (PTX ISA 9.0, "mbarrier.init" to "mbarrier.arrive_drop").
 *
 * @param target 64-bit register of the state before, -1 for none
 * @param count of arrivals or bytes, as the instruction has it
 */
public record PhaseUpdate(Kind kind, Pointer pointer, int target, Source count, int site, Guard guard)
        implements WarpOperation {
    /** What it does. */
    public enum Kind {
        INIT,
        INVAL,
        ARRIVE,
        /** Arrives in a way that must not complete the phase. */
        ARRIVE_NO_COMPLETE,
        ARRIVE_DROP,
        ARRIVE_DROP_NO_COMPLETE,
        /** Announces bytes, then arrives. */
        ARRIVE_EXPECT,
        ARRIVE_DROP_EXPECT,
        EXPECT,
        COMPLETE
    }

    private boolean isStore() {
        return kind == Kind.INIT || kind == Kind.INVAL;
    }

    @Override
    public void execute(Warp warp, int mask) {
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            long offset = pointer.sharedOffset(warp, lane, site);
            warp.addresses[lane] = offset;
            int index = isStore()
                    ? pointer.storeIndex(warp, offset, Long.BYTES, lane, site)
                    : pointer.atomicIndex(warp, offset, Long.BYTES, lane, site);
            long before = Access.load64(warp.shared, index);
            long after = after(warp, lane, before);
            Access.store64(warp.shared, index, after);
            if (isStore()) {
                pointer.stored(warp);
            } else if (Phase.isOdd(before) != Phase.isOdd(after)) {
                warp.blockSynchronised();
            }
            if (target >= 0) {
                warp.longs[target * Warp.LANES + lane] = before;
            }
        }
        MemoryAccess.Kind access = isStore() ? MemoryAccess.Kind.STORE : MemoryAccess.Kind.ATOMIC;
        warp.count(new MemoryAccess(access, Space.SHARED, Long.BYTES), mask);
    }

    private long after(Warp warp, int lane, long before) {
        int given = count.value(warp, lane);
        return switch (kind) {
            case INIT -> {
                if (given < 1 || given > Phase.MOST) {
                    throw warp.fault(
                            lane, site, "an mbarrier is for 1 to %d arrivals, not %d".formatted(Phase.MOST, given));
                }
                yield Phase.first(given);
            }
            case INVAL -> 0;
            case EXPECT -> Phase.announced(before, given);
            case COMPLETE -> Phase.copied(before, given);
            case ARRIVE -> arrived(warp, lane, before, given);
            case ARRIVE_NO_COMPLETE -> incomplete(warp, lane, before, given);
            case ARRIVE_DROP -> arrived(warp, lane, Phase.dropped(before), given);
            case ARRIVE_DROP_NO_COMPLETE -> incomplete(warp, lane, Phase.dropped(before), given);
            case ARRIVE_EXPECT -> arrived(warp, lane, Phase.announced(before, given), 1);
            case ARRIVE_DROP_EXPECT -> arrived(warp, lane, Phase.announced(Phase.dropped(before), given), 1);
        };
    }

    private long arrived(Warp warp, int lane, long before, int arrivals) {
        if (arrivals < 1 || arrivals > Phase.pending(before)) {
            throw warp.fault(
                    lane,
                    site,
                    "%d arrivals at an mbarrier that waits for %d; was it initialised, and for how many?"
                            .formatted(arrivals, Phase.pending(before)));
        }
        return Phase.arrived(before, arrivals);
    }

    private long incomplete(Warp warp, int lane, long before, int arrivals) {
        if (arrivals == Phase.pending(before)) {
            throw warp.fault(lane, site, "an arrival with .noComplete completes the phase");
        }
        return arrived(warp, lane, before, arrivals);
    }

    @Override
    public int guarded(Warp warp, int mask) {
        return guard.of(warp, mask);
    }
}
