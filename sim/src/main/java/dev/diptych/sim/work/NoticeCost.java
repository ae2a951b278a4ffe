package dev.diptych.sim.work;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What reporting adds to the work of a launch's blocks. A block that counts itself waits for two accesses that the L2 cache serves, the ring's
 * description and the counter; one in {@code blocksPerNotice} waits for two more, the ring's head and the fence, and that is spread over the blocks of
 * the notice. Start and end cost the same. The store to the host waits for nobody. An estimate, not a fit.
 *
 * <p>Left out: instructions, which are few; what the threads of a block do to find out who leaves last, a barrier or an atomic in shared memory a
 * warp; the wait of the fence for what the block wrote; registers and shared memory that a kernel needs only when it reports.
 */
public final class NoticeCost {
    private static final int COUNT_ACCESSES = 2;
    private static final int NOTICE_ACCESSES = 2;

    private NoticeCost() {}

    /** Returns a launch's work with its notices, if it asks for any. */
    public static WorkProfile added(WorkProfile work, Launch launch, GpuSpec gpu) {
        if (launch.blocksPerNotice() == 0) {
            return work;
        }
        long hit = gpu.l2().hitCycles();
        long cycles = COUNT_ACCESSES * hit + NOTICE_ACCESSES * hit / launch.blocksPerNotice();
        Phase report = new Phase(Map.of(), cycles, 1, 1, List.of());
        List<BlockClass> classes = new ArrayList<>();
        for (BlockClass each : work.classes()) {
            List<Phase> phases = new ArrayList<>();
            phases.add(report);
            phases.addAll(each.phases());
            phases.add(report);
            classes.add(new BlockClass(each.blocks(), phases));
        }
        return new WorkProfile(classes, work.touched(), work.executedBlocks());
    }
}
