package dev.diptych.sim.ptx.conformance;

/** What an instruction gives for the operands of one thread, each as {@link Format} has it. */
interface Oracle {
    long of(long[] operands);
}
