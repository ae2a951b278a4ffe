package dev.diptych.sim.machine;

/** How it is found out what launches find in the second-level cache. */
public enum L2Model {
    /** By formulas of reuse, inside a launch and across launches. */
    FORMULA,
    /** By replaying the addresses of launches whose blocks were all executed; others pass over what they touch. */
    EXACT,
    /** The same on a sample of the cache's sets. */
    SAMPLED
}
