package dev.diptych.systems.serving.workload;

/** What a kernel uses most: Orion's profile of it (EuroSys'24), told by whoever measured it. */
public enum Bound {
    COMPUTE,
    MEMORY,
    UNKNOWN;

    /** Returns whether two kernels may be hard on the same thing; what is unknown is taken to be different, as Orion takes it. */
    public boolean collidesWith(Bound other) {
        return this == other && this != UNKNOWN;
    }
}
