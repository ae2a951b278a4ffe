package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Trunk;
import dev.diptych.model.work.Phase;
import dev.diptych.sim.engine.Picos;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The channels of a machine, and what moving bytes over them costs.
 *
 * <p>Everything that a multiprocessor moves to or from its GPU's memory passes its port to the second-level cache; what misses there goes
 * on to the memory. What it moves to or from elsewhere passes the link, and the memory at the other end; the cache of a peer spares the
 * peer's memory.
 */
final class Topology {
    private record Path(Place from, Place to) {}

    /**
     * A link as channels.
     *
     * @param all its own wires, and the trunks that carry it
     * @param kernels the part of each that kernels can use
     * @param ports of the multiprocessors that read over it
     */
    private record Wires(Link link, List<Channel> all, List<Channel> kernels, SmPorts ports) {
        /** Adds the loads of a block at its end. */
        void load(List<Flow.Use> uses, double bytes) {
            store(uses, bytes);
            use(uses, ports, bytes, 0);
        }

        /** Adds the stores of a block at its beginning. */
        void store(List<Flow.Use> uses, double bytes) {
            copy(uses, bytes);
            kernels.forEach(channel -> use(uses, channel, bytes, 0));
        }

        void copy(List<Flow.Use> uses, double bytes) {
            all.forEach(channel -> use(uses, channel, bytes, 0));
        }
    }

    private final Platform platform;
    private final List<DeviceMemory> memories = new ArrayList<>();
    private final List<SmPorts> cachePorts = new ArrayList<>();
    private final Pipe hostMemory;
    private final Map<Path, Wires> links = new HashMap<>();

    Topology(Platform platform) {
        this.platform = platform;
        hostMemory = new Pipe(platform.host().memoryGigabytesPerSecond());
        for (GpuSpec gpu : platform.gpus()) {
            memories.add(new DeviceMemory(gpu.memory()));
            cachePorts.add(
                    new SmPorts(gpu.l2().bytesPerCyclePerSm() * gpu.clock().megahertz() / 1000, gpu.sms()));
        }
        List<Pipe> trunks = new ArrayList<>();
        List<Pipe> kernelTrunks = new ArrayList<>();
        for (Trunk trunk : platform.trunks()) {
            trunks.add(new Pipe(Math.max(trunk.kernelGigabytesPerSecond(), trunk.copyGigabytesPerSecond())));
            kernelTrunks.add(new Pipe(trunk.kernelGigabytesPerSecond()));
        }
        for (Link link : platform.links()) {
            List<Channel> all = new ArrayList<>();
            List<Channel> kernels = new ArrayList<>();
            all.add(new Pipe(Math.max(link.kernelGigabytesPerSecond(), link.copyGigabytesPerSecond())));
            kernels.add(new Pipe(link.kernelGigabytesPerSecond()));
            for (int i = 0; i < trunks.size(); i++) {
                if (platform.trunks().get(i).carries(link)) {
                    all.add(trunks.get(i));
                    kernels.add(kernelTrunks.get(i));
                }
            }
            int readers = link.to() instanceof Gpu gpu ? platform.spec(gpu).sms() : 1;
            SmPorts ports = new SmPorts(link.smGigabytesPerSecond(), readers);
            links.put(new Path(link.from(), link.to()), new Wires(link, all, kernels, ports));
        }
    }

