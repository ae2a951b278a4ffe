package dev.diptych.sim.ptx.exec;

import java.util.List;

/** Which registers the instructions of a segment read and write, in order. Registers of all kinds have one numbering. */
public final class Dataflow {
    /**
     * For each step: 1 for a global load or 0, how many registers it reads, these, how many it writes, these. Flat, because it is followed
     * for every segment that runs: with lists of records, profiled launches take 1.1 times as long.
     */
    private final int[] flat;

    /** @param steps one for each instruction that reads or writes any */
    public Dataflow(List<Step> steps) {
        flat = new int
                [steps.stream()
                        .mapToInt(
                                step -> 3 + step.reads().size() + step.writes().size())
                        .sum()];
        int at = 0;
        for (Step step : steps) {
            flat[at++] = step.isGlobalLoad() ? 1 : 0;
            at = put(step.reads(), at);
            at = put(step.writes(), at);
        }
    }

    private int put(List<Integer> registers, int start) {
        int at = start;
        flat[at++] = registers.size();
        for (int register : registers) {
            flat[at++] = register;
        }
        return at;
    }

    /** One instruction. */
    public record Step(boolean isGlobalLoad, List<Integer> reads, List<Integer> writes) {
        public Step {
            reads = List.copyOf(reads);
            writes = List.copyOf(writes);
        }
    }

    /** Follows the steps in the chains and rounds of registers. */
    void follow(LoadChains chains) {
        for (int at = 0; at < flat.length; ) {
            boolean isGlobalLoad = flat[at++] != 0;
            int firstWrite = at + 1 + flat[at];
            int next = firstWrite + 1 + flat[firstWrite];
            chains.step(isGlobalLoad, flat, at + 1, firstWrite, next);
            at = next;
        }
    }
}
