package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Access;
import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.memory.Region;

/** {@code wmma.load} (PTX ISA 9.0, "wmma.load"). */
public record FragmentLoad(Fragment target, Tile source, int site, Guard guard) implements Collective {
    @Override
    public void execute(Warp warp) {
        boolean isShared = source.isShared(warp);
        long[] addresses = source.addresses(warp);
        int bytes = source.runBytes();
        byte[] fragment = new byte[addresses.length * bytes];
        for (int i = 0; i < addresses.length; i++) {
            int lane = i % Warp.LANES;
            int run = i / Warp.LANES;
            byte[] memory = isShared ? warp.shared : Access.globalReadable(warp, addresses[i], bytes, lane, site);
            int index = isShared
                    ? source.pointer().loadIndex(warp, addresses[i], bytes, lane, site)
                    : Region.indexInPage(addresses[i]);
            System.arraycopy(memory, index, fragment, (lane * source.runsPerLane() + run) * bytes, bytes);
        }
        target.setBytes(warp, fragment);
        warp.countRuns(source.access(warp, MemoryAccess.Kind.LOAD), addresses);
    }
}
