package dev.diptych.real;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.InputException;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.run.Host;
import dev.diptych.real.CudaSettings.Completion;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUcontext;
import org.jspecify.annotations.Nullable;

/**
 * One GPU of a run: its context and all that was made in it. Made complete or not at all; closing waits for what still runs, then undoes
 * everything in reverse order.
 */
final class CudaGpu implements AutoCloseable {
    private static final int MOST_STREAMS = 65_536;
    /** After a run that failed; one that did not has nothing under way. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Cuda cuda;
    private final DeviceProperties properties;
    private final CUcontext context;
    private final Cleanup cleanup = new Cleanup();
    private final EventPool timedEvents;
    private final EventPool plainEvents;
    private final KernelFunctions functions;
    private final ParameterBlock parameters;
    private final NoticeChannel notices;
    private final ReadBackBuffers readBacks;
    private final CompletionSignal signal;
    private final @Nullable DeviceClock clock;
    private final @Nullable Gate gate;
    private final List<@Nullable CudaStream> streams = new ArrayList<>();
    private final BusyStreams busy;

    private CudaGpu(
            Cuda cuda,
            DeviceProperties properties,
            CUcontext context,
            KernelCatalog catalog,
            CudaSettings settings,
            RunClock runClock) {
        this.cuda = cuda;
        this.properties = properties;
        this.context = context;
        this.timedEvents = new EventPool(cuda, true, cleanup);
        this.plainEvents = new EventPool(cuda, false, cleanup);
        this.functions = new KernelFunctions(cuda, catalog, cleanup);
        this.parameters = new ParameterBlock(cuda, cleanup);
        this.readBacks = new ReadBackBuffers(cuda, cleanup);
        this.signal = usesStreamValues(settings, properties)
                ? new CompletionSignal.StreamValue(cuda, cleanup)
                : new CompletionSignal.Event(cuda, plainEvents);
        this.busy = new BusyStreams(signal);
        this.notices = new NoticeChannel(cuda, settings.noticeSlots(), busy, cleanup);
        if (settings.deviceTimes() == DeviceTimes.EVENTS) {
            var stream = cuda.createStream();
            cleanup.later(() -> cuda.destroyStream(stream));
            this.clock = new DeviceClock(cuda, runClock, timedEvents, stream);
            this.gate = properties.streamWrites() ? new Gate(cuda, cleanup) : null;
        } else {
            this.clock = null;
            this.gate = null;
        }
    }

    /**
     * Opens a GPU.
     *
     * @throws InputException when it cannot do what is asked of it, or has no memory left
     */
    static CudaGpu open(Cuda cuda, int index, KernelCatalog catalog, CudaSettings settings, RunClock runClock) {
        DeviceProperties properties = DeviceProperties.read(cuda, index);
        if (!properties.unifiedAddressing()) {
            throw new InputException("gpu%d (%s) has no unified addressing, which the CUDA backend needs"
                    .formatted(index, properties.name()));
        }
        if (settings.completion() == Completion.STREAM_VALUE && !properties.streamWrites()) {
            throw new InputException("gpu%d (%s) cannot write values from streams: use completion auto or event"
                    .formatted(index, properties.name()));
        }
        CUcontext context = cuda.createContext(index, cuda.device(index));
        try {
            return new CudaGpu(cuda, properties, context, catalog, settings, runClock);
        } catch (RuntimeException e) {
            // The context takes with it whatever was made in it.
            cuda.destroyContext(context);
            throw e;
        }
    }

    static boolean usesStreamValues(CudaSettings settings, DeviceProperties properties) {
        return switch (settings.completion()) {
            case AUTO -> properties.streamWrites();
            case STREAM_VALUE -> true;
            case EVENT -> false;
        };
    }

    /** Makes its context the current one. */
    void use() {
        cuda.use(properties.index(), context);
    }

