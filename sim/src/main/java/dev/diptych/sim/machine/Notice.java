package dev.diptych.sim.machine;

import dev.diptych.model.run.Arrival;

/** Something that the controller is to be told. */
sealed interface Notice {
    /** A request has arrived. */
    record Arrived(Arrival arrival) implements Notice {}

    /** A timer has come due. */
    record Rang(long timerId) implements Notice {}

    /** Blocks of a launch have started or ended. */
    record BlocksMoved(int opId, int started, int ended) implements Notice {}

    /** An operation has ended. */
    record OpEnded(SimOp op) implements Notice {}
}
