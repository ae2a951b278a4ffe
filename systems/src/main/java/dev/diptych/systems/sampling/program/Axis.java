package dev.diptych.systems.sampling.program;

/** What a reduction keeps apart. */
public enum Axis {
    /** One result for each source of edges. */
    ROW,
    /** One result for each destination. */
    COLUMN
}
