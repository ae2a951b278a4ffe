package dev.diptych.sim.ptx.assembly;

import dev.diptych.model.hw.LatencySpec;

/** What decides how long after its issue an instruction's result can be used. What an access to memory waits for, its address decides. */
public enum Latency {
    ARITHMETIC,
    DOUBLE,
    SPECIAL,
    TENSOR,
    SHUFFLE;

    /** Returns the cycles from the issue of an instruction to that of one which needs its result. */
    public double cycles(LatencySpec spec) {
        return switch (this) {
            case ARITHMETIC -> spec.arithmeticCycles();
            case DOUBLE -> spec.doubleCycles();
            case SPECIAL -> spec.specialCycles();
            case TENSOR -> spec.tensorCycles();
            case SHUFFLE -> spec.shuffleCycles();
        };
    }
}
