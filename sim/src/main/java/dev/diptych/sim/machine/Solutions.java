package dev.diptych.sim.machine;

import java.util.Arrays;

/**
 * The rates that a group of flows had before, by what they depend on: how many clients each flow has, and how many ports are in use.
 *
 * <p>A kernel in full swing wavers about a steady state: a block leaves, the next one comes, and the same few numbers of clients return
 * thousands of times. Looking them up is cheaper than solving again ({@code docs/performance.md}). The table is direct-mapped and
 * made only for groups that live long enough to use it.
 */
final class Solutions {
    private static final int SLOT_BITS = 12;
    /** After so many solutions, a group is taken to live long. */
    private static final int TRIAL = 256;
    /** Groups of more flows hardly ever come back to a state. */
    private static final int MOST_FLOWS = 64;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Flow[] flows;
    private final SmPorts[] ports;
    private final int[] state;
    /** By slot, the state that is known there; sizes are not negative, and -1 marks an empty slot. */
    private int[] states = {};

    private double[] rates = {};
    private int solved;
    private int slot;

    Solutions(Flow[] flows, SmPorts[] ports) {
        this.flows = flows;
        this.ports = ports;
        this.state = new int[flows.length + ports.length];
    }

    /** Writes the rates of the present state into {@code found} if they are known; returns whether they are. */
    boolean recall(double[] found) {
        if (states.length == 0) {
            return false;
        }
        slot = observe();
        int at = slot * state.length;
        if (!Arrays.equals(states, at, at + state.length, state, 0, state.length)) {
            return false;
        }
        System.arraycopy(rates, slot * flows.length, found, 0, flows.length);
        return true;
    }

    /** Keeps the rates of the state that {@link #recall} did not know. */
    void remember(double[] solution) {
        if (states.length > 0) {
            System.arraycopy(state, 0, states, slot * state.length, state.length);
            System.arraycopy(solution, 0, rates, slot * flows.length, flows.length);
        } else if (++solved == TRIAL && flows.length <= MOST_FLOWS) {
            states = new int[state.length << SLOT_BITS];
            Arrays.fill(states, -1);
            rates = new double[flows.length << SLOT_BITS];
        }
    }

    /** Notes the present state and returns its slot. */
    private int observe() {
        long hash = 0;
        for (int i = 0; i < flows.length; i++) {
            state[i] = flows[i].size();
            hash = (hash ^ state[i]) * GOLDEN;
        }
        for (int i = 0; i < ports.length; i++) {
            state[flows.length + i] = ports[i].portsInUse();
            hash = (hash ^ state[flows.length + i]) * GOLDEN;
        }
        return (int) (hash >>> (Long.SIZE - SLOT_BITS));
    }
}
