package dev.diptych.sim.machine;

/**
 * The ports through which the multiprocessors of a GPU draw from its second-level cache or from a link. One multiprocessor draws no more
 * than its port carries, so together they draw as much as the ports in use do: the dispatcher spreads blocks evenly enough for the
 * ports to be shared as one.
 */
final class SmPorts extends Channel {
    private final double portBytesPerPico;
    private final int[] clients;
    private int portsInUse;

    SmPorts(double portGigabytesPerSecond, int sms) {
        portBytesPerPico = bytesPerPico(portGigabytesPerSecond);
        clients = new int[sms];
    }

    /** Returns what one port carries, in bytes per picosecond. */
    double ofOne() {
        return portBytesPerPico;
    }

    int portsInUse() {
        return portsInUse;
    }

    @Override
    double bandwidth(double writtenShare) {
        return portBytesPerPico * portsInUse;
    }

    /** Notes a client on a multiprocessor. */
    void joined(int sm) {
        if (clients[sm]++ == 0) {
            portsInUse++;
        }
    }

    /** Notes that the client has left. */
    void left(int sm) {
        if (--clients[sm] == 0) {
            portsInUse--;
        }
    }
}
