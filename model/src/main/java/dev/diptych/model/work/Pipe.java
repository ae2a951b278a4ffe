package dev.diptych.model.work;

/**
 * What a multiprocessor executes machine instructions with, under the names of NVIDIA Nsight Compute's metrics reference ("Pipelines"). An
 * instruction takes slots of one or several of them.
 */
public enum Pipe {
    /** The schedulers: every instruction takes one slot. */
    ISSUE,
    /** Single-precision multiply and add, packed half precision, and whole-number multiplies. */
    FMA,
    /** The part of {@link #FMA} that multiplies whole numbers too; what runs on it takes a slot of both. */
    FMA_HEAVY,
    /** Whole-number additions, logic, comparisons, minima, selections. */
    ALU,
    FP64,
    /** Transcendental functions and slow conversions. */
    XU,
    /** Loads, stores, atomics and shuffles: a slot for each pass through the first-level data stage. */
    LSU,
    TENSOR,
    /** The unit at which warps arrive at barriers of their block: a slot for each arrival. */
    BARRIER
}
