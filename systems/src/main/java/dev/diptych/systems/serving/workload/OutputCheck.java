package dev.diptych.systems.serving.workload;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import java.util.Optional;

/** Holds what jobs of an instance compute against what they should. */
public interface OutputCheck {
    /** Returns after how many jobs one is checked. */
    int every();

    /** Returns what takes the place of the last operation of a job that is checked: it brings the results to the controller. */
    Op readBack();

    /**
     * Returns whether it takes what a job makes that has the GPU to itself for what all others should make. Then one of each turn runs before the first
     * request.
     */
    boolean learns();

    /** Takes the results of a job of a turn that had the GPU to itself. */
    void learn(int turn, Bytes results);

    /** Returns what is wrong with the results of a job of a turn; empty if nothing is. */
    Optional<String> difference(int turn, Bytes results);
}
