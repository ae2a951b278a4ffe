package dev.diptych.sim.ptx.exec;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.LatencySpec;
import dev.diptych.model.hw.PipeSpec;
import dev.diptych.sim.ptx.assembly.Cost;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How long what a kernel does takes a warp that is alone on a multiprocessor of some kind. Times are in sixteenths of a cycle of the SM clock: whole
 * numbers, so that sums do not depend on their order.
 */
public final class Timetable {
    static final int UNITS_PER_CYCLE = 16;

    /** How sharp the knee is between a block that waits and one whose pipes are busy: not fitted; runs tile-* and fma-* of traces/data/micro-core agree. */
    private static final double NORM = 6;

    /** Between a hit of the second level and a load of a busy memory, on any GPU since Volta: which of two chains takes longer needs no more. */
    private static final double ROUND_CYCLES = 600;

    /** By the number of a cost: from the issue of its first machine instruction to the use of its result. */
    final long[] latency;
    /** By the number of a cost: pipes and how many slots of each it takes, in turn; the issue and what accesses pass through are told apart from them. */
    final int[][] pipeSlots;
    /** By pipe: how long an instruction of one warp keeps it. */
    final long[] slotTime;
    /** By segment: slots of each pipe. */
    final int[][] slots;
    /** The same in iterations of an {@link UnrolledLoop} that follow another one without a branch. */
    final int[][] copySlots;
    /** A pass through the first-level data stage. */
    final long pass;

    final long hit;
    final long shared;
    final long sharedAtomic;
    final long barrier;
    /** Between two arrivals at barriers. */
    final long arrival;
    /** From the slot after a branch to the first instruction behind it. */
    final long branch;

    /** What a wait for memory beyond the first level is held to be when waits are compared. */
    final long round;
    /** By pipe: how long a slot of it takes when all partitions of a multiprocessor share it out. */
    private final double[] unitsPerSlot = new double[KernelCode.PIPES.size()];

    /** @param gpu that the launch is timed for */
    public Timetable(KernelCode code, GpuSpec gpu) {
        PipeSpec rates = gpu.sm().pipes();
        LatencySpec latencies = gpu.sm().latencies();
        latency = code.costs().stream()
                .mapToLong(cost -> units(cost.chain().stream()
                        .mapToDouble(kind -> kind.cycles(latencies))
                        .sum()))
                .toArray();
        for (int i = 0; i < unitsPerSlot.length; i++) {
            double rate = rates.rate(KernelCode.PIPES.get(i));
            unitsPerSlot[i] = rate == 0 ? 0 : UNITS_PER_CYCLE / rate;
        }
        slots = code.slots();
        copySlots = code.copySlots();
        slotTime = IntStream.range(0, unitsPerSlot.length)
                .mapToLong(pipe -> slotTime(pipe, rates.issue()))
                .toArray();
        pipeSlots = code.costs().stream().map(Timetable::pipeSlots).toArray(int[][]::new);
        pass = Math.round(unitsPerSlot[KernelCode.LSU]);
        hit = units(gpu.l1().hitCycles());
        shared = units(latencies.sharedCycles());
        sharedAtomic = units(latencies.sharedAtomicCycles());
        barrier = units(latencies.barrierCycles());
        arrival = units(1 / rates.barrier());
        branch = units(latencies.branchCycles());
        round = units(ROUND_CYCLES);
    }

    private static int[] pipeSlots(Cost cost) {
        return IntStream.range(0, KernelCode.PIPES.size())
                .filter(pipe -> pipe != KernelCode.ISSUE && cost.slots(KernelCode.PIPES.get(pipe)) > 0)
                .flatMap(pipe -> IntStream.of(pipe, cost.slots(KernelCode.PIPES.get(pipe))))
                .toArray();
    }

    /** Returns the slots of all pipes for one warp. */
    PipeSlots[] pipes() {
        return Arrays.stream(slotTime).mapToObj(PipeSlots::new).toArray(PipeSlots[]::new);
    }

    /** Each scheduler has its own share of all pipes but the data stage and the barriers. */
    private long slotTime(int pipe, double schedulers) {
        boolean isOfAll = pipe == KernelCode.LSU || pipe == KernelCode.BARRIER;
        return Math.max(1, Math.round(unitsPerSlot[pipe] * (isOfAll ? 1 : schedulers)));
    }

    private static long units(double cycles) {
        return Math.round(cycles * UNITS_PER_CYCLE);
    }

    /** Returns the cycles of a time besides its rounds, rounded up. */
    long cycles(long time, int rounds) {
        return (time - rounds * round + UNITS_PER_CYCLE - 1) / UNITS_PER_CYCLE;
    }

    /** Returns how long waits and busy pipes of one block's warps take side by side: the p-norm of the two. */
    long together(long waiting, long busy) {
        double longer = Math.max(waiting, busy);
        double shorter = Math.min(waiting, busy);
        return shorter == 0
                ? (long) longer
                : (long) Math.ceil(longer * StrictMath.pow(1 + StrictMath.pow(shorter / longer, NORM), 1 / NORM));
    }

    /** Returns how long the busiest pipe of a multiprocessor is busy with so many slots of each. */
    long busy(long[] used) {
        double most = 0;
        for (int i = 0; i < used.length; i++) {
            most = Math.max(most, used[i] * unitsPerSlot[i]);
        }
        return (long) Math.ceil(most);
    }
}
