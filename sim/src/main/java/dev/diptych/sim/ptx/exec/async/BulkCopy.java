package dev.diptych.sim.ptx.exec.async;

import dev.diptych.sim.ptx.exec.Access;
import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Pointer;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.exec.WarpOperation;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code cp.async.bulk} between global and shared memory (PTX ISA 9.0, "cp.async.bulk"). The copy is made when it is issued, one of the times at
 * which a GPU may make it; a kernel that reads before it waits therefore goes unnoticed.
 *
 * @param completion the {@code mbarrier} that is told of the bytes, null for none
 */
public record BulkCopy(
        boolean isToShared,
        Pointer target,
        Pointer source,
        Source bytes,
        @Nullable PhaseUpdate completion,
        int site,
        Guard guard)
        implements WarpOperation {
    /** PTX ISA 9.0, "cp.async.bulk": addresses and size are multiples of it. */
    private static final int UNIT_BYTES = 16;

    @Override
    public void execute(Warp warp, int mask) {
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            copy(warp, Integer.numberOfTrailingZeros(rest));
        }
        if (completion != null) {
            completion.execute(warp, mask);
        }
    }

    private void copy(Warp warp, int lane) {
        int size = bytes.value(warp, lane);
        if (size < 0 || size % UNIT_BYTES != 0) {
            throw warp.fault(lane, site, "%d bytes are no multiple of %d".formatted(size, UNIT_BYTES));
        }
        Pointer inShared = isToShared ? target : source;
        Pointer inGlobal = isToShared ? source : target;
        long[] shared = units(inShared.sharedOffset(warp, lane, site), size);
        long[] global = units(inGlobal.at(warp, lane), size);
        for (int i = 0; i < shared.length; i++) {
            if (isToShared) {
                byte[] from = Access.globalReadable(warp, global[i], UNIT_BYTES, lane, site);
                int to = target.storeIndex(warp, shared[i], UNIT_BYTES, lane, site);
                System.arraycopy(from, Region.indexInPage(global[i]), warp.shared, to, UNIT_BYTES);
                target.stored(warp);
            } else {
                int from = source.loadIndex(warp, shared[i], UNIT_BYTES, lane, site);
                byte[] to = Access.globalWritable(warp, global[i], UNIT_BYTES, lane, site);
                System.arraycopy(warp.shared, from, to, Region.indexInPage(global[i]), UNIT_BYTES);
            }
        }
        if (size > 0) {
            warp.countRuns(access(isToShared, Space.GLOBAL), global);
            warp.countRuns(access(!isToShared, Space.SHARED), shared);
        }
    }

    private static long[] units(long first, int size) {
        long[] addresses = new long[size / UNIT_BYTES];
        Arrays.setAll(addresses, i -> first + (long) i * UNIT_BYTES);
        return addresses;
    }

    private static MemoryAccess access(boolean isLoad, Space space) {
        return new MemoryAccess(isLoad ? MemoryAccess.Kind.LOAD : MemoryAccess.Kind.STORE, space, UNIT_BYTES);
    }

    @Override
    public int guarded(Warp warp, int mask) {
        return guard.of(warp, mask);
    }
}
