package dev.diptych.real;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One program on its machine: a single thread that polls, calls back and submits, from the first callback to the last.
 *
 * <p>It never sleeps: what it waits for is microseconds away, and a thread that sleeps wakes tens of microseconds late.
 */
final class CudaRun implements Host {
    /** So often the driver is asked whether something went wrong. */
    static final long HEALTH_CHECK_NANOS = 10_000_000;

    /** No operation of a set-up takes this long. */
    private static final long SET_UP_LIMIT_NANOS = 60_000_000_000L;

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
    /** When an end of the set-up was seen last, and how many there were. */
    private long setUpSeenNanos;

    private long setUpSeenOps;

    CudaRun(
            Platform platform,
            long seed,
            List<CudaGpu> gpus,
            CudaMemory memory,
            Submitter submitter,
            Teller teller,
            RunClock clock,
            Requests requests) {
        this.platform = platform;
        this.seed = seed;
        this.gpus = gpus;
        this.memory = memory;
        this.submitter = submitter;
        this.teller = teller;
        this.clock = clock;
        this.requests = requests;
    }

    /** Runs a program to its end. */
    void run(Program program) {
        clock.begin();
        CountingController controller = new CountingController(program.start(this), submittedOps);
        clock.advance();
        long checkedNanos = clock.nowNanos();
        while (!isDone()) {
            boolean progress = false;
            for (int gpu = 0; gpu < gpus.size(); gpu++) {
                progress |= teller.tell(gpus.get(gpu), controller);
            }
            progress |= ring(controller);
            progress |= arrive(controller);
            long nowNanos = clock.advance();
            // In any case now and then: progress elsewhere must not hide a GPU that is lost.
            if (nowNanos - checkedNanos > HEALTH_CHECK_NANOS) {
                gpus.forEach(gpu -> gpu.checkHealth(clock.sinceEpochNanos()));
                requireHope(controller);
                requireSetUp(controller, nowNanos);
                checkedNanos = nowNanos;
            } else if (!progress) {
                Thread.onSpinWait();
            }
        }
    }

    private boolean isDone() {
        return requests.areDone() && doneOps == submittedOps && !timers.areAwaited();
    }

    private boolean ring(Controller controller) {
        if (!timers.isDue(clock.advance())) {
            return false;
        }
        controller.onTimer(timers.ring());
        return true;
    }

    private boolean arrive(CountingController controller) {
        if (!controller.isSetUp()) {
            return false;
        }
        Arrival due = requests.poll(clock.advance() - controller.setUpNanos());
        if (due == null) {
            return false;
        }
        long atNanos = controller.setUpNanos() + due.atNanos();
        controller.onArrival(new Arrival(due.requestId(), atNanos, due.kind(), due.payload()));
        return true;
    }

    /** Fails when an operation of the set-up does not end: nobody can be told of it before there are requests. */
    private void requireSetUp(CountingController controller, long nowNanos) {
        if (controller.isSetUp() || doneOps != setUpSeenOps) {
            setUpSeenOps = doneOps;
            setUpSeenNanos = nowNanos;
        } else if (nowNanos - setUpSeenNanos > SET_UP_LIMIT_NANOS) {
            throw new InputException("no operation of the set-up has ended for %d s; what has begun is %s"
                    .formatted(
                            SET_UP_LIMIT_NANOS / 1_000_000_000,
                            gpus.stream()
                                    .map(CudaRun::oldestOf)
                                    .filter(name -> !name.isEmpty())
                                    .collect(Collectors.joining(", "))));
        }
    }

    private static String oldestOf(CudaGpu gpu) {
        CudaStream stream = gpu.busy().nextToCheck();
        InFlight oldest = stream == null ? null : stream.oldest();
        if (oldest == null) {
            return "";
        }
        String what = oldest.op() instanceof Launch launch
                ? "kernel %s/%s"
                        .formatted(launch.kernel().module(), launch.kernel().entry())
                : "a copy";
        return "%s (operation %d) on gpu%d"
                .formatted(what, oldest.opId(), gpu.properties().index());
    }

    /** Fails when nothing can happen any more. */
    private void requireHope(CountingController controller) {
        boolean isArrivalDue = requests.mayCome() && controller.isSetUp();
        if (isArrivalDue || timers.areAwaited()) {
            return;
        }
        if (doneOps == submittedOps && requests.open() > 0) {
            throw new IllegalStateException(
                    "nothing is pending, but %d requests are not finished; the first is request %d"
                            .formatted(requests.open(), requests.firstOpen()));
        }
        InFlight forgotten = null;
        for (CudaGpu gpu : gpus) {
            if (gpu.busy().isEmpty()) {
                continue;
            }
            forgotten = gpu.forgotten();
            if (forgotten == null) {
                return;
            }
        }
        if (forgotten != null) {
            throw new IllegalStateException(
                    "operation %d gave no signal, being quiet, and nothing behind it in its stream did"
                            .formatted(forgotten.opId()));
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
    public void backgroundTimer(long timerId, long atNanos) {
        timers.setInBackground(timerId, atNanos);
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
