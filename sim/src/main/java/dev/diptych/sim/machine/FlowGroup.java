package dev.diptych.sim.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Flows that share channels, and their rates.
 *
 * <p>First, the load of each memory: the ρ at which the flows, slowed by the latency at ρ, load the memory by just ρ; there is one, since
 * latency rises and demand falls with load. Then, max-min fairness by progressive filling [1], in proportion to what each flow would take
 * if the channels were its alone: all are granted the same share of their own speed, until a channel is full; its flows keep what
 * they have, the others go on. So a memory that is full is shared in proportion to bytes in flight, and a link equally between a kernel
 * and a copy that could each fill it.
 *
 * <p>[1] D. Bertsekas, R. Gallager: Data networks, 2nd edition, 1992, section 6.5.2.
 */
final class FlowGroup {
    private static final double LOAD_TOLERANCE = 1e-6;
    private static final int LOAD_STEPS = 200;

    private final Flow[] members;
    /** Bit b of word w: member 64 w + b has clients. Most members have none, most of the time. */
    private final long[] occupied;

    private boolean isDisturbed = true;

    /** The members that have clients, in their order, as of the latest settlement. */
    private final Flow[] flows;
    /** Their positions among the members. */
    private final int[] positions;

    private int size;

    private final Channel[] channels;
    /** By channel: bytes per picosecond that nobody has been granted yet. */
    private final double[] free;
    /** By channel: bytes per picosecond that its undecided flows would take if channels were their own. */
    private final double[] wanted;
    /** What of these is written. */
    private final double[] wantedWritten;
    /** By member and its uses: the index of the channel. */
    private final int[][] channelsOf;

    private final DeviceMemory[] memories;
    private final Solutions solutions;
    /** The solution at hand, in phases per picosecond of a client. */
    private final double[] rates;

    FlowGroup(List<Flow> members) {
        this.members = members.toArray(Flow[]::new);
        occupied = new long[(members.size() + Long.SIZE - 1) / Long.SIZE];
        flows = new Flow[members.size()];
        positions = new int[members.size()];
        List<Channel> distinct = new ArrayList<>();
        for (int i = 0; i < this.members.length; i++) {
            this.members[i].become(this, i);
            for (Flow.Use use : this.members[i].uses()) {
                if (!distinct.contains(use.channel())) {
                    distinct.add(use.channel());
                }
            }
        }
        channels = distinct.toArray(Channel[]::new);
        free = new double[channels.length];
        wanted = new double[channels.length];
        wantedWritten = new double[channels.length];
        channelsOf = new int[members.size()][];
        for (int i = 0; i < this.members.length; i++) {
            channelsOf[i] = Arrays.stream(this.members[i].uses())
                    .mapToInt(use -> distinct.indexOf(use.channel()))
                    .toArray();
        }
        memories = distinct.stream()
                .filter(DeviceMemory.class::isInstance)
                .map(DeviceMemory.class::cast)
                .toArray(DeviceMemory[]::new);
        solutions = new Solutions(distinct.stream()
                .filter(SmPorts.class::isInstance)
                .map(SmPorts.class::cast)
                .toArray(SmPorts[]::new));
        rates = new double[members.size()];
    }

    /** Notes that a member's clients have changed. */
    void disturb(int position) {
        isDisturbed = true;
        long bit = 1L << position;
        if (members[position].size() > 0) {
            occupied[position / Long.SIZE] |= bit;
        } else {
            occupied[position / Long.SIZE] &= ~bit;
        }
    }

    /** Computes the rates of all clients from now on, if any flow has changed. */
    void settle(long nowPicos) {
        if (!isDisturbed) {
            return;
        }
        isDisturbed = false;
        gather();
        for (int i = 0; i < size; i++) {
            flows[i].advance(nowPicos);
        }
        if (!solutions.recall(flows, positions, size, rates)) {
            solve();
            solutions.remember(rates);
        }
        for (int i = 0; i < size; i++) {
            flows[i].run(rates[i]);
        }
    }

    private void gather() {
        size = 0;
        for (int word = 0; word < occupied.length; word++) {
            for (long rest = occupied[word]; rest != 0; rest &= rest - 1) {
                int position = word * Long.SIZE + Long.numberOfTrailingZeros(rest);
                positions[size] = position;
                flows[size++] = members[position];
            }
        }
    }

