package dev.diptych.sim.work;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What reporting adds to the work of a launch's blocks. A block that counts itself waits for an atomic on the counter; in a kernel that was written to
 * report ({@code notices.cuh}) for an access before it, which loads where to. One block in {@code blocksPerNotice} waits for another atomic, on the
 * ring's head, and at its end for the fence that makes what all of them wrote visible to the host. The store to the host waits for nobody.
 *
 * <p>An atomic that brings a value back takes as long as three accesses that the L2 cache serves, the fence as four and a half: on an H200, notices of
 * starts alone add 0.9 us to a block that sleeps, of ends alone 0.9 us without the fence and 1.5 with it (two atomics each). All of it stands in for
 * any GPU in terms of its L2 cache.
 *
 * <p>Left out: instructions, which are few; what the threads of a block do to find out who leaves last, a barrier or an atomic in shared memory a
 * warp; the wait for what the block wrote; atomics of many blocks on one line, which come no faster than blocks start; that warps which are always
 * ready to issue hold up the one that reports, which on an H200 makes blocks that poll the clock last twice as long; registers and shared memory that
 * a kernel needs only when it reports.
 */
public final class NoticeCost {
    private static final int ATOMIC_HITS = 3;
    private static final double FENCE_HITS = 4.5;

    private NoticeCost() {}

    /**
     * Returns a launch's work with its notices.
     *
     * @param blocksPerNotice at least 1
     * @param loadsNotices whether blocks load from memory where to report
     */
    public static WorkProfile added(WorkProfile work, int blocksPerNotice, boolean loadsNotices, GpuSpec gpu) {
        int hit = gpu.l2().hitCycles();
        long countCycles = (ATOMIC_HITS + (loadsNotices ? 1 : 0)) * (long) hit;
        long tellCycles = countCycles + ATOMIC_HITS * (long) hit;
        long endCycles = tellCycles + Math.round(FENCE_HITS * hit);
        List<BlockClass> classes = new ArrayList<>();
        for (BlockClass each : work.classes()) {
            // Whoever completes a notice comes after the others of it, and the last of all completes one.
            long telling = (each.blocks() + blocksPerNotice - 1) / blocksPerNotice;
            if (telling < each.blocks()) {
                classes.add(
                        between(waiting(countCycles), each.phases(), waiting(countCycles), each.blocks() - telling));
            }
            classes.add(between(waiting(tellCycles), each.phases(), waiting(endCycles), telling));
        }
        return new WorkProfile(classes, work.touched(), work.executedBlocks());
    }

    private static Phase waiting(long cycles) {
        return new Phase(Map.of(), cycles, 1, 1, List.of());
    }

    private static BlockClass between(Phase before, List<Phase> work, Phase after, long blocks) {
        List<Phase> phases = new ArrayList<>();
        phases.add(before);
        phases.addAll(work);
        phases.add(after);
        return new BlockClass(blocks, phases);
    }
}
