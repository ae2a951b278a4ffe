package dev.diptych.real;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import java.util.List;

/**
 * One program on its machine: a single thread that polls, calls back and submits, from the first callback to the last.
 *
 * <p>It never sleeps: what it waits for is microseconds away, and a thread that sleeps wakes tens of microseconds late.
 */
final class CudaRun implements Host {
    /** So often the driver is asked whether something went wrong. */
    static final long HEALTH_CHECK_NANOS = 10_000_000;

    private final Platform platform;
    private final long seed;
    private final List<CudaGpu> gpus;
    private final CudaMemory memory;
    private final Submitter submitter;
    private final Teller teller;
    private final RunClock clock;
    private final Requests requests;
    private final Timers timers = new Timers();
    private long submittedOps;
    private long doneOps;

    CudaRun(
            Platform platform,
            long seed,
            List<CudaGpu> gpus,
            CudaMemory memory,
            Submitter submitter,
            Teller teller,
            RunClock clock,
            Iterable<Arrival> arrivals) {
        this.platform = platform;
        this.seed = seed;
        this.gpus = gpus;
        this.memory = memory;
        this.submitter = submitter;
        this.teller = teller;
        this.clock = clock;
        this.requests = new Requests(arrivals);
    }

    /** Runs a program to its end. */
    void run(Program program) {
        clock.begin();
        CountingController controller = new CountingController(program.start(this), submittedOps);
        clock.advance();
        long checkedNanos = clock.nowNanos();
        while (!isDone()) {
            boolean progress = false;
            for (CudaGpu gpu : gpus) {
                progress |= teller.tell(gpu, controller);
            }
            progress |= ring(controller);
            progress |= arrive(controller);
            long nowNanos = clock.advance();
            // In any case now and then: progress elsewhere must not hide a GPU that is lost.
            if (nowNanos - checkedNanos > HEALTH_CHECK_NANOS) {
                gpus.forEach(gpu -> gpu.checkHealth(clock.sinceEpochNanos()));
                requireHope();
                checkedNanos = nowNanos;
            } else if (!progress) {
                Thread.onSpinWait();
            }
        }
    }

    private boolean isDone() {
        return requests.areDone() && doneOps == submittedOps && timers.isEmpty();
    }

    private boolean ring(Controller controller) {
        if (!timers.isDue(clock.advance())) {
            return false;
        }
        controller.onTimer(timers.ring());
        return true;
    }

    private boolean arrive(CountingController controller) {
        Arrival next = requests.next();
        if (next == null || !controller.isSetUp()) {
            return false;
        }
        long atNanos = controller.setUpNanos() + next.atNanos();
        if (atNanos > clock.advance()) {
            return false;
        }
        requests.advance();
        controller.onArrival(new Arrival(next.requestId(), atNanos, next.kind(), next.payload()));
        return true;
    }

    /** Fails when nothing can happen any more. */
    private void requireHope() {
        if (requests.open() > 0 && requests.next() == null && doneOps == submittedOps && timers.isEmpty()) {
            throw new IllegalStateException(
                    "nothing is pending, but %d requests are not finished; the first is request %d"
                            .formatted(requests.open(), requests.firstOpen()));
        }
    }

    @Override
    public Platform platform() {
        return platform;
    }

    @Override
    public long nowNanos() {
        return clock.nowNanos();
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public Buffer allocate(Place place, long bytes) {
        if (place instanceof Gpu gpu) {
            platform.spec(gpu);
        }
        return memory.allocate(place, bytes);
    }

    @Override
    public long submit(Gpu gpu, int stream, long requestId, Op op) {
        submitter.submit(gpu, stream, submittedOps, op, false);
        return submittedOps++;
    }

    @Override
    public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
        submitter.submit(gpu, stream, submittedOps, op, true);
        return submittedOps++;
    }

    @Override
    public void timer(long timerId, long atNanos) {
        timers.set(timerId, atNanos);
    }

    @Override
    public void finish(long requestId) {
        requests.finish(requestId);
    }

    /** Passes everything on and knows when the operations that the program started with have ended. */
    private final class CountingController implements Controller {
        private final Controller told;
        private final long setUpOps;
        private long setUpOpsDone;
        private long setUpNanos;

        CountingController(Controller told, long setUpOps) {
            this.told = told;
            this.setUpOps = setUpOps;
            this.setUpNanos = clock.advance();
        }

        boolean isSetUp() {
            return setUpOpsDone == setUpOps;
        }

        /** Returns when the set-up was done, from which the intended times of requests count. */
        long setUpNanos() {
            return setUpNanos;
        }

        @Override
        public void onArrival(Arrival arrival) {
            told.onArrival(arrival);
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            doneOps++;
            if (opId < setUpOps) {
                setUpOpsDone++;
                setUpNanos = clock.nowNanos();
            }
            told.onOpDone(opId, startNanos, endNanos);
        }

        @Override
        public void onBlocks(long opId, int started, int finished) {
            told.onBlocks(opId, started, finished);
        }

        @Override
        public void onValue(long opId, Bytes value) {
            told.onValue(opId, value);
        }

        @Override
        public void onTimer(long timerId) {
            told.onTimer(timerId);
        }
    }
}
