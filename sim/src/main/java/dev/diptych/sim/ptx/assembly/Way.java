package dev.diptych.sim.ptx.assembly;

/** Where an instruction leads. */
public enum Way {
    /** To the next one. */
    ON,
    /** It is a conditional branch around a few instructions, in whose place the assembler puts predicates. */
    PREDICATES,
    /** It jumps always. */
    JUMPS,
    /** It jumps, if at all, to the end of the kernel, which the assembler puts in place of it. */
    ENDS,
    /** It is a conditional branch where lanes may go different ways. */
    PARTS
}
