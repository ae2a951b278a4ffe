package dev.diptych.sim.machine;

/** A phase as blocks on one GPU go through it. */
sealed interface Step permits Step.Wait, WorkStep {
    /** A wait of known length. */
    record Wait(long picos) implements Step {}
}
