package dev.diptych.sim.machine;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that move the same bytes over the same channels: blocks in equal memory phases, or copies of equal size between two places.
 *
 * <p>Little's law caps a client's rate: the bytes that it has in flight over the time that they take, which is its phase's bytes over
 * {@code idlePicos + queuedPicos * queueing} of the memory that it waits for.
 */
final class Flow extends Crowd {
    /** What one client moves over a channel in its phase. */
    record Use(Channel channel, double bytes, double writtenBytes) {}

    /** The time a phase takes one client, latencies aside, by the flow's channels. */
    record Cost(
            List<Use> uses,
            double idlePicos,
            double queuedPicos,
            @Nullable DeviceMemory waitsFor) {
        Cost {
            uses = List.copyOf(uses);
            if (uses.isEmpty()) {
                throw new IllegalArgumentException("a flow moves bytes over at least one channel");
            }
        }
    }

    private final Fabric fabric;
    private final Use[] uses;
    private final double[] writtenShares;
    private final double idlePicos;
    private final double queuedPicos;
    private final @Nullable DeviceMemory waitsFor;
    private final IntUnaryOperator smOfClient;

    /** What the phase takes each of these clients while other flows rest, latencies aside. */
    private double bandwidthPicos;
    /** The same with latencies: the inverse of the speed that a client would like. */
    private double picos;
    /** The share of that speed that it is granted. */
    private double grantedShare;

    private boolean isDecided;
    private boolean isDisturbed;

    /** @param smOfClient a client's multiprocessor, or -1 when it is a copy */
    Flow(int id, Fabric fabric, Cost cost, IntUnaryOperator smOfClient) {
        super(id);
        this.fabric = fabric;
        this.uses = cost.uses.toArray(Use[]::new);
        this.writtenShares = cost.uses.stream()
                .mapToDouble(use -> use.writtenBytes / use.bytes)
                .toArray();
        this.idlePicos = cost.idlePicos;
        this.queuedPicos = cost.queuedPicos;
        this.waitsFor = cost.waitsFor;
        this.smOfClient = smOfClient;
    }

    Channel anyChannel() {
        return uses[0].channel;
    }

    Use[] uses() {
        return uses;
    }

    boolean sharesWith(Flow other) {
        for (Use use : uses) {
            if (other.usesChannel(use.channel)) {
                return true;
            }
        }
        return false;
    }

    boolean usesChannel(Channel channel) {
        for (Use use : uses) {
            if (use.channel == channel) {
                return true;
            }
        }
        return false;
    }

    /** Starts a new solution: computes what its channels alone would take. */
    void prepare(long nowPicos) {
        advance(nowPicos);
        isDisturbed = false;
        isDecided = false;
        double slowest = 0;
        for (int i = 0; i < uses.length; i++) {
            slowest = Math.max(slowest, uses[i].bytes / uses[i].channel.bandwidth(writtenShares[i]));
        }
        bandwidthPicos = slowest * size();
    }

    /** Returns the phase's time for a client when a memory has a load; other memories keep the loads that they have. */
    double picosAt(DeviceMemory memory, double load) {
        return Math.max(bandwidthPicos, latencyPicos(memory, load));
    }

    /** Returns the derivative of {@link #picosAt} by the load. */
    double picosSlopeAt(DeviceMemory memory, double load) {
        boolean isWaiting = memory == waitsFor && latencyPicos(memory, load) >= bandwidthPicos;
        return isWaiting ? queuedPicos * memory.queueingSlope(load) : 0;
    }

    private double latencyPicos(DeviceMemory memory, double load) {
        if (waitsFor == null) {
            return idlePicos;
        }
        return idlePicos + queuedPicos * waitsFor.queueing(memory == waitsFor ? load : waitsFor.load);
    }

    /** Says over its channels what it would like, now that the loads of memories are known. */
    void want() {
        picos = waitsFor == null ? Math.max(bandwidthPicos, idlePicos) : picosAt(waitsFor, waitsFor.load);
        double phasesPerPico = size() / picos;
        for (Use use : uses) {
            use.channel.wanted += phasesPerPico * use.bytes;
            use.channel.wantedWritten += phasesPerPico * use.writtenBytes;
        }
    }

    /** Grants it a share of the speed that it would like, and takes that from its channels. */
    void grant(double share) {
        isDecided = true;
        grantedShare = share;
        double phasesPerPico = size() / picos;
        for (Use use : uses) {
            use.channel.free -= share * phasesPerPico * use.bytes;
        }
    }

    boolean isDecided() {
        return isDecided;
    }

    /** Returns the rate that it has been granted, in phases per picosecond of each client. */
    double grantedPerPico() {
        return grantedShare / picos;
    }

    boolean isDisturbed() {
        return isDisturbed;
    }

    @Override
    void joined(int client) {
        int sm = smOfClient.applyAsInt(client);
        if (sm >= 0) {
            for (Use use : uses) {
                use.channel.joined(sm);
            }
        }
        if (size() == 1) {
            fabric.enter(this);
        }
        disturb();
    }

    @Override
    void left(int client) {
        int sm = smOfClient.applyAsInt(client);
        if (sm >= 0) {
            for (Use use : uses) {
                use.channel.left(sm);
            }
        }
        if (size() == 0) {
            fabric.exit(this);
        }
        disturb();
    }

    @Override
    void disturb() {
        isDisturbed = true;
        fabric.disturb();
    }
}
