package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/**
 * When the instructions of a warp are issued if it is alone on its multiprocessor.
 *
 * <p>A time is a number of cycles and of <em>rounds</em>, each a wait for memory beyond the first-level cache. Times are compared with a nominal length
 * of a round, which is contained in the cycles here. Instructions between two ends of the schedule are arranged freely, as an assembler does with
 * those of a basic block: each is issued when its operands are ready and its scheduler and its pipes have {@linkplain PipeSlots slots} that no instruction before
 * it in the program has taken. What a branch depends on goes first, as an assembler puts it, and waits for nothing but its
 * operands. At an end, all before has been issued, though results may be outstanding.
 */
final class Schedule {
    /** Groups of asynchronous copies that are told apart; older ones count as one. */
    private static final int MOST_GROUPS = 16;

    private final Timetable times;
    /** By register: when its value is ready. */
    private final long[] ready;

    private final int[] rounds;
    /** Slots of each pipe that were taken since the warp began. */
    final long[] slots = new long[KernelCode.PIPES.size()];

    /** When the current stretch may begin to issue. */
    private long control;

    private int controlRounds;
    /** When all of it will have been issued. */
    private long end;

    private int endRounds;
    /** By pipe: what the stretch has taken of it. */
    private final PipeSlots[] pipes;

    /** By the segment's accesses: what its latest run made of them. */
    private final long[] accessTime;

    private final long[] accessPasses;
    private final boolean[] isRound;
    private final Turns turns = new Turns();

    /** When asynchronous copies are over: those without a group, and by group from the latest. */
    private long copied;

    private int copiedRounds;
    private final long[] groups = new long[MOST_GROUPS];
    private final int[] groupRounds = new int[MOST_GROUPS];

    Schedule(KernelCode code, Timetable times) {
        this.times = times;
        int registers = code.intRegisters() + code.longRegisters() + code.predicates();
        this.ready = new long[registers];
        this.rounds = new int[registers];
        this.accessTime = new long[code.accessesPerSegment()];
        this.accessPasses = new long[code.accessesPerSegment()];
        this.isRound = new boolean[code.accessesPerSegment()];
        this.pipes = times.pipes();
    }

    void clear() {
        Arrays.fill(ready, 0);
        Arrays.fill(rounds, 0);
        Arrays.fill(slots, 0);
        Arrays.fill(accessTime, 0);
        Arrays.fill(accessPasses, 0);
        Arrays.fill(isRound, false);
        Arrays.fill(groups, 0);
        Arrays.fill(groupRounds, 0);
        turns.clear();
        copied = 0;
        copiedRounds = 0;
        resume(0, 0);
    }

    /** Takes what an access of the segment that is about to be followed came to; of several, the slowest counts. */
    void accessed(int access, MemoryAccess.Kind kind, WarpCounts.Window window, int passes, boolean isHit) {
        accessPasses[access] += passes;
        if (kind == MemoryAccess.Kind.STORE) {
            return;
        }
        boolean isAtomic = kind == MemoryAccess.Kind.ATOMIC;
        switch (window) {
            case GLOBAL -> {
                isRound[access] |= isAtomic || !isHit;
                accessTime[access] = Math.max(accessTime[access], isAtomic || !isHit ? times.round : times.hit);
            }
            case SHARED ->
                accessTime[access] = Math.max(accessTime[access], isAtomic ? times.sharedAtomic : times.shared);
            default -> accessTime[access] = Math.max(accessTime[access], times.hit);
        }
    }

    /** Follows a segment whose accesses have been told. */
    void ran(Segment segment) {
        follow(segment.dataflow(), times.slots[segment.index()]);
    }

    /** Follows a segment in an iteration of an unrolled loop that comes after another one without a branch. */
    void ranCopy(Segment segment, Dataflow copy) {
        follow(copy, times.copySlots[segment.index()]);
    }

    private void follow(Dataflow dataflow, int[] added) {
        for (int i = 0; i < added.length; i++) {
            slots[i] += added[i];
        }
        int[] flat = dataflow.flat;
        for (int at = 0; at < flat.length; ) {
            at = step(flat, at);
        }
    }

    /** The branch that ended the stretch was taken. */
    void jumped() {
        resume(end + times.branch, endRounds);
    }

