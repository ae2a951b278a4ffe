package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
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
 * on to the memory. What it moves to or from elsewhere passes the link, and the memory at the other end, unless the cache has it.
 */
final class Topology {
    private record Path(Place from, Place to) {}

    /** A link: its wires, the part of them that kernels can use, and the ports of the multiprocessors that read over it. */
    private record Wires(Link link, Channel all, Channel kernels, Channel ports) {}

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
        for (Link link : platform.links()) {
            int readers = link.to() instanceof Gpu gpu ? platform.spec(gpu).sms() : 1;
            links.put(
                    new Path(link.from(), link.to()),
                    new Wires(
                            link,
                            new Pipe(Math.max(link.kernelGigabytesPerSecond(), link.copyGigabytesPerSecond())),
                            new Pipe(link.kernelGigabytesPerSecond()),
                            new SmPorts(link.smGigabytesPerSecond(), readers)));
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
            use(uses, cachePorts.get(gpu.index()), phase.cacheHitShare() * bytes, 0);
            if (missShare * phase.readBytes() > 0) {
                Wires wires = wires(phase.place(), gpu);
                use(uses, wires.all, missShare * phase.readBytes(), 0);
                use(uses, wires.kernels, missShare * phase.readBytes(), 0);
                use(uses, wires.ports, missShare * phase.readBytes(), 0);
            }
            if (missShare * phase.writeBytes() > 0) {
                Wires wires = wires(gpu, phase.place());
                use(uses, wires.all, missShare * phase.writeBytes(), 0);
                use(uses, wires.kernels, missShare * phase.writeBytes(), 0);
            }
            use(uses, memory(phase.place()), missShare * bytes, missShare * phase.writeBytes());
        }
        double storePicos = phase.writeBytes() > 0 ? platform.spec(gpu).memory().storeNanos() * 1000 : 0;
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
        GpuSpec spec = platform.spec(gpu);
        double hitPicos = spec.clock().picos(spec.l2().hitCycles());
        double missNanos = phase.place().equals(gpu)
                ? spec.memory().idleLatencyNanos()
                : wires(phase.place(), gpu).link.latencyNanos();
        return rounds * (phase.cacheHitShare() * hitPicos + (1 - phase.cacheHitShare()) * missNanos * 1000);
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
        use(uses, wires.all, bytes, 0);
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
