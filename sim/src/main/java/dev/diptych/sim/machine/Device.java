package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.StreamEntry;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import dev.diptych.sim.work.KernelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All GPUs of a machine with their memories and links: takes operations, tells of their ends. */
final class Device {
    private final Platform platform;
    private final EventQueue events;
    private final Consumer<Notice> notices;
    private final Topology topology;
    private final SimMemory memory;
    private final Profiles profiles;
    private final Crowds crowds = new Crowds();
    private final Blocks blocks;
    private final List<SimGpu> gpus = new ArrayList<>();
    private final @Nullable BlockTrace trace;
    /** By id; null once ended. */
    private final List<@Nullable SimOp> ops = new ArrayList<>();

    /**
     * @param hardwareQueues of each GPU; 0 for as many as its specification says
     * @param trace takes the blocks that end; null to let them go
     */
    Device(
            Platform platform,
            int hardwareQueues,
            SortedMap<String, KernelWork> works,
            ProfileStore store,
            L2Model l2,
            @Nullable BlockTrace trace,
            EventQueue events,
            Consumer<Notice> notices) {
        this.platform = platform;
        this.trace = trace;
        this.events = events;
        this.notices = notices;
        this.topology = new Topology(platform);
        Kernels kernels = new Kernels(platform);
        this.memory = new SimMemory(platform, kernels);
        this.profiles = new Profiles(platform, works, store, kernels, memory, l2);
        this.blocks = new Blocks(events);
        for (int i = 0; i < platform.gpus().size(); i++) {
            gpus.add(gpu(new Gpu(i), platform.gpus().get(i), hardwareQueues));
        }
    }

    private SimGpu gpu(Gpu gpu, GpuSpec spec, int hardwareQueues) {
        int queues = hardwareQueues == 0 ? spec.dispatch().hardwareQueues() : hardwareQueues;
        return new SimGpu(
                spec,
                new HardwareQueues(
                        spec.dispatch(),
                        queues,
                        events,
                        this::begin,
                        op -> gpuOf(op).copyEngines().drain(op),
                        this::tell),
                new BlockDispatcher(gpu, spec, events, blocks, this::placed),
                new CopyEngines(
                        spec.dispatch().copyEngines(),
                        events,
                        topology,
                        crowds,
                        op -> gpuOf(op).queues().drained(op)),
                new Steps(gpu, spec, topology, crowds, blocks::sm));
    }

    Buffer allocate(Place place, long bytes) {
        return memory.allocate(place, bytes);
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
                    "streams count from 0, but operation %d was submitted to stream %d".formatted(ops.size(), stream));
        }
        SimOp taken = new SimOp(ops.size(), gpu, stream, op, entries, submittedPicos);
        if (op instanceof Launch launch) {
            Footprint.of(launch, spec.sm());
            profiles.check(launch);
        } else {
            topology.copyLatencyPicos(taken.from(), taken.to());
        }
        ops.add(taken);
        events.add(atPicos, Event.of(Event.ISSUED, taken.id()));
        return taken.id();
    }

    /** Returns how many operations have been submitted. */
    int submitted() {
        return ops.size();
    }

    /** Puts an operation into its stream. */
    void issue(int id) {
        gpuOf(op(id)).queues().append(op(id));
    }

    /** Ends the entry of an operation that the front end is at. */
    void entryDone(int id) {
        gpuOf(op(id)).queues().entryDone(op(id));
    }

    private void begin(SimOp op) {
        if (op.op() instanceof Launch launch) {
            begin(op, launch);
        } else {
            gpuOf(op).copyEngines().append(op);
        }
    }

    private void begin(SimOp op, Launch launch) {
        SimGpu gpu = gpuOf(op);
        WorkProfile profile = profiles.of(launch, op.gpu(), gpu.spec());
        Footprint footprint = Footprint.of(launch, gpu.spec().sm());
        memory.happen(new Effect.Launched(launch, op.gpu(), profiles.readOnlyArgs(launch)));
        gpu.dispatcher().append(new Grid(op, launch, footprint, profile, gpu.steps()));
    }

    void dispatch(int gpu) {
        gpus.get(gpu).dispatcher().wake();
    }

    private void placed(Grid grid) {
        SimOp op = grid.op();
        int started = grid.toReport(grid.placed());
        if (started > 0) {
            notices.accept(new Notice.BlocksMoved(op.id(), started, 0));
        }
    }

    /** Sends a block into its next phase, or out. */
    void proceed(int block) {
        if (!blocks.proceed(block)) {
            retire(block);
        }
    }

    private void retire(int block) {
        Grid grid = blocks.grid(block);
        SimOp op = grid.op();
        if (trace != null) {
            trace.add(
                    op.id(),
                    blocks.sm(block),
                    Picos.toNanos(blocks.startPicos(block)),
                    Picos.toNanos(events.nowPicos()));
        }
        grid.retire(gpuOf(op).steps());
        int ended = grid.toReport(grid.retired());
        if (ended > 0) {
            notices.accept(new Notice.BlocksMoved(op.id(), 0, ended));
        }
        if (grid.isRetired()) {
            end(op);
        }
        gpuOf(op).dispatcher().retire(block);
    }

    /** Sends the clients of a crowd that are done with their phase onwards; returns false when none can be, at this time. */
    boolean wake(int crowdId) {
        Crowd crowd = crowds.get(crowdId);
        if (crowd == null || !crowd.wakes(events.nowPicos())) {
            return false;
        }
        while (crowd.hasDone()) {
            int client = crowd.leave();
            if (client >= 0) {
                proceed(client);
            } else {
                endCopy(op(~client));
            }
        }
        return true;
    }

    /** Moves the bytes of a copy, whose latency is over. */
    void move(int id) {
        SimOp op = op(id);
        if (!gpuOf(op).copyEngines().move(op)) {
            endCopy(op);
        }
    }

    private void endCopy(SimOp op) {
        end(op);
        gpuOf(op).copyEngines().free(op);
    }

    private void end(SimOp op) {
        if (op.op() instanceof Write write) {
            memory.happen(new Effect.Stored(write.bytes(), write.to()));
            profiles.touch(write.to());
        } else if (op.op() instanceof Copy copy) {
            memory.happen(new Effect.Copied(copy.from(), copy.to()));
            profiles.touch(copy.from());
            profiles.touch(copy.to());
        } else if (op.op() instanceof ReadBack readBack) {
            op.value = memory.readBack(readBack.from());
        }
        gpuOf(op).queues().ended(op);
    }

    private void tell(SimOp op) {
        notices.accept(new Notice.OpEnded(op));
        ops.set(op.id(), null);
    }

    /** Returns how the work of launches was found out, for people. */
    String profileSummary() {
        return profiles.summary();
    }

    /** Computes all rates from now on; to be called before time moves on. */
    void settle() {
        for (int i = 0; i < gpus.size(); i++) {
            gpus.get(i).dispatcher().settle();
        }
        crowds.settle(events);
    }

    private SimOp op(int id) {
        SimOp op = ops.get(id);
        if (op == null) {
            throw new IllegalStateException("operation %d has ended already".formatted(id));
        }
        return op;
    }

    private SimGpu gpuOf(SimOp op) {
        return gpus.get(op.gpu().index());
    }
}
