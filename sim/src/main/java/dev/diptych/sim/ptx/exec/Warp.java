package dev.diptych.sim.ptx.exec;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import org.jspecify.annotations.Nullable;

/**
 * The state of a warp's 32 lanes. Registers lie lane by lane, register after register: register {@code k} of lane {@code l} is element
 * {@code 32 * k + l}; a predicate register is one word with a bit a lane.
 *
 * <p>Its fields are public because compiled kernels work on them directly; nothing else outside this package should.
 */
public final class Warp {
    /** Lanes of a warp. */
    public static final int LANES = 32;

    public final int[] ints;
    public final long[] longs;
    public final int[] predicates;
    /** Addresses of the accesses of the current segment, one group of 32 for each. */
    public final long[] addresses;
    /** The lanes that take part in each of these accesses. */
    public final int[] accessLanes;
    /** Local memory of all lanes, one after the other. */
    public final byte[] local;

    public final int localBytesPerLane;
    public final Block block;
    public final GlobalMemory memory;
    public final byte[] shared;
    public final byte[] parameters;
    /** Addresses of the module's variables. */
    public final long[] globals;

    public final int[] tidX = new int[LANES];
    public final int[] tidY = new int[LANES];
    public final int[] tidZ = new int[LANES];
    public final int index;

    final WarpCounts counts;
    /** When its instructions are issued, if that is asked for. */
    final @Nullable Schedule schedule;

    /** Lanes that have not exited. */
    int live;
    /** Counts the warp-wide synchronisations: what lies between two of them is not ordered. */
    int syncs;
    /** Warp instructions so far: what {@code %clock64} shows. */
    long clock;

    Warp(Block block, int index) {
        this.block = block;
        this.index = index;
        KernelCode code = block.code();
        this.ints = new int[LANES * code.intRegisters()];
        this.longs = new long[LANES * code.longRegisters()];
        this.predicates = new int[code.predicates()];
        this.addresses = new long[LANES * code.accessesPerSegment()];
        this.accessLanes = new int[code.accessesPerSegment()];
        this.localBytesPerLane = code.localBytes();
        this.local = new byte[LANES * code.localBytes()];
        this.memory = block.grid().memory();
        this.shared = block.shared();
        this.parameters = block.grid().parameters();
        this.globals = block.grid().globals();
        this.counts = new WarpCounts(code.segments().length);
        Timetable times = block.grid().times();
        this.schedule = times == null ? null : new Schedule(code, times);
    }

    /** Makes it the warp of the same index of another block. */
    void begin() {
        Dim dim = block.grid().block();
        int first = index * LANES;
        live = threads();
        clock = 0;
        syncs = 0;
        if (schedule != null) {
            schedule.clear();
        }
        counts.clear();
        for (int lane = 0; lane < Integer.bitCount(live); lane++) {
            int thread = first + lane;
            tidX[lane] = thread % dim.x();
            tidY[lane] = thread / dim.x() % dim.y();
            tidZ[lane] = thread / dim.x() / dim.y();
        }
    }

    /** All its lanes have met: what lies before and behind is ordered. */
    public void synchronised() {
        syncs++;
    }

    /** Threads of the block have waited for each other at a barrier of their own making. */
    public void blockSynchronised() {
        Shadow shadow = block.shadow();
        if (shadow != null) {
            shadow.barrier();
        }
    }

    /** Counts an access of some lanes by a warp-wide instruction, to the addresses that begin {@link #addresses}. */
    public void count(MemoryAccess access, int lanes) {
        counts.access(this, access, 0, lanes);
    }

    /**
     * Counts an access of the whole warp that touches many places.
     *
     * @param access to global or shared memory, with the bytes of one place
     * @param addresses of the places, of which 32 at a time go to shared memory as those of 32 lanes do
     */
    public void countRuns(MemoryAccess access, long[] addresses) {
        counts.runs(this, access, addresses);
    }

    /** Returns the lanes that have a thread. */
    int threads() {
        int count = (int) block.grid().block().count() - index * LANES;
        return count >= LANES ? -1 : (1 << count) - 1;
    }

    /** Returns the error of one of its threads at an instruction. */
    public KernelFault fault(int lane, int site, String what) {
        return new KernelFault(block.code().where(site), block.index(), tid(lane), what);
    }

    KernelFault.Position tid(int lane) {
        return new KernelFault.Position(tidX[lane], tidY[lane], tidZ[lane]);
    }
}
