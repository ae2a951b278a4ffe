package dev.diptych.sim.ptx.syntax;

/** A state space of PTX (PTX ISA, section "State Spaces"); {@link #GENERIC} is what an access without one means. */
public enum Space {
    GENERIC,
    GLOBAL,
    SHARED,
    LOCAL,
    CONST,
    PARAM
}
