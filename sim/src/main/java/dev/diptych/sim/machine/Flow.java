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

    private record PortUse(SmPorts ports, double bytes) {}

    /**
     * What a phase costs one client.
     *
     * @param idlePicos what it waits on an idle machine
     * @param queuedPicos of these, what grows as queues in front of {@code waitsFor} do
     * @param ownPicos what its multiprocessor's pipes are busy with it; what it waits on an idle machine has it in it
     * @param pipePicos the same when others have their share of the pipes
     * @param turns how often waiting and pipes take turns
     */
    record Cost(
            List<Use> uses,
            double idlePicos,
            double queuedPicos,
            @Nullable DeviceMemory waitsFor,
            double ownPicos,
            double pipePicos,
            double turns) {
        Cost {
            uses = List.copyOf(uses);
        }

        /** A cost without pipes. */
        static Cost ofCopy(List<Use> uses, double idlePicos) {
            return new Cost(uses, idlePicos, 0, null, 0, 0, 1);
        }

        Cost withPipePicos(double picos) {
            return new Cost(uses, idlePicos, queuedPicos, waitsFor, ownPicos, picos, turns);
        }

        /** Returns how long it takes on an idle machine whose pipes are busy with it for a time, bandwidths aside. */
        double alonePicos(double busyPicos) {
            return hiding(idlePicos, ownPicos, busyPicos, turns);
        }
    }

    /**
     * Returns how long a block takes: at least what its share of the pipes takes; alone, what it waits. Of what others take of the pipes and what it
     * waits, the shorter hides behind the longer but for the part of one turn, as in a pipeline with so many steps: blocks that began together wait
     * together and then compute together.
     */
    private static double hiding(double waitPicos, double ownPicos, double pipePicos, double turns) {
        double others = pipePicos - ownPicos;
        if (others <= 0) {
            return Math.max(waitPicos, pipePicos);
        }
        double longer = Math.max(waitPicos, others);
        double shorter = Math.min(waitPicos, others);
        return Math.max(pipePicos, longer + shorter / turns);
    }

    private final Crowds home;
    private final Use[] uses;
    /** What the slowest of its channels whose bandwidth is constant takes for one client alone. */
    private final double constantPicos;

    private final PortUse[] ports;
    private final double idlePicos;
    private final double queuedPicos;
    private final @Nullable DeviceMemory waitsFor;
    private final double ownPicos;
    private final double pipePicos;
    private final double turns;
    private final IntUnaryOperator smOfClient;

    /** What the phase takes each of these clients while other flows rest, latencies aside. */
    private double bandwidthPicos;
    /** The same with latencies: the inverse of the speed that a client would like. */
    private double picos;
    /** The share of that speed that it is granted. */
    private double grantedShare;

    private boolean isDecided;
    /** Whether it is in a group, or about to be put into one. */
    private boolean isMember;
    /** The group that it is in, null before the next one is made. */
    private @Nullable FlowGroup group;

    private int positionInGroup;

    /**
     * @param smOfClient a client's multiprocessor, or -1 when it is a copy
     * @param isTeamed whether those on one multiprocessor may go elsewhere
     */
    Flow(int id, Crowds home, Cost cost, IntUnaryOperator smOfClient, boolean isTeamed) {
        super(id, home, isTeamed);
        this.home = home;
        this.uses = cost.uses.toArray(Use[]::new);
        this.constantPicos = cost.uses.stream()
                .filter(use -> !(use.channel instanceof SmPorts))
                .mapToDouble(use -> use.bytes / use.channel.bandwidth(use.writtenBytes / use.bytes))
                .max()
                .orElse(0);
        this.ports = cost.uses.stream()
                .filter(use -> use.channel instanceof SmPorts)
                .map(use -> new PortUse((SmPorts) use.channel, use.bytes))
                .toArray(PortUse[]::new);
        this.idlePicos = cost.idlePicos;
        this.queuedPicos = cost.queuedPicos;
        this.waitsFor = cost.waitsFor;
        this.ownPicos = cost.ownPicos;
        this.pipePicos = cost.pipePicos;
        this.turns = cost.turns;
        this.smOfClient = smOfClient;
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
    void prepare() {
        isDecided = false;
        double slowest = constantPicos;
        for (PortUse port : ports) {
            slowest = Math.max(slowest, port.bytes / port.ports.bandwidth(0));
        }
        bandwidthPicos = slowest * size();
    }

    /** Returns the phase's time for a client when a memory has a load; other memories keep the loads that they have. */
    double picosAt(DeviceMemory memory, double load) {
        return Math.max(bandwidthPicos, latencyPicos(memory, load));
    }

    /** Returns the derivative of {@link #picosAt} by the load. */
    double picosSlopeAt(DeviceMemory memory, double load) {
        if (memory != waitsFor || latencyPicos(memory, load) < bandwidthPicos) {
            return 0;
        }
        double waiting = idlePicos + queuedPicos * memory.queueing(load);
        double slope = queuedPicos * memory.queueingSlope(load);
        double lasting = latencyPicos(memory, load);
        if (lasting <= waiting) {
            return slope;
        }
        if (lasting <= pipePicos) {
            return 0;
        }
        return waiting > pipePicos - ownPicos ? slope : slope / turns;
    }

    private double latencyPicos(DeviceMemory memory, double load) {
        if (waitsFor == null) {
            return hiding(idlePicos, ownPicos, pipePicos, turns);
        }
        double waiting = idlePicos + queuedPicos * waitsFor.queueing(memory == waitsFor ? load : waitsFor.load);
        return hiding(waiting, ownPicos, pipePicos, turns);
    }

    /** Says what it would like, now that the loads of memories are known: returns the phases per picosecond of all its clients. */
    double want() {
        picos = waitsFor == null
                ? Math.max(bandwidthPicos, hiding(idlePicos, ownPicos, pipePicos, turns))
                : picosAt(waitsFor, waitsFor.load);
        return size() / picos;
    }

    /** Grants it a share of the speed that it would like; returns the phases per picosecond of all its clients, were it granted all. */
    double grant(double share) {
        isDecided = true;
        grantedShare = share;
        return size() / picos;
    }

    boolean isDecided() {
        return isDecided;
    }

    /** Returns the rate that it has been granted, in phases per picosecond of each client. */
    double grantedPerPico() {
        return grantedShare / picos;
    }

    /** Becomes a member of a group. */
    void become(FlowGroup ofGroup, int position) {
        group = ofGroup;
        positionInGroup = position;
        ofGroup.disturb(position);
    }

    /** Leaves its group if it has no clients; returns whether it has left. */
    boolean retireIfEmpty() {
        isMember = size() > 0;
        if (!isMember) {
            group = null;
        }
        return !isMember;
    }

    @Override
    void moved() {
        if (retireIfEmpty()) {
            return;
        }
        group = null;
        home.fabric().enter(this);
        home.fabric().disturb();
    }

    @Override
    int sm(int client) {
        return smOfClient.applyAsInt(client);
    }

    @Override
    void joined(int sm) {
        if (sm >= 0) {
            for (PortUse port : ports) {
                port.ports.joined(sm);
            }
        }
        tookOver();
    }

    @Override
    void tookOver() {
        if (!isMember) {
            isMember = true;
            home.fabric().enter(this);
        }
        disturb();
    }

    @Override
    void left(int sm) {
        if (sm >= 0) {
            for (PortUse port : ports) {
                port.ports.left(sm);
            }
        }
        disturb();
    }

    @Override
    void disturb() {
        if (group != null) {
            group.disturb(positionInGroup);
        }
        home.fabric().disturb();
    }
}
