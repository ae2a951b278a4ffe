package dev.diptych.sim.machine;

/** A phase as blocks on one GPU go through it. */
sealed interface Step permits Step.Wait, Step.Move, IssueStep {
    /** A wait of known length. */
    record Wait(long picos) implements Step {}

    /** Bytes moved, in one crowd for the whole GPU. */
    record Move(Flow flow) implements Step {}
}
