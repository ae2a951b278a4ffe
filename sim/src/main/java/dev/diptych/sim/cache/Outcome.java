package dev.diptych.sim.cache;

/** What came of an access to a cache. */
public enum Outcome {
    /** The sector was there. */
    HIT,
    /** The sector was not there, whether or not its line was. */
    MISS,
    /** The set is none of those that are simulated, so nobody knows. */
    NOT_SAMPLED
}
