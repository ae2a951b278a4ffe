package dev.diptych.sim.ptx.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The 16 barriers of a block (PTX ISA 9.0, "bar, barrier"). Threads arrive one by one, as since Volta, and those that have exited are not
 * waited for. Lanes that wait for others of their warp that never arrive are an error. Under check, so are threads that arrive at different
 * instructions, and threads that exit instead of arriving: PTX leaves open what they do.
 */
final class Barriers {
    private static final int COUNT = 16;
    /** The barrier of a cluster, which is the block alone. */
    private static final int ALL = COUNT + 1;

    private final Block block;
    private final Barrier[] barriers = new Barrier[ALL];

    /** Splits that wait at one barrier. */
    private record Waiting(Split split, Warp warp, BarrierOperation operation, int lanes) {}

    private static final class Barrier {
        /** Lanes of each warp that have arrived. */
        final int[] arrived;

        final List<Waiting> waiting = new ArrayList<>();
        int expected;
        int site = -1;
        int trues;
        int reduced;
        /** When the last to arrive so far has arrived, in cycles and rounds of the schedule. */
        long time;

        int rounds;
        final Arrivals arrivals = new Arrivals();

        Barrier(int warps) {
            arrived = new int[warps];
        }
    }

    Barriers(Block block) {
        this.block = block;
    }

    void clear() {
        Arrays.fill(barriers, null);
    }

    /** Takes the arrival of lanes; returns whether they have to wait. */
    boolean arrive(BarrierOperation operation, Split split, Warp warp, int lanes, int site) {
        int lane = Integer.numberOfTrailingZeros(lanes);
        int id = operation.isOfCluster() ? COUNT : operation.id().value(warp, lane);
        if (!operation.isOfCluster() && (id < 0 || id >= COUNT)) {
            throw warp.fault(lane, site, "barriers have the numbers 0 to 15, but it names %d".formatted(id));
        }
        int threads = operation.threads().value(warp, lane);
        if (threads < 0 || threads % Warp.LANES != 0) {
            throw warp.fault(
                    lane, site, "a barrier is for a multiple of 32 threads, but it names %d".formatted(threads));
        }
        if (barriers[id] == null) {
            barriers[id] = new Barrier(block.warps());
        }
        Barrier barrier = barriers[id];
        if (block.code().isChecked()) {
            check(barrier, warp, lanes, threads, site);
        }
        barrier.site = site;
        barrier.expected = threads;
        barrier.arrived[warp.index] |= lanes;
        warp.counts.barrierArrivals++;
        if (warp.schedule != null) {
            arrived(barrier, warp.schedule);
        }
        BarrierOperation.Reduction reduction = operation.reduction();
        if (reduction.kind() != BarrierOperation.ReductionKind.NONE) {
            int predicate = warp.predicates[reduction.predicate()];
            barrier.trues += Integer.bitCount(lanes & (reduction.negated() ? ~predicate : predicate));
            barrier.reduced += Integer.bitCount(lanes);
        }
        if (operation.waits()) {
            split.state = Split.State.AT_BARRIER;
            barrier.waiting.add(new Waiting(split, warp, operation, lanes));
        }
        completeIfAll(id);
        return operation.waits() && !goesOn(split);
    }

    private static void arrived(Barrier barrier, Schedule warp) {
        barrier.arrivals.add(warp.end());
        if (warp.end() > barrier.time) {
            barrier.time = warp.end();
            barrier.rounds = warp.endRounds();
        }
    }

    private static boolean goesOn(Split split) {
        if (split.state == Split.State.RELEASED) {
            split.state = Split.State.READY;
            return true;
        }
        return false;
    }

    private void check(Barrier barrier, Warp warp, int lanes, int threads, int site) {
        if (threads != 0) {
            return;
        }
        if (barrier.site >= 0 && barrier.site != site) {
            throw warp.fault(
                    Integer.numberOfTrailingZeros(lanes),
                    site,
                    "divergent barrier: other threads of the block wait at line %d"
                            .formatted(block.code().where(barrier.site).line()));
        }
    }

    /** Threads have exited, so that nobody waits for them any more. */
    void exited() {
        for (int id = 0; id < ALL; id++) {
            if (barriers[id] != null) {
                completeIfAll(id);
            }
        }
    }

