package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/**
 * When the instructions of a warp are issued if it is alone on its multiprocessor.
 *
 * <p>A time is a number of cycles and of <em>rounds</em>, each a wait for memory beyond the first-level cache. Times are compared with a nominal length
 * of a round, which is contained in the cycles here. Instructions between two ends of the schedule are arranged freely, as an assembler does with
 * those of a basic block: each is issued when its operands are ready, but those that wait for as many rounds share the issue slots, and the
 * passes through the data stage, from the first of them on. At an end, all before has been issued, though results may be outstanding.
 */
final class Schedule {
    /** Rounds inside one stretch that are told apart; what waits for more shares slots with the last. */
    private static final int MOST_ROUNDS = 8;
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
    /** By rounds since the stretch began: when the first was issued, -1 for none yet, and what was issued since. */
    private final long[] start = new long[MOST_ROUNDS];

    private final long[] issued = new long[MOST_ROUNDS];
    private final long[] passed = new long[MOST_ROUNDS];

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

    void ran(Segment segment) {
        int[] added = times.slots[segment.index()];
        for (int i = 0; i < added.length; i++) {
            slots[i] += added[i];
        }
        long slot = times.slot[segment.index()];
        int[] flat = segment.dataflow().flat;
        for (int at = 0; at < flat.length; ) {
            at = step(flat, at, slot);
        }
        if (segment.endsSchedule()) {
            resume(end, endRounds);
        }
    }

    private int step(int[] flat, int at, long slot) {
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
        if (issueSlots > 0) {
            time = issue(time, round, issueSlots * slot, passes * times.pass);
        }
        long done = time + times.latency[flat[at + Dataflow.COST]] + wait + Math.max(0, passes - 1) * times.pass;
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

    /** Finds slots for an instruction whose operands are ready at a time; returns when it is issued. */
    private long issue(long operands, int round, long slotTime, long passTime) {
        int group = Math.max(0, Math.min(MOST_ROUNDS - 1, round - controlRounds));
        if (start[group] < 0) {
            start[group] = operands;
        }
        long time = operands;
        if (operands >= start[group]) {
            time = Math.max(time, start[group] + issued[group]);
            if (passTime > 0) {
                time = Math.max(time, start[group] + passed[group]);
            }
        }
        turns.add(round, Math.max(slotTime, passTime));
        issued[group] += slotTime;
        passed[group] += passTime;
        if (time + slotTime > end) {
            end = time + slotTime;
            endRounds = round;
        }
        return time;
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

    /** Begins a stretch at a time. */
    void resume(long time, int round) {
        control = time;
        controlRounds = round;
        end = time;
        endRounds = round;
        Arrays.fill(start, -1);
        Arrays.fill(issued, 0);
        Arrays.fill(passed, 0);
        start[0] = time;
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
