package dev.diptych.sim.machine;

/** A channel of constant bandwidth. */
final class Duct extends Channel {
    private final double bytesPerPico;

    Duct(double gigabytesPerSecond) {
        bytesPerPico = bytesPerPico(gigabytesPerSecond);
    }

    @Override
    double bandwidth(double writtenShare) {
        return bytesPerPico;
    }
}
