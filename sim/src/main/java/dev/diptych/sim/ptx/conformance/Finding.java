package dev.diptych.sim.ptx.conformance;

import java.util.List;

/**
 * What came of trying an instruction on a machine.
 *
 * @param compared on how many sets of operands
 * @param differing on how many of them machine and method gave other bits
 * @param differingNans how many of those differ in the bits of NaNs alone
 * @param largestUlps by how many representable numbers finite results differ at most
 * @param largestShare how much of what PTX allows the largest difference takes, 0 where it says nothing
 * @param detail the first difference that is not one of NaNs alone if there is one, or why the instruction was not tried
 * @param differences the first few: operands, what the machine made, and what not
 */
public record Finding(
        String instruction,
        Group group,
        Verdict verdict,
        int compared,
        int differing,
        int differingNans,
        long largestUlps,
        double largestShare,
        String detail,
        List<String> differences) {
    public Finding {
        differences = List.copyOf(differences);
    }

    /** What the comparison came to. */
    public enum Verdict {
        /** The same bits, everywhere. */
        EQUAL,
        /** An instruction that PTX leaves room differs, by finite numbers only and by no more than the manual allows. */
        NEAR,
        DIFFERENT,
        /** The machine did not run it. */
        BROKEN,
        /** The target of the modules has no such instruction. */
        LEFT_OUT
    }

    static Finding untried(Probe probe, Verdict verdict, String reason) {
        return new Finding(probe.title(), probe.group(), verdict, 0, 0, 0, 0, 0, reason, List.of());
    }
}
