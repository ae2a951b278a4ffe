package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.MemorySpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.SliceSpec;
import dev.diptych.model.hw.Trunk;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.Misses;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
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
    /** Keeps a rate finite where something takes no time. */
    private static final double LEAST_NANOS = 1e-6;

    private record Path(Place from, Place to) {}

    /**
     * A link as channels.
     *
     * @param all its own wires, and the trunks that carry it
     * @param kernels the part of each that kernels can use
     * @param ports of the multiprocessors that read over it
     */
    private record Wires(Link link, List<Channel> all, List<Channel> kernels, SmPorts ports) {
        /**
         * Adds the loads of a block at its end. Translations that the reader does not have keep the link's own wires, in which nothing moves meanwhile,
         * but no trunk.
         */
        void load(List<Flow.Use> uses, Access access, Phase phase) {
            double bytes = (double) access.readBytes();
            double misses = link.translationNanos() == 0
                    ? 0
                    : new Translations(phase.accesses(), (double) link.reachBytes()).missesPerByte(access);
            double waitNanos = bytes * misses * link.translationNanos();
            use(uses, bytes, bytes + waitNanos * link.kernelGigabytesPerSecond());
            Topology.use(uses, ports, bytes, 0);
        }

        /** Adds the stores of a block at its beginning. */
        void store(List<Flow.Use> uses, double bytes) {
            use(uses, bytes, bytes);
        }

        private void use(List<Flow.Use> uses, double bytes, double ownBytes) {
            for (int i = 0; i < all.size(); i++) {
                Topology.use(uses, all.get(i), i == 0 ? ownBytes : bytes, 0);
                Topology.use(uses, kernels.get(i), i == 0 ? ownBytes : bytes, 0);
            }
        }

        void copy(List<Flow.Use> uses, double bytes) {
            all.forEach(channel -> Topology.use(uses, channel, bytes, 0));
        }
    }

    private final Platform platform;
    private final List<DeviceMemory> memories = new ArrayList<>();
    private final List<SmPorts> cachePorts = new ArrayList<>();
    private final List<SmPorts> storePorts = new ArrayList<>();
    private final List<Channel> lookUps = new ArrayList<>();
    private final List<Channel> slices = new ArrayList<>();
    private final List<Channel> atomics = new ArrayList<>();
    /** The line of each memory that most atomics go to: they come one after the other. */
    private final List<Channel> busiestLines = new ArrayList<>();

    private final Duct hostMemory;
    private final Map<Path, Wires> links = new HashMap<>();

    Topology(Platform platform) {
        this.platform = platform;
        hostMemory = new Duct(platform.host().memoryGigabytesPerSecond());
        for (GpuSpec gpu : platform.gpus()) {
            memories.add(new DeviceMemory(gpu.memory()));
            slices.add(new Duct(gpu.slices().readGigabytesPerSecond()));
            lookUps.add(new Duct(gpu.slices().gigarequestsPerSecond()));
            atomics.add(new Duct(gpu.slices().gigaatomicsPerSecond()));
            busiestLines.add(new Duct(1 / Math.max(LEAST_NANOS, gpu.slices().lineAtomicNanos())));
            cachePorts.add(
                    new SmPorts(gpu.l2().bytesPerCyclePerSm() * gpu.clock().megahertz() / 1000, gpu.sms()));
            storePorts.add(
                    new SmPorts(gpu.sm().storeBytesPerCycle() * gpu.clock().megahertz() / 1000, gpu.sms()));
        }
        List<Duct> trunks = new ArrayList<>();
        List<Duct> kernelTrunks = new ArrayList<>();
        for (Trunk trunk : platform.trunks()) {
            trunks.add(new Duct(Math.max(trunk.kernelGigabytesPerSecond(), trunk.copyGigabytesPerSecond())));
            kernelTrunks.add(new Duct(trunk.kernelGigabytesPerSecond()));
        }
        for (Link link : platform.links()) {
            List<Channel> all = new ArrayList<>();
            List<Channel> kernels = new ArrayList<>();
            all.add(new Duct(Math.max(link.kernelGigabytesPerSecond(), link.copyGigabytesPerSecond())));
            kernels.add(new Duct(link.kernelGigabytesPerSecond()));
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

    /** Returns what a phase costs a block on a GPU. */
    Flow.Cost work(Gpu gpu, Phase phase) {
        GpuSpec spec = platform.spec(gpu);
        List<Flow.Use> uses = new ArrayList<>();
        double idlePicos = phase.chainCycles() * picosPerCycle(spec);
        double queuedPicos = 0;
        double spreadPicos = 0;
        boolean loads = false;
        boolean stores = false;
        for (Access access : phase.accesses()) {
            use(gpu, phase, access, uses);
            idlePicos += idleLatencyPicos(gpu, access);
            if (access.place().equals(gpu)) {
                queuedPicos += rounds(access)
                        * (1 - access.cacheHitShare())
                        * spec.memory().idleLatencyNanos()
                        * 1000;
                spreadPicos = Math.max(
                        spreadPicos,
                        access.readBytes() > 0 ? (1 - access.cacheHitShare()) * spreadPicos(spec, phase) : 0);
            }
            if (access.readBytes() > 0) {
                // What is in flight together comes in from memory one after the other.
                idlePicos += (1 - cachedShare(gpu, access)) * portPicos(gpu, access);
                loads = true;
            }
            stores |= access.writeBytes() > 0;
        }
        idlePicos += spreadPicos;
        // Nothing waits for a store but the end of a thread that has waited for loads before it.
        idlePicos += loads && stores ? spec.memory().storeNanos() * 1000 : 0;
        return new Flow.Cost(
                uses,
                idlePicos,
                queuedPicos,
                queuedPicos > 0 ? memories.get(gpu.index()) : null,
                pipePicos(spec, phase),
                pipePicos(spec, phase),
                phase.turns());
    }

    /** Returns how much longer than one warp the last warp of a block waits. */
    private static double spreadPicos(GpuSpec spec, Phase phase) {
        return spec.memory().spreadNanos() * 1000 * StrictMath.log(phase.warps()) / StrictMath.log(2);
    }

    /** Returns how many bytes read would keep the slices busy for as long as an access does. */
    private double sliceBytes(Gpu gpu, Access access) {
        SliceSpec spec = platform.spec(gpu).slices();
        return access.readBytes() + access.sentBytes() * spec.readGigabytesPerSecond() / spec.writeGigabytesPerSecond();
    }

    private static double cachedShare(Gpu gpu, Access access) {
        return access.place().equals(gpu) ? access.cacheHitShare() : 0;
    }

    /** Returns how long the port of a multiprocessor is busy with what a block moves. */
    private double portPicos(Gpu gpu, Access access) {
        return access.readBytes()
                / (access.place().equals(gpu)
                        ? cachePorts.get(gpu.index()).ofOne()
                        : Channel.bytesPerPico(wires(access.place(), gpu).link.smGigabytesPerSecond()));
    }

    private static double picosPerCycle(GpuSpec spec) {
        return 1e6 / spec.clock().megahertz();
    }

    private void use(Gpu gpu, Phase phase, Access access, List<Flow.Use> uses) {
        if (access.place().equals(gpu)) {
            use(uses, cachePorts.get(gpu.index()), (double) access.readBytes(), 0);
            use(uses, storePorts.get(gpu.index()), (double) access.sentBytes(), 0);
            use(uses, slices.get(gpu.index()), sliceBytes(gpu, access), 0);
            use(uses, lookUps.get(gpu.index()), (double) access.readRequests() + access.writeRequests(), 0);
            useMemory(gpu, access, uses);
        } else {
            if (access.readBytes() > 0) {
                wires(access.place(), gpu).load(uses, access, phase);
            }
            if (access.writeBytes() > 0) {
                wires(gpu, access.place()).store(uses, (double) access.writeBytes());
            }
            double spared = access.place() instanceof Gpu ? access.cacheHitShare() : 0;
            double written = access.writeBytes()
                    * (access.place() instanceof Gpu ? access.misses().writtenShare() : 1);
            use(uses, memory(access.place()), (1 - spared) * access.readBytes() + written, written);
        }
        if (access.place() instanceof Gpu at) {
            use(uses, atomics.get(at.index()), (double) access.atomics(), 0);
            use(uses, busiestLines.get(at.index()), access.lineAtomics(), 0);
        }
    }

    /** Adds what misses of a block do to the memory of its GPU; rows that they open count as the bytes that could have been moved meanwhile. */
    private void useMemory(Gpu gpu, Access access, List<Flow.Use> uses) {
        MemorySpec spec = platform.spec(gpu).memory();
        Misses misses = access.misses();
        double stored = access.writeBytes() * misses.writtenShare();
        double fetched =
                (1 - access.cacheHitShare()) * misses.readFactor() * access.readBytes() + misses.fillFactor() * stored;
        double read = fetched * (1 + misses.readRows() * spec.rowReadBytes());
        double written = stored * (1 + misses.writeRows() * spec.rowWriteBytes());
        use(uses, memories.get(gpu.index()), read + written, written);
    }

    /** Returns how long the busiest pipe of a multiprocessor is busy with a block. */
    private static double pipePicos(GpuSpec spec, Phase phase) {
        double cycles = 0;
        for (Map.Entry<Pipe, Long> slots : phase.slots().entrySet()) {
            double rate = spec.sm().pipes().rate(slots.getKey());
            if (rate == 0) {
                throw new InputException(
                        "%s has no %s pipe, but a kernel needs it".formatted(spec.name(), slots.getKey()));
            }
            cycles = Math.max(cycles, slots.getValue() / rate);
        }
        return cycles * picosPerCycle(spec);
    }

    /** Returns how long the loads of a block take on an idle machine if bytes take no time. */
    private double idleLatencyPicos(Gpu gpu, Access access) {
        double rounds = rounds(access);
        if (rounds == 0) {
            return 0;
        }
        if (!access.place().equals(gpu)) {
            return rounds * wires(access.place(), gpu).link.latencyNanos() * 1000;
        }
        GpuSpec spec = platform.spec(gpu);
        double hitPicos = spec.clock().picos(spec.l2().hitCycles());
        double missPicos = spec.memory().idleLatencyNanos() * 1000;
        return rounds * (access.cacheHitShare() * hitPicos + (1 - access.cacheHitShare()) * missPicos);
    }

    /** Returns the waits for loads: who loads anything waits at least once. */
    private static double rounds(Access access) {
        return access.readBytes() > 0 ? Math.max(1, access.rounds()) : access.rounds();
    }

    /** Returns what a copy of at least one byte costs once it moves. */
    Flow.Cost copy(Place from, Place to, long copiedBytes) {
        double bytes = copiedBytes;
        List<Flow.Use> uses = new ArrayList<>();
        if (from.equals(to)) {
            use(uses, memory(from), 2 * bytes, bytes);
            return Flow.Cost.ofCopy(uses, 0);
        }
        Wires wires = wires(from, to);
        wires.copy(uses, bytes);
        use(uses, memory(from), bytes, 0);
        use(uses, memory(to), bytes, bytes);
        return Flow.Cost.ofCopy(uses, bytes / Channel.bytesPerPico(wires.link.copyGigabytesPerSecond()));
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
