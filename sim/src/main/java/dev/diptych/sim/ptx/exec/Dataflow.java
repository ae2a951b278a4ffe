package dev.diptych.sim.ptx.exec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the instructions of a segment wait for and leave, in order. Registers of all kinds have one numbering. */
public final class Dataflow {
    /** Numbers of a step before its registers. */
    static final int HEAD = 8;

    static final int ROLE = 0;
    static final int COST = 1;
    static final int SLOTS = 2;
    static final int FIRST_ACCESS = 3;
    static final int ACCESSES = 4;
    static final int GROUPS = 5;
    static final int URGENT = 6;
    static final int READS = 7;

    /**
     * For each step: its {@link Role}, the number of its cost, its issue slots, its first access in the segment and how many it has, the groups
     * that it leaves, 1 if a branch waits for it, how many registers it reads, these, how many it writes, these. Flat, because it is followed for every segment that runs:
     * with lists of records, profiled launches took 1.1 times as long.
     */
    final int[] flat;

    /** What a step is to asynchronous copies. */
    public enum Role {
        ORDINARY(0),
        /** Begins a copy that nothing waits for yet. */
        COPY(1),
        /** Makes a group of the copies before. */
        COMMIT(2),
        /** Waits for all groups but the latest few. */
        WAIT(3),
        /** Waits for all copies. */
        WAIT_ALL(4);

        /** As it stands in a step. */
        final int number;

        Role(int number) {
            this.number = number;
        }
    }

    /**
     * One instruction.
     *
     * @param cost number of its machine instructions' latencies, see {@link KernelCode#costs}
     * @param issueSlots of its machine instructions
     * @param firstAccess of the segment's accesses to memory
     * @param accesses that are its own
     * @param groups of copies that a {@link Role#WAIT} leaves on their way
     */
    public record Step(
            Role role,
            int cost,
            int issueSlots,
            int firstAccess,
            int accesses,
            int groups,
            List<Integer> reads,
            List<Integer> writes) {
        public Step {
            reads = List.copyOf(reads);
            writes = List.copyOf(writes);
        }
    }

    /** @param steps one for each instruction that reads or writes any, or takes a slot */
    public Dataflow(List<Step> steps) {
        flat = new int
                [steps.stream()
                        .mapToInt(step ->
                                HEAD + 1 + step.reads().size() + step.writes().size())
                        .sum()];
        boolean[] isUrgent = urgent(steps);
        int at = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            flat[at + ROLE] = step.role().number;
            flat[at + COST] = step.cost();
            flat[at + SLOTS] = step.issueSlots();
            flat[at + FIRST_ACCESS] = step.firstAccess();
            flat[at + ACCESSES] = step.accesses();
            flat[at + GROUPS] = step.groups();
            flat[at + URGENT] = isUrgent[i] ? 1 : 0;
            at = put(step.reads(), at + READS);
            at = put(step.writes(), at);
        }
    }

    /** Returns which steps the branch at the end waits for, and itself: accesses to memory and what these wait for are not among them. */
    private static boolean[] urgent(List<Step> steps) {
        boolean[] isUrgent = new boolean[steps.size()];
        Set<Integer> awaited = new HashSet<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            boolean isBranch = i == steps.size() - 1 && step.writes().isEmpty();
            if (step.accesses() == 0 && (isBranch || step.writes().stream().anyMatch(awaited::contains))) {
                isUrgent[i] = true;
                awaited.addAll(step.reads());
            }
        }
        return isUrgent;
    }

    private int put(List<Integer> registers, int start) {
        int at = start;
        flat[at++] = registers.size();
        for (int register : registers) {
            flat[at++] = register;
        }
        return at;
    }
}
