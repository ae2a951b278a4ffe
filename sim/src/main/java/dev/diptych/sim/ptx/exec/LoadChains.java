package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/**
 * How long the loads of a warp wait for each other.
 *
 * <p>The <em>chain</em> of a value is the number of global loads, one after the other, that it is computed from. The <em>round</em> of a
 * load is when it can be issued at the earliest, counted in loads that have to come back first: values that it is computed from, and
 * everything that an earlier basic block waited for, since a warp issues in order and only the instructions inside a basic block are
 * arranged so that loads come first. A branch around a few instructions ends no basic block, for assemblers put predicates in its place.
 */
final class LoadChains {
    private final int[] chain;
    private final int[] round;
    private int control;
    private int blockControl;
    private int longestChain;

    LoadChains(KernelCode code) {
        int registers = code.intRegisters() + code.longRegisters() + code.predicates();
        this.chain = new int[registers];
        this.round = new int[registers];
    }

    void clear() {
        Arrays.fill(chain, 0);
        Arrays.fill(round, 0);
        control = 0;
        blockControl = 0;
        longestChain = 0;
    }

    void ran(Segment segment) {
        segment.dataflow().follow(this);
        if (segment.endsSchedule()) {
            waitForAll();
        }
    }

    /**
     * Follows one instruction.
     *
     * @param registers those it reads from index {@code reads} on, and those it writes, behind their number at {@code writes}
     */
    void step(boolean isGlobalLoad, int[] registers, int reads, int writes, int end) {
        int depth = 0;
        int issue = control;
        for (int i = reads; i < writes; i++) {
            depth = Math.max(depth, chain[registers[i]]);
            issue = Math.max(issue, round[registers[i]]);
        }
        int ready = issue;
        if (isGlobalLoad) {
            depth++;
            ready++;
            longestChain = Math.max(longestChain, depth);
        }
        blockControl = Math.max(blockControl, issue);
        for (int i = writes + 1; i < end; i++) {
            chain[registers[i]] = depth;
            round[registers[i]] = ready;
        }
    }

    /** The end of a basic block, or a warp-wide instruction: all before it has been issued. */
    private void waitForAll() {
        control = blockControl;
    }

    /** Returns the round that a barrier is left in, which is the latest of its warps'. */
    int control() {
        return control;
    }

    void waitFor(int round) {
        control = Math.max(control, round);
        blockControl = control;
    }

    int longestChain() {
        return longestChain;
    }

    /** Returns how many rounds of loads there were: those that something waited for, and a last one that nothing may have waited for. */
    int rounds() {
        int last = control;
        for (int ready : round) {
            last = Math.max(last, ready);
        }
        return last;
    }
}
