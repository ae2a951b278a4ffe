package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.Fingerprint;
import dev.diptych.model.run.StreamEntry;
import dev.diptych.model.work.Footprint;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Workers;
import dev.diptych.sim.work.KernelWork;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** All GPUs of a machine with their memories and links: takes operations, tells of their ends. */
final class Device {
    /** Two islands are worth two threads when each had so many events in the last stretch of time: about what waking a thread takes. */
    private static final int WORTH_A_THREAD = 200;

    private final Platform platform;
    private final Topology topology;
    private final Contents contents;
    private final Couplings couplings;
    private final List<SimGpu> gpus = new ArrayList<>();
    private final List<BlockTrace> traces = new ArrayList<>();
    /** In the order of their first GPUs. */
    private List<Island> islands = new ArrayList<>();

    private int submitted;

    /**
     * @param hardwareQueues of each GPU; 0 for as many as its specification says
     * @param isTraced whether blocks that end are written down
     */
    Device(
            Platform platform,
            int hardwareQueues,
            SortedMap<String, KernelWork> works,
            ProfileStore store,
            L2Model l2,
            boolean isTraced) {
        this.platform = platform;
        this.topology = new Topology(platform);
        this.contents = new Contents(platform, works, store, l2);
        this.couplings = new Couplings(platform);
        for (int i = 0; i < platform.gpus().size(); i++) {
            BlockTrace trace = isTraced ? new BlockTrace() : null;
            if (trace != null) {
                traces.add(trace);
            }
            Gpu gpu = new Gpu(i);
            SimGpu simulated = new SimGpu(gpu, platform.spec(gpu), hardwareQueues, topology, contents, trace);
            gpus.add(simulated);
            islands.add(new Island(List.of(simulated)));
        }
    }

    Buffer allocate(Place place, long bytes) {
        return contents.allocate(place, bytes);
    }

    /**
     * Takes an operation; returns its id.
     *
     * @param entries what its stream takes it in
     * @param submittedPicos when the first call for it was made
     * @param atPicos when it is in its stream with all its entries
     */
    int submit(Gpu gpu, int stream, Op op, List<StreamEntry> entries, long submittedPicos, long atPicos) {
        GpuSpec spec = platform.spec(gpu);
        if (stream < 0) {
            throw new IllegalArgumentException(
                    "streams count from 0, but operation %d was submitted to stream %d".formatted(submitted, stream));
        }
        SimOp taken = new SimOp(submitted, gpu, stream, op, entries, submittedPicos);
        if (op instanceof Launch launch) {
            Footprint.of(launch, spec.sm());
            contents.check(launch, gpu);
        } else {
            topology.copyLatencyPicos(taken.from(), taken.to());
        }
        if (gpus.size() > 1) {
            couplings.add(taken, contents.writes(taken));
        }
        gpus.get(gpu.index()).submit(taken, atPicos);
        return submitted++;
    }

    /** Returns how many operations have been submitted. */
    int submitted() {
        return submitted;
    }

    /** Returns when the next event is due, {@link EventQueue#NEVER} if there is none. */
    long nextPicos() {
        long next = EventQueue.NEVER;
        for (int i = 0; i < gpus.size(); i++) {
            next = Math.min(next, gpus.get(i).nextPicos());
        }
        return next;
    }

    /** Handles all events that are due before a time. */
    void runBefore(long stopPicos, Workers workers) {
        if (couplings.haveChanged()) {
            islands = regrouped(couplings.islands());
        }
        if (workers.threads() > 1 && isWorthThreads()) {
            workers.run(islands.size(), island -> islands.get(island).runBefore(stopPicos));
        } else {
            for (int i = 0; i < islands.size(); i++) {
                islands.get(i).runBefore(stopPicos);
            }
        }
        contents.trim();
    }

    /** An answer that makes no difference but in time. */
    private boolean isWorthThreads() {
        int busy = 0;
        for (int i = 0; i < islands.size(); i++) {
            busy += islands.get(i).handled() >= WORTH_A_THREAD ? 1 : 0;
        }
        return busy > 1;
    }

    private List<Island> regrouped(List<BitSet> parts) {
        List<Island> regrouped = new ArrayList<>();
        for (BitSet part : parts) {
            List<SimGpu> members = part.stream().mapToObj(gpus::get).toList();
            regrouped.add(islands.stream()
                    .filter(island -> island.gpus().equals(members))
                    .findFirst()
                    .orElseGet(() -> new Island(members)));
        }
        return regrouped;
    }

    /** Gives what GPUs have sent, in the order (time, GPU, sequence). */
    void takeNotices(Consumer<SentNotice> taker) {
        while (true) {
            SimGpu first = null;
            long firstPicos = EventQueue.NEVER;
            for (int i = 0; i < gpus.size(); i++) {
                SentNotice next = gpus.get(i).outbox().peek();
                if (next != null && next.atPicos() < firstPicos) {
                    first = gpus.get(i);
                    firstPicos = next.atPicos();
                }
            }
            if (first == null) {
                return;
            }
            SentNotice sent = first.outbox().remove();
            if (sent.notice() instanceof Notice.OpEnded ended) {
                couplings.remove(ended.op());
            }
            taker.accept(sent);
        }
    }

    /** Checks that the host was told of everything that has ended, now that nothing can happen any more. */
    void checkTold() {
        gpus.forEach(SimGpu::checkTold);
    }

    /** Returns how the work of launches was found out, for people. */
    String profileSummary() {
        return contents.profileSummary();
    }

    /** Returns where and when blocks ran, if that was written down. */
    Optional<BlockTrace> blocks() {
        return traces.isEmpty() ? Optional.empty() : Optional.of(BlockTrace.merged(traces));
    }

    /** Adds the hashes of all GPUs' events, in the order of their indices. */
    void addHashes(Fingerprint hash) {
        gpus.forEach(gpu -> hash.add(gpu.eventHash()));
    }

    /** Returns how many events there were. */
    long eventCount() {
        return gpus.stream().mapToLong(SimGpu::eventCount).sum();
    }

    /** Returns when the last thing happened. */
    long lastPicos() {
        return gpus.stream().mapToLong(SimGpu::lastPicos).max().orElse(0);
    }
}
