package dev.diptych.sim.machine;

import java.util.Arrays;

/**
 * The rates that a group of flows had before, by what they depend on: which flows have how many clients, and how many ports are in use.
 *
 * <p>A kernel in full swing wavers about a steady state: a block leaves, the next one comes, and the same few numbers of clients return
 * thousands of times. Looking them up is cheaper than solving again ({@code docs/performance.md}). The table is direct-mapped and
 * made only for groups that live long enough to use it.
 */
final class Solutions {
    private static final int SLOT_BITS = 13;
    /** After so many solutions, a group is taken to live long. */
    private static final int TRIAL = 256;
    /** States of more flows at a time hardly ever return. */
    private static final int MOST_FLOWS = 8;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final SmPorts[] ports;
    /** How long a state may be. */
    private final int stride;

    /** The present state: for each flow that has clients, its position and their number; then the ports in use of each kind. */
    private final long[] state;

    private int length;
    private int slot;

    /** By slot, the length of the state that is known there, 0 where none is. */
    private int[] lengths = {};

    private long[] states = {};
    private double[] rates = {};
    private int solved;

    Solutions(SmPorts[] ports) {
        this.ports = ports;
        this.stride = MOST_FLOWS + ports.length;
        this.state = new long[stride];
    }

    /** Writes the rates of the present state into {@code found} if they are known; returns whether they are. */
    boolean recall(Flow[] flows, int[] positions, int count, double[] found) {
        length = 0;
        if (lengths.length == 0 || count == 0 || count > MOST_FLOWS) {
            return false;
        }
        observe(flows, positions, count);
        int at = slot * stride;
        if (lengths[slot] != length || !Arrays.equals(states, at, at + length, state, 0, length)) {
            return false;
        }
        System.arraycopy(rates, slot * MOST_FLOWS, found, 0, count);
        return true;
    }

    /** Keeps the rates of the state that {@link #recall} did not know. */
    void remember(double[] solution) {
        if (length > 0) {
            lengths[slot] = length;
            System.arraycopy(state, 0, states, slot * stride, length);
            System.arraycopy(solution, 0, rates, slot * MOST_FLOWS, length - ports.length);
        } else if (++solved == TRIAL) {
            lengths = new int[1 << SLOT_BITS];
            states = new long[stride << SLOT_BITS];
            rates = new double[MOST_FLOWS << SLOT_BITS];
        }
    }

    /** Notes the present state and its slot. */
    private void observe(Flow[] flows, int[] positions, int count) {
        long hash = 0;
        for (int i = 0; i < count; i++) {
            state[i] = (long) positions[i] << Integer.SIZE | flows[i].size();
            hash = (hash ^ state[i]) * GOLDEN;
        }
        for (int i = 0; i < ports.length; i++) {
            state[count + i] = ports[i].portsInUse();
            hash = (hash ^ state[count + i]) * GOLDEN;
        }
        length = count + ports.length;
        slot = (int) (hash >>> (Long.SIZE - SLOT_BITS));
    }
}
