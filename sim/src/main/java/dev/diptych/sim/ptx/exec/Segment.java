package dev.diptych.sim.ptx.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A straight line of code that a split runs without interruption: either instructions compiled for the lanes one by one, or a single
 * warp-wide instruction; then perhaps a way out.
 *
 * @param operation the warp-wide instruction, null for compiled code
 * @param hasCode whether there is compiled code
 * @param exit how it ends
 * @param accesses to memory, in the order in which compiled code leaves their addresses
 * @param sites of its instructions
 * @param polls whether it looks at what other threads may change meanwhile: atomics, volatile loads
 * @param endsSchedule whether what follows is not mixed with what came before when machine code is scheduled
 * @param dataflow which registers its instructions read and write
 * @param unrolled its part of a loop that the assembler unrolls, null for none
 */
public record Segment(
        int index,
        @Nullable WarpOperation operation,
        boolean hasCode,
        Exit exit,
        List<MemoryAccess> accesses,
        List<Integer> sites,
        boolean polls,
        boolean endsSchedule,
        Dataflow dataflow,
        @Nullable Unrolled unrolled) {
    public Segment {
        accesses = List.copyOf(accesses);
        sites = List.copyOf(sites);
    }

    int instructions() {
        return sites.size();
    }

    /** Returns whether lanes that come here do nothing but exit. */
    boolean isBareExit() {
        return exit.kind() == ExitKind.EXIT && exit.guard() < 0 && sites.size() == 1;
    }

    int accessCount() {
        return accesses.size();
    }

    /**
     * A segment of a loop that the assembler unrolls.
     *
     * @param isLast whether it ends an iteration
     * @param copy the dataflow in iterations that follow another one without a branch
     */
    public record Unrolled(UnrolledLoop loop, boolean isLast, Dataflow copy) {}

    /** How a segment ends. */
    public enum ExitKind {
        /** The next segment follows. */
        FALL_THROUGH,
        BRANCH,
        INDEXED,
        EXIT,
        TRAP
    }

    /**
     * The way out of a segment.
     *
     * @param guard index of the predicate under which it is taken, -1 for always
     * @param targets segments to branch to; of an indexed branch, as many as its list has
     * @param selector the register that an indexed branch chooses by, -1 otherwise
     * @param next the segment that follows where the exit is not taken
     * @param reconvergence the segment where lanes that part here meet again, -1 if only at the kernel's end
     * @param site of the instruction
     */
    public record Exit(
            ExitKind kind,
            int guard,
            boolean negated,
            List<Integer> targets,
            int selector,
            int next,
            int reconvergence,
            int site) {
        public Exit {
            targets = List.copyOf(targets);
        }

        public static Exit fallThrough(int next) {
            return new Exit(ExitKind.FALL_THROUGH, -1, false, List.of(), -1, next, -1, -1);
        }
    }
}
