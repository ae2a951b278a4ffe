package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Access;
import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.memory.Region;

/** {@code wmma.store} (PTX ISA 9.0, "wmma.store"). */
public record FragmentStore(Tile target, Fragment source, int site, Guard guard) implements Collective {
    @Override
    public void execute(Warp warp) {
        boolean isShared = target.isShared(warp);
        long[] addresses = target.addresses(warp);
        int bytes = target.runBytes();
        byte[] fragment = source.bytes(warp);
        for (int i = 0; i < addresses.length; i++) {
            int lane = i % Warp.LANES;
            int run = i / Warp.LANES;
            byte[] memory = isShared ? warp.shared : Access.globalWritable(warp, addresses[i], bytes, lane, site);
            int index = isShared
                    ? target.pointer().storeIndex(warp, addresses[i], bytes, lane, site)
                    : Region.indexInPage(addresses[i]);
            System.arraycopy(fragment, (lane * target.runsPerLane() + run) * bytes, memory, index, bytes);
            if (isShared) {
                target.pointer().stored(warp);
            }
        }
        warp.countRuns(target.access(warp, MemoryAccess.Kind.STORE), addresses);
    }
}
