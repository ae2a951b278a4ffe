package dev.diptych.sim.machine;

import dev.diptych.model.hw.MemorySpec;

/**
 * A GPU's memory as a channel. Its bandwidth depends on the mix of reads and writes,
 *
 * <pre>B = peak / (r / readEfficiency + w / writeEfficiency) * (1 - 4 turnaround r w)</pre>
 *
 * with r and w the shares of bytes read and written: the efficiencies hold for pure streams, and a bus loses most by turning around when
 * the two alternate. The latency of a load grows with the load ρ (bytes per second over B) as in a queue,
 *
 * <pre>L = idleLatency * (1 + queueing * ρ / (1 - ρ))</pre>
 *
 * up to ρ = {@link #FULL}: then the queues are full, and what more there is waits at the multiprocessors, where it shares the bandwidth.
 */
final class DeviceMemory extends Channel {
    /** The load at which queues are full. */
    static final double FULL = 0.95;

    private final MemorySpec spec;
    /** The load, carried from one solution to the next as its first guess. */
    double load;

    /** The latest answer to {@link #bandwidth}: most questions repeat, and a division costs more than a comparison. */
    private double knownShare = -1;

    private double knownBandwidth;

    DeviceMemory(MemorySpec spec) {
        this.spec = spec;
    }

    /** Returns by how much queueing lengthens an idle latency at a load, as a multiple of it. */
    double queueing(double atLoad) {
        return spec.queueing() * atLoad / (1 - atLoad);
    }

    /** Returns the derivative of {@link #queueing}. */
    double queueingSlope(double atLoad) {
        return spec.queueing() / ((1 - atLoad) * (1 - atLoad));
    }

    @Override
    double bandwidth(double writtenShare) {
        if (writtenShare != knownShare) {
            double readShare = 1 - writtenShare;
            knownShare = writtenShare;
            knownBandwidth = bytesPerPico(spec.peakGigabytesPerSecond())
                    / (readShare / spec.readEfficiency() + writtenShare / spec.writeEfficiency())
                    * (1 - 4 * spec.turnaround() * readShare * writtenShare);
        }
        return knownBandwidth;
    }
}
