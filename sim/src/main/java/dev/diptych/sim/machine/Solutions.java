package dev.diptych.sim.machine;

/**
 * The rates that a group of flows had before, by what they depend on: how many clients each flow has, and how many ports are in use.
 *
 * <p>A kernel in full swing wavers about a steady state: a block leaves, the next one comes, and the same few numbers of clients return
 * thousands of times. Looking them up is cheaper than solving again ({@code docs/performance.md}). The table is direct-mapped and
 * made only for groups that live long enough to use it.
 */
final class Solutions {
    private static final int SLOT_BITS = 12;
    private static final int CLIENT_BITS = 16;
    private static final int PORT_BITS = 10;
    /** After so many solutions, a group is taken to live long. */
    private static final int TRIAL = 256;

    private static final long NONE = 0;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Flow[] flows;
    private final SmPorts[] ports;
    private final boolean isKeyLong;
    private long[] keys = {};
    private double[] rates = {};
    private int solved;
    /** What was asked for last, {@link #NONE} when it has no key. */
    private long key;

    Solutions(Flow[] flows, SmPorts[] ports) {
        this.flows = flows;
        this.ports = ports;
        isKeyLong = flows.length * CLIENT_BITS + ports.length * PORT_BITS >= Long.SIZE;
    }

    /** Writes the rates of the present state into {@code found} if they are known; returns whether they are. */
    boolean recall(double[] found) {
        if (keys.length == 0) {
            return false;
        }
        key = key();
        int slot = slot();
        if (key == NONE || keys[slot] != key) {
            return false;
        }
        System.arraycopy(rates, slot * flows.length, found, 0, flows.length);
        return true;
    }

    /** Keeps the rates of the state that {@link #recall} did not know. */
    void remember(double[] solution) {
        if (keys.length == 0) {
            if (++solved == TRIAL && !isKeyLong) {
                keys = new long[1 << SLOT_BITS];
                rates = new double[flows.length << SLOT_BITS];
            }
        } else if (key != NONE) {
            keys[slot()] = key;
            System.arraycopy(solution, 0, rates, slot() * flows.length, flows.length);
        }
    }

    private int slot() {
        return (int) ((key * GOLDEN) >>> (Long.SIZE - SLOT_BITS));
    }

    private long key() {
        long packed = 0;
        for (Flow flow : flows) {
            if (flow.size() >= 1 << CLIENT_BITS) {
                return NONE;
            }
            packed = packed << CLIENT_BITS | flow.size();
        }
        for (SmPorts port : ports) {
            if (port.portsInUse() >= 1 << PORT_BITS) {
                return NONE;
            }
            packed = packed << PORT_BITS | port.portsInUse();
        }
        return packed;
    }
}