    private void solve() {
        for (int i = 0; i < size; i++) {
            flows[i].prepare();
        }
        for (DeviceMemory memory : memories) {
            solveLoad(memory);
        }
        fill();
        for (int i = 0; i < size; i++) {
            rates[i] = flows[i].grantedPerPico();
        }
    }

    /** Finds the load by Newton's method, kept inside a bracket by bisection, from the load before. */
    private void solveLoad(DeviceMemory memory) {
        double low = 0;
        double high = DeviceMemory.FULL;
        double load = memory.load;
        for (int step = 0; step < LOAD_STEPS; step++) {
            double bytesPerPico = 0;
            double writtenPerPico = 0;
            for (int i = 0; i < size; i++) {
                Flow flow = flows[i];
                for (Flow.Use use : flow.uses()) {
                    if (use.channel() == memory) {
                        double picos = flow.picosAt(memory, load);
                        bytesPerPico += flow.size() * use.bytes() / picos;
                        writtenPerPico += flow.size() * use.writtenBytes() / picos;
                    }
                }
            }
            if (bytesPerPico == 0) {
                load = 0;
                break;
            }
            double bandwidth = memory.bandwidth(writtenPerPico / bytesPerPico);
            double excess = bytesPerPico / bandwidth - load;
            boolean isFull = load == DeviceMemory.FULL && excess > 0;
            if (isFull || Math.abs(excess) <= LOAD_TOLERANCE) {
                break;
            }
            if (excess > 0) {
                low = load;
            } else {
                high = load;
            }
            double next = load - excess / (demandSlope(memory, load) / bandwidth - 1);
            if (next >= DeviceMemory.FULL && high == DeviceMemory.FULL) {
                next = DeviceMemory.FULL;
            } else if (next <= low || next >= high) {
                next = (low + high) / 2;
            }
            load = next;
        }
        memory.load = load;
    }

    /** Returns the derivative of what flows ask of a memory by its load. */
    private double demandSlope(DeviceMemory memory, double load) {
        double slope = 0;
        for (int i = 0; i < size; i++) {
            Flow flow = flows[i];
            for (Flow.Use use : flow.uses()) {
                if (use.channel() == memory) {
                    double picos = flow.picosAt(memory, load);
                    slope -= flow.size() * use.bytes() / picos / picos * flow.picosSlopeAt(memory, load);
                }
            }
        }
        return slope;
    }

    private void fill() {
        want();
        for (int c = 0; c < channels.length; c++) {
            free[c] = channels[c].bandwidth(wantedWritten[c] / wanted[c]);
        }
        double shareBefore = 0;
        boolean isSomeUndecided = true;
        while (isSomeUndecided) {
            double share = 1;
            int full = -1;
            for (int c = 0; c < channels.length; c++) {
                // Without the first condition, a channel whose flows are all decided could look full by a rounding
                // error.
                if (wanted[c] > 0 && wanted[c] * share > free[c]) {
                    share = free[c] / wanted[c];
                    full = c;
                }
            }
            // Shares never fall from one round to the next, except by a rounding error.
            share = Math.max(share, shareBefore);
            shareBefore = share;
            for (int i = 0; i < size; i++) {
                if (!flows[i].isDecided() && (full < 0 || flows[i].usesChannel(channels[full]))) {
                    grant(i, share);
                }
            }
            isSomeUndecided = full >= 0 && want();
        }
    }

    /** Grants a flow a share of the speed that it would like, and takes that from its channels. */
    private void grant(int index, double share) {
        double phasesPerPico = flows[index].grant(share);
        int[] used = channelsOf[positions[index]];
        for (int use = 0; use < used.length; use++) {
            free[used[use]] -= share * phasesPerPico * flows[index].uses()[use].bytes();
        }
    }

    /** Sums up what the undecided flows would like; returns whether there is any. */
    private boolean want() {
        Arrays.fill(wanted, 0);
        Arrays.fill(wantedWritten, 0);
        boolean isSomeUndecided = false;
        for (int i = 0; i < size; i++) {
            Flow flow = flows[i];
            if (!flow.isDecided()) {
                double phasesPerPico = flow.want();
                int[] used = channelsOf[positions[i]];
                for (int use = 0; use < used.length; use++) {
                    wanted[used[use]] += phasesPerPico * flow.uses()[use].bytes();
                    wantedWritten[used[use]] += phasesPerPico * flow.uses()[use].writtenBytes();
                }
                isSomeUndecided = true;
            }
        }
        return isSomeUndecided;
    }
}