    private void completeIfAll(int id) {
        Barrier barrier = barriers[id];
        int present = 0;
        boolean allOfBlock = true;
        for (int i = 0; i < block.warps(); i++) {
            int live = block.warp(i).warp().live;
            int arrived = barrier.arrived[i];
            boolean whole = (live & ~arrived) == 0;
            allOfBlock &= whole;
            // A last warp with fewer than 32 threads counts as a whole one.
            present += arrived != 0 && whole ? Warp.LANES : Integer.bitCount(arrived);
        }
        if (barrier.expected == 0 ? allOfBlock && present > 0 : present >= barrier.expected) {
            complete(id, barrier);
        }
    }

    private void complete(int id, Barrier barrier) {
        barriers[id] = null;
        if (block.code().isChecked() && barrier.expected == 0) {
            checkNobodyLeft(barrier);
        }
        BlockSchedule schedule = block.schedule();
        long leaving = schedule == null ? 0 : schedule.leave(barrier.arrivals, barrier.expected == 0);
        for (Waiting waiting : barrier.waiting) {
            store(waiting, barrier);
            waiting.split().state = Split.State.RELEASED;
            waiting.warp().syncs++;
            if (waiting.warp().schedule != null) {
                waiting.warp().schedule.leave(leaving, barrier.rounds, barrier.expected == 0);
            }
        }
        if (block.shadow() != null) {
            block.shadow().barrier();
        }
    }

    private void checkNobodyLeft(Barrier barrier) {
        for (int i = 0; i < block.warps(); i++) {
            Warp warp = block.warp(i).warp();
            int exited = warp.threads() & ~warp.live & ~barrier.arrived[i];
            if (exited != 0) {
                throw warp.fault(
                        Integer.numberOfTrailingZeros(exited),
                        barrier.site,
                        "divergent barrier: this thread has exited and never arrives, but the others wait for all threads of the block");
            }
        }
    }

    private static void store(Waiting waiting, Barrier barrier) {
        BarrierOperation.Reduction reduction = waiting.operation().reduction();
        Warp warp = waiting.warp();
        switch (reduction.kind()) {
            case NONE -> {}
            case POPC -> {
                for (int rest = waiting.lanes(); rest != 0; rest &= rest - 1) {
                    warp.ints[reduction.target() * Warp.LANES + Integer.numberOfTrailingZeros(rest)] = barrier.trues;
                }
            }
            case AND -> put(warp, reduction.target(), waiting.lanes(), barrier.trues == barrier.reduced);
            case OR -> put(warp, reduction.target(), waiting.lanes(), barrier.trues > 0);
        }
    }

    private static void put(Warp warp, int predicate, int lanes, boolean value) {
        warp.predicates[predicate] = (warp.predicates[predicate] & ~lanes) | (value ? lanes : 0);
    }

    private static KernelFault absent(Barrier barrier, Warp warp, int absent) {
        return warp.fault(
                Integer.numberOfTrailingZeros(absent),
                barrier.site,
                "divergent barrier: this thread never arrives, but lanes 0x%08x of its warp wait for it"
                        .formatted(barrier.arrived[warp.index]));
    }

    /** Returns the error of a block none of whose warps can go on. */
    KernelFault deadlock() {
        for (int i = 0; i < block.warps(); i++) {
            Warp warp = block.warp(i).warp();
            for (Barrier barrier : barriers) {
                int absent = barrier == null || barrier.arrived[i] == 0 ? 0 : warp.live & ~barrier.arrived[i];
                if (barrier != null && absent != 0) {
                    return absent(barrier, warp, absent);
                }
            }
        }
        for (int i = 0; i < block.warps(); i++) {
            Warp warp = block.warp(i).warp();
            for (Split leaf : block.warp(i).leaves()) {
                int lane = Integer.numberOfTrailingZeros(leaf.mask);
                int site = block.code().segments()[leaf.pc].sites().get(0);
                return warp.fault(
                        lane,
                        site,
                        "deadlock: it waits for threads that wait elsewhere or for lanes that never arrive");
            }
        }
        throw new IllegalStateException("block %s has neither ended nor waits".formatted(block.index()));
    }
}