    /** Returns what a memory phase that moves bytes costs a block on a GPU. */
    Flow.Cost memory(Gpu gpu, Phase.Memory phase) {
        double missShare = 1 - phase.cacheHitShare();
        double bytes = (double) phase.readBytes() + phase.writeBytes();
        List<Flow.Use> uses = new ArrayList<>();
        if (phase.place().equals(gpu)) {
            use(uses, cachePorts.get(gpu.index()), bytes, 0);
            use(uses, memories.get(gpu.index()), missShare * bytes, missShare * phase.writeBytes());
        } else {
            if (phase.readBytes() > 0) {
                wires(phase.place(), gpu).load(uses, (double) phase.readBytes());
            }
            if (phase.writeBytes() > 0) {
                wires(gpu, phase.place()).store(uses, (double) phase.writeBytes());
            }
            double spared = phase.place() instanceof Gpu ? phase.cacheHitShare() : 0;
            use(uses, memory(phase.place()), (1 - spared) * bytes, (1 - spared) * phase.writeBytes());
        }
        // Nothing waits for a store but the end of a thread that has waited for loads before it.
        boolean storesAfterLoads = phase.readBytes() > 0 && phase.writeBytes() > 0;
        double storePicos = storesAfterLoads ? platform.spec(gpu).memory().storeNanos() * 1000 : 0;
        boolean waitsInQueue = phase.place().equals(gpu) && missShare > 0 && phase.readBytes() > 0;
        return new Flow.Cost(
                uses,
                idleLatencyPicos(gpu, phase) + storePicos,
                waitsInQueue
                        ? rounds(phase)
                                * missShare
                                * platform.spec(gpu).memory().idleLatencyNanos()
                                * 1000
                        : 0,
                waitsInQueue ? memories.get(gpu.index()) : null);
    }

    /** Returns how long the loads of a memory phase take on an idle machine if bytes take no time. */
    double idleLatencyPicos(Gpu gpu, Phase.Memory phase) {
        long rounds = rounds(phase);
        if (rounds == 0) {
            return 0;
        }
        if (!phase.place().equals(gpu)) {
            return rounds * wires(phase.place(), gpu).link.latencyNanos() * 1000;
        }
        GpuSpec spec = platform.spec(gpu);
        double hitPicos = spec.clock().picos(spec.l2().hitCycles());
        double missPicos = spec.memory().idleLatencyNanos() * 1000;
        return rounds * (phase.cacheHitShare() * hitPicos + (1 - phase.cacheHitShare()) * missPicos);
    }

    /** Returns the waits for loads in a phase: who loads anything waits at least once. */
    private static long rounds(Phase.Memory phase) {
        return phase.readBytes() > 0 ? Math.max(1, phase.rounds()) : phase.rounds();
    }

    /** Returns what a copy of at least one byte costs once it moves. */
    Flow.Cost copy(Place from, Place to, long copiedBytes) {
        double bytes = copiedBytes;
        List<Flow.Use> uses = new ArrayList<>();
        if (from.equals(to)) {
            use(uses, memory(from), 2 * bytes, bytes);
            return new Flow.Cost(uses, 0, 0, null);
        }
        Wires wires = wires(from, to);
        wires.copy(uses, bytes);
        use(uses, memory(from), bytes, 0);
        use(uses, memory(to), bytes, bytes);
        return new Flow.Cost(uses, bytes / Channel.bytesPerPico(wires.link.copyGigabytesPerSecond()), 0, null);
    }

    /**
     * Returns what a copy takes besides its bytes. Inside a GPU, the driver copies by a kernel.
     *
     * @throws InputException when there is no link
     */
    long copyLatencyPicos(Place from, Place to) {
        if (!from.equals(to)) {
            return Picos.ofNanos(wires(from, to).link.copyLatencyNanos());
        }
        return from instanceof Gpu gpu
                ? Picos.ofNanos(platform.spec(gpu).dispatch().startNanos())
                : 0;
    }

    private Channel memory(Place place) {
        return place instanceof Gpu gpu ? memories.get(gpu.index()) : hostMemory;
    }

    private Wires wires(Place from, Place to) {
        Wires wires = links.get(new Path(from, to));
        if (wires == null) {
            throw new InputException(
                    "platform '%s' has no link from %s to %s; name one under 'links', or copy in two steps"
                            .formatted(platform.name(), from, to));
        }
        return wires;
    }

    private static void use(List<Flow.Use> uses, Channel channel, double bytes, double writtenBytes) {
        if (bytes > 0) {
            uses.add(new Flow.Use(channel, bytes, writtenBytes));
        }
    }
}