    /**
     * Returns a stream, made at its first use; the context is current.
     *
     * @throws InputException when the id is out of range
     */
    CudaStream stream(int id) {
        int most = signal instanceof CompletionSignal.StreamValue
                ? CompletionSignal.StreamValue.MOST_STREAMS
                : MOST_STREAMS;
        if (id < 0 || id >= most) {
            throw new InputException(
                    "gpu%d: stream %d is not one of 0 to %d".formatted(properties.index(), id, most - 1));
        }
        while (streams.size() <= id) {
            streams.add(null);
        }
        CudaStream stream = streams.get(id);
        if (stream == null) {
            var handle = id >= Host.HIGH_PRIORITY_STREAM ? cuda.createHighPriorityStream() : cuda.createStream();
            cleanup.later(() -> cuda.destroyStream(handle));
            stream = new CudaStream(id, handle);
            streams.set(id, stream);
        }
        return stream;
    }

    /** Forgets the times of the run before, whose clock began elsewhere; the streams stay. */
    void beginAnew() {
        for (CudaStream stream : streams) {
            if (stream != null) {
                stream.endedAt(0);
            }
        }
    }

    /** Returns the streams that have operations in flight. */
    BusyStreams busy() {
        return busy;
    }

    /**
     * Asks the driver whether all is well, by one stream; the driver tells of what went wrong in any.
     *
     * @param sinceEpochNanos the time on the clock of {@link RunClock#sinceEpochNanos}
     * @throws CudaFailure when something that was submitted went wrong
     */
    void checkHealth(long sinceEpochNanos) {
        CudaStream stream = busy.nextToCheck();
        if (stream == null) {
            return;
        }
        use();
        boolean isIdle = cuda.isIdle(stream.handle());
        InFlight signalling = stream.nextSignal();
        if (isIdle
                && signalling != null
                && !busy.hasEnded(stream, signalling)
                && !stream.awaitsNotices(sinceEpochNanos)) {
            throw new IllegalStateException("gpu%d, stream %d: everything is done, but operation %d gave no signal"
                    .formatted(properties.index(), stream.id(), signalling.opId()));
        }
        if (isIdle && signalling == null) {
            stream.awaitsNotices(sinceEpochNanos);
        }
    }

    /**
     * Returns an operation in flight of whose end nobody will hear unless more is submitted, as all others: quiet, and none behind it gives a signal
     * or reports. Null when there is news to come.
     */
    @Nullable
    InFlight forgotten() {
        CudaStream stream = busy.nextToCheck();
        return stream == null || busy.hasNews() || notices.areOutstanding() ? null : stream.oldest();
    }

    DeviceProperties properties() {
        return properties;
    }

    CUcontext context() {
        return context;
    }

    Cleanup cleanup() {
        return cleanup;
    }

    /** Events that carry a time. */
    EventPool timedEvents() {
        return timedEvents;
    }

    EventPool plainEvents() {
        return plainEvents;
    }

    KernelFunctions functions() {
        return functions;
    }

    ParameterBlock parameters() {
        return parameters;
    }

    NoticeChannel notices() {
        return notices;
    }

    ReadBackBuffers readBacks() {
        return readBacks;
    }

    CompletionSignal signal() {
        return signal;
    }

    /** Returns what holds streams back for device times, or null when the run takes none or the GPU has no such thing. */
    @Nullable
    Gate gate() {
        return gate;
    }

    /** Returns its clock, or null when the run takes no device times. */
    @Nullable
    DeviceClock clock() {
        return clock;
    }

    /** Returns whether something is still under way in its streams after a while. */
    boolean isStuck() {
        use();
        long untilNanos = System.nanoTime() + PATIENCE_NANOS;
        while (isBusy()) {
            if (System.nanoTime() - untilNanos > 0) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private boolean isBusy() {
        for (CudaStream stream : streams) {
            if (stream != null && cuda.isBusy(stream.handle())) {
                return true;
            }
        }
        return false;
    }

    /** Waits until nothing runs on it. */
    void awaitIdle() {
        use();
        cuda.synchronize();
    }

    @Override
    public void close() {
        try {
            awaitIdle();
            cleanup.close();
        } finally {
            cuda.destroyContext(context);
        }
    }
}
