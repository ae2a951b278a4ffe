package dev.diptych.real;

import dev.diptych.kernels.KernelSignature;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.StreamEntry;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings operations into streams: first all checks, then the calls, so that what is refused leaves no trace. */
final class Submitter {
    private final Cuda cuda;
    private final List<CudaGpu> gpus;
    private final PeerLinks peers;
    private final CudaMemory memory;
    private final Staging staging;
    private final RunClock clock;

    Submitter(Cuda cuda, List<CudaGpu> gpus, PeerLinks peers, CudaMemory memory, Staging staging, RunClock clock) {
        this.cuda = cuda;
        this.gpus = gpus;
        this.peers = peers;
        this.memory = memory;
        this.staging = staging;
        this.clock = clock;
    }

    /**
     * Submits an operation.
     *
     * @param isQuiet whether it goes without a signal
     * @throws InputException when the GPU cannot run it at all; nothing has happened then
     */
    void submit(Gpu place, int streamId, long opId, Op op, boolean isQuiet) {
        if (place.index() >= gpus.size()) {
            throw new InputException("this run has %d GPUs, so no %s".formatted(gpus.size(), place));
        }
        CudaGpu gpu = gpus.get(place.index());
        gpu.use();
        KernelFunction function = check(gpu, place, op);
        CudaStream stream = gpu.stream(streamId);
        InFlight operation = new InFlight(opId, op, isQuiet, stream.nextSequence(), clock.sinceEpochNanos());
        if (op instanceof Launch launch && function != null && launch.blocksPerNotice() > 0) {
            operation.notices = gpu.notices().open(opId, launch, function.signature(), stream, operation.sequence());
        }
        prepare(gpu, operation, function);
        Gate gate = !isQuiet && StreamEntry.mayBeHeldBack(op) ? gpu.gate() : null;
        if (gate == null) {
            bringIn(gpu, stream, operation, function);
        } else {
            gate.close(stream);
            try {
                bringIn(gpu, stream, operation, function);
            } finally {
                gate.open();
            }
        }
        gpu.busy().add(stream, operation);
    }

    /** Does what may wait for the GPU, such as pinning memory; behind the gate it would wait for ever. */
    private void prepare(CudaGpu gpu, InFlight operation, @Nullable KernelFunction function) {
        if (operation.op() instanceof Launch launch && function != null) {
            function.allowSharedBytes(cuda, launch.dynamicSharedBytes());
        } else if (operation.op() instanceof ReadBack readBack
                && readBack.from().bytes() > 0) {
            operation.value = gpu.readBacks().take((int) readBack.from().bytes());
        }
    }

    private void bringIn(CudaGpu gpu, CudaStream stream, InFlight operation, @Nullable KernelFunction function) {
        DeviceClock deviceClock = operation.isQuiet() ? null : gpu.clock();
        if (deviceClock != null) {
            operation.anchor = deviceClock.hold();
            operation.start = gpu.timedEvents().take();
            cuda.record(operation.start, stream.handle());
        }
        issue(gpu, stream, operation, function);
        if (deviceClock != null) {
            operation.end = gpu.timedEvents().take();
            cuda.record(operation.end, stream.handle());
        }
        if (!operation.isQuiet()) {
            gpu.signal().mark(stream, operation);
        }
    }

    private @Nullable KernelFunction check(CudaGpu gpu, Gpu place, Op op) {
        if (op instanceof Launch launch) {
            return checkLaunch(gpu, place, launch);
        }
        if (op instanceof Copy copy) {
            memory.address(copy.from());
            memory.address(copy.to());
            requirePath(copy.from().buffer().place(), copy.to().buffer().place());
        } else if (op instanceof Write write) {
            memory.address(write.to());
            requirePath(place, write.to().buffer().place());
        } else if (op instanceof ReadBack readBack) {
            memory.address(readBack.from());
            requirePath(readBack.from().buffer().place(), place);
        }
        return null;
    }

    private KernelFunction checkLaunch(CudaGpu gpu, Gpu place, Launch launch) {
        boolean isReporting = launch.blocksPerNotice() > 0;
        KernelFunction function = isReporting
                ? gpu.functions().findReporting(launch.kernel())
                : gpu.functions().find(launch.kernel());
        KernelArguments.check(function.signature(), launch.args());
        LaunchLimits.check(gpu.properties(), function.resources(), launch);
        for (Arg arg : launch.args()) {
            if (arg instanceof Arg.Address address) {
                memory.address(address.slice());
                requirePath(place, address.slice().buffer().place());
            }
        }
        if (isReporting) {
            gpu.notices().check(launch);
        }
        return function;
    }

    /** Requires that what runs at one place reaches the memory of another; everybody reaches the host's. */
    private void requirePath(Place from, Place to) {
        if (from instanceof Gpu one && to instanceof Gpu other) {
            peers.require(one, other);
        }
    }

    private void issue(CudaGpu gpu, CudaStream stream, InFlight operation, @Nullable KernelFunction function) {
        Op op = operation.op();
        if (op instanceof Launch launch && function != null) {
            launch(gpu, stream, operation, launch, function);
        } else if (op instanceof Copy copy) {
            copy(
                    memory.address(copy.to()),
                    memory.address(copy.from()),
                    copy.from().bytes(),
                    stream);
        } else if (op instanceof Write write) {
            staging.submit(
                    write,
                    memory.address(write.to()),
                    stream,
                    gpu.plainEvents(),
                    operation.isQuiet()
                            ? null
                            : () -> operation.isTold() || gpu.busy().hasEnded(stream, operation),
                    () -> gpu.checkHealth(clock.sinceEpochNanos()));
        } else if (op instanceof ReadBack readBack) {
            readBack(stream, operation, readBack.from());
        }
    }

    private void launch(CudaGpu gpu, CudaStream stream, InFlight operation, Launch launch, KernelFunction function) {
        KernelSignature signature = function.signature();
        ParameterBlock parameters = gpu.parameters();
        ByteBuffer values = parameters.values(signature);
        KernelArguments.write(launch.args(), memory::address, values);
        if (signature.reports()) {
            int last = launch.args().size() * KernelArguments.SLOT_BYTES;
            gpu.notices().writeArgument(signature, operation.notices, values, last);
        }
        cuda.launch(
                launch.kernel().entry(),
                function.handle(),
                launch.grid(),
                launch.block(),
                launch.dynamicSharedBytes(),
                stream.handle(),
                parameters.pointers());
    }

    private void readBack(CudaStream stream, InFlight operation, Slice from) {
        PinnedMemory value = operation.value;
        if (value != null) {
            copy(value.address(), memory.address(from), from.bytes(), stream);
        }
    }

    private void copy(long to, long from, long bytes, CudaStream stream) {
        if (bytes > 0) {
            cuda.copy(to, from, bytes, stream.handle());
        }
    }
}