    private int step(int[] flat, int at) {
        int firstWrite = at + Dataflow.HEAD + flat[at + Dataflow.READS];
        long time = control;
        int round = controlRounds;
        for (int i = at + Dataflow.HEAD; i < firstWrite; i++) {
            long operand = ready[flat[i]];
            if (operand > time) {
                time = operand;
                round = rounds[flat[i]];
            }
        }
        int role = flat[at + Dataflow.ROLE];
        if (role == Dataflow.Role.COMMIT.number) {
            commit();
        } else if (role > Dataflow.Role.COMMIT.number) {
            awaitCopies(role == Dataflow.Role.WAIT_ALL.number, flat[at + Dataflow.GROUPS]);
        }
        long passes = 0;
        long wait = 0;
        int waitRounds = 0;
        int access = flat[at + Dataflow.FIRST_ACCESS];
        for (int last = access + flat[at + Dataflow.ACCESSES]; access < last; access++) {
            passes += accessPasses[access];
            wait = Math.max(wait, accessTime[access]);
            waitRounds |= isRound[access] ? 1 : 0;
            accessPasses[access] = 0;
            accessTime[access] = 0;
            isRound[access] = false;
        }
        int issueSlots = flat[at + Dataflow.SLOTS];
        int cost = flat[at + Dataflow.COST];
        if (issueSlots > 0) {
            long issued = issue(time, round, issueSlots, times.pipeSlots[cost], (int) passes);
            // What a branch waits for goes first; the slot that was found is of one that had to make room for it.
            time = flat[at + Dataflow.URGENT] != 0 ? time : issued;
        }
        long latency = times.latency[cost] + wait + Math.max(0, passes - 1) * times.pass;
        long done = time + latency;
        int doneRounds = round + waitRounds;
        if (role == Dataflow.Role.COPY.number && done > copied) {
            copied = done;
            copiedRounds = doneRounds;
        }
        int next = firstWrite + 1 + flat[firstWrite];
        for (int i = firstWrite + 1; i < next; i++) {
            ready[flat[i]] = done;
            rounds[flat[i]] = doneRounds;
        }
        return next;
    }

    /**
     * Finds slots for an instruction whose operands are ready at a time; returns when it is issued.
     *
     * @param used pipes and how many slots of each it takes, in turn
     * @param passes through the data stage
     */
    private long issue(long operands, int round, int issueSlots, int[] used, int passes) {
        long from = operands - control;
        long time = from;
        long busy = issueSlots * times.slotTime[KernelCode.ISSUE];
        for (int i = 0; i < used.length; i += 2) {
            time = Math.max(time, pipes[used[i]].take(from, used[i + 1]));
            busy = Math.max(busy, used[i + 1] * times.slotTime[used[i]]);
        }
        if (passes > 0) {
            time = Math.max(time, pipes[KernelCode.LSU].take(from, passes));
            busy = Math.max(busy, passes * times.pass);
        }
        time = pipes[KernelCode.ISSUE].take(time, issueSlots);
        turns.add(round, busy);
        long issued = control + pipes[KernelCode.ISSUE].lastTime() + times.slotTime[KernelCode.ISSUE];
        if (issued > end) {
            end = issued;
            endRounds = round;
        }
        return control + time;
    }

    private void commit() {
        // The oldest two become one.
        int last = MOST_GROUPS - 1;
        if (groups[last - 1] > groups[last]) {
            groups[last] = groups[last - 1];
            groupRounds[last] = groupRounds[last - 1];
        }
        System.arraycopy(groups, 0, groups, 1, last - 1);
        System.arraycopy(groupRounds, 0, groupRounds, 1, last - 1);
        groups[0] = copied;
        groupRounds[0] = copiedRounds;
        copied = 0;
        copiedRounds = 0;
    }

    private void awaitCopies(boolean isOfAll, int left) {
        for (int group = Math.min(left, MOST_GROUPS - 1); group < MOST_GROUPS; group++) {
            await(groups[group], groupRounds[group]);
        }
        if (isOfAll) {
            await(copied, copiedRounds);
        }
    }

    /** Nothing is over before a time. */
    private void await(long time, int round) {
        if (time > end) {
            end = time;
            endRounds = round;
        }
    }

    /** Ends a stretch: what follows is issued after all that came before. */
    void close() {
        resume(end, endRounds);
    }

    /** Begins a stretch at a time. */
    void resume(long time, int round) {
        control = time;
        controlRounds = round;
        end = time;
        endRounds = round;
        for (PipeSlots pipe : pipes) {
            pipe.clear();
        }
    }

    /** Leaves a barrier at a time. */
    void leave(long time, int round, boolean isOfAll) {
        resume(time, round);
        if (isOfAll) {
            turns.meet(round);
        }
    }

    /** Returns when all that came so far has been issued, the time a barrier is come to. */
    long end() {
        return end;
    }

    int endRounds() {
        return endRounds;
    }

    /** Returns how often its waits and what it issues take turns. */
    double turns() {
        return turns.count();
    }

    /** Returns the cycles of its end besides its rounds. */
    long cycles() {
        return times.cycles(end, endRounds);
    }

    /** Waits for all results, as a warp does before it ends. */
    void finish() {
        for (int i = 0; i < ready.length; i++) {
            await(ready[i], rounds[i]);
        }
    }
}
