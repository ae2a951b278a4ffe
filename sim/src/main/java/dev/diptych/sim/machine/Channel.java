package dev.diptych.sim.machine;

import org.jspecify.annotations.Nullable;

/**
 * Something that carries bytes for many, up to a bandwidth: a link, the host's memory, a GPU's memory, the ports of the multiprocessors.
 */
abstract sealed class Channel permits Pipe, SmPorts, DeviceMemory {
    /** The group of the flows over it; the fabric's. */
    @Nullable
    FlowGroup group;

    /** Bytes per picosecond that nobody has been granted yet; scratch of the group's. */
    double free;
    /** Bytes per picosecond that its undecided flows would take if channels were their own; likewise. */
    double wanted;
    /** What of {@link #wanted} is written; likewise. */
    double wantedWritten;

    /** Returns a rate of a specification in bytes per picosecond. */
    static double bytesPerPico(double gigabytesPerSecond) {
        return gigabytesPerSecond / 1000;
    }

    /** Returns its bandwidth in bytes per picosecond when a share of them is written. */
    abstract double bandwidth(double writtenShare);

    /** Notes a client of a flow over it, on a multiprocessor. */
    void joined(int sm) {}

    /** Notes that the client has left. */
    void left(int sm) {}
}
