package dev.diptych.sim.machine;

/**
 * Something that carries bytes for many, up to a bandwidth: a link, the host's memory, a GPU's memory, the ports of the multiprocessors.
 */
abstract sealed class Channel permits Duct, SmPorts, DeviceMemory {
    /** Returns a rate of a specification in bytes per picosecond. */
    static double bytesPerPico(double gigabytesPerSecond) {
        return gigabytesPerSecond / 1000;
    }

    /** Returns its bandwidth in bytes per picosecond when a share of them is written. */
    abstract double bandwidth(double writtenShare);
}
