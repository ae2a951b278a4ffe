package dev.diptych.sim.machine;

import java.util.List;

/** A phase as blocks on one GPU go through it. */
sealed interface Step {
    /** A wait of known length. */
    record Wait(long picos) implements Step {}

    /** Bytes moved, in one crowd for the whole GPU. */
    record Move(Flow flow) implements Step {}

    /** Instructions issued, in a crowd for each multiprocessor. */
    record Issue(List<IssueShare> bySm) implements Step {
        public Issue {
            bySm = List.copyOf(bySm);
        }
    }
}
