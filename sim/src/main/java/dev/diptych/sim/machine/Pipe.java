package dev.diptych.sim.machine;

/** A channel of constant bandwidth. */
final class Pipe extends Channel {
    private final double bytesPerPico;

    Pipe(double gigabytesPerSecond) {
        bytesPerPico = bytesPerPico(gigabytesPerSecond);
    }

    @Override
    double bandwidth(double writtenShare) {
        return bytesPerPico;
    }
}
