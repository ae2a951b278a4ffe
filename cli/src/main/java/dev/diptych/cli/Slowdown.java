package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.table.Table;
import dev.diptych.sim.machine.ProfileStore;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much longer it takes to simulate requests of a recorded run than the device was busy with them.
 *
 * <p>The time is that of the simulating thread's processor, from the arrival of the first of these requests, for which a few before it have warmed up;
 * the least of several repetitions in one process. Profiles are known from the first repetition, so what is measured is the machine that
 * makes them time. The device's time is what its operations cover, as recorded; its pauses count for nothing.
 *
 * @param cpuNanos of the simulation
 * @param deviceNanos as recorded
 */
record Slowdown(String run, long cpuNanos, long deviceNanos) {
    private static final int WARM_UP_REQUESTS = 4;
    private static final int REQUESTS = 12;
    private static final int LEAST_REPETITIONS = 3;
    private static final int MOST_REPETITIONS = 10;
    private static final long ENOUGH_NANOS = 200_000_000;

    /**
     * Measures a run.
     *
     * @throws InputException when it was not recorded on hardware, or no device was busy in it
     */
    static Slowdown of(Recorded recorded) {
        Validation.checkHardware(recorded);
        String name = String.valueOf(recorded.directory().getFileName());
        int all = recorded.run().log().arrivals().rows();
        int first = Math.min(WARM_UP_REQUESTS, Math.max(0, all - 1));
        int end = Math.min(all, first + REQUESTS);
        long deviceNanos = coveredNanos(recorded.run().log(), first, end);
        if (deviceNanos == 0) {
            throw new InputException("%s: no operation of requests %d to %d took time".formatted(name, first, end - 1));
        }
        Experiment experiment = recorded.experiment();
        ProfileStore profiles = new ProfileStore();
        long least = Long.MAX_VALUE;
        long spent = 0;
        for (int i = 0; i < MOST_REPETITIONS && (i < LEAST_REPETITIONS || spent < ENOUGH_NANOS); i++) {
            long nanos = simulate(experiment, profiles, first, end);
            spent += nanos;
            least = Math.min(least, nanos);
        }
        return new Slowdown(name, least, deviceNanos);
    }

    private static long simulate(Experiment experiment, ProfileStore profiles, int first, int end) {
        Stopwatch[] started = new Stopwatch[1];
        try (Backend backend = experiment.simulator(experiment.platform(), profiles)) {
            Program program = experiment.program();
            backend.run(
                    host -> {
                        started[0] = new Stopwatch(program.start(host), first);
                        return started[0];
                    },
                    FewRequests.first(experiment.arrivals(), end));
        }
        return Stopwatch.cpuNanos() - started[0].startNanos;
    }

    /** Returns how long at least one operation of some requests was on a device. */
    private static long coveredNanos(RunLog log, int first, int end) {
        Table ops = log.ops();
        List<long[]> spans = IntStream.range(0, ops.rows())
                .filter(op -> ops.column("request").get(op) >= first
                        && ops.column("request").get(op) < end)
                .mapToObj(op -> new long[] {
                    ops.column("startNanos").get(op), ops.column("endNanos").get(op)
                })
                .sorted(Comparator.comparingLong(span -> span[0]))
                .toList();
        long covered = 0;
        long until = Long.MIN_VALUE;
        for (long[] span : spans) {
            covered += Math.max(0, span[1] - Math.max(until, span[0]));
            until = Math.max(until, span[1]);
        }
        return covered;
    }

    /** Returns the seconds of simulating in a second of the device. */
    double factor() {
        return (double) cpuNanos / deviceNanos;
    }

    /** A controller that notes when a request arrives. */
    private static final class Stopwatch implements Controller {
        private final Controller controller;
        private final int request;
        private long startNanos;

        Stopwatch(Controller controller, int request) {
            this.controller = controller;
            this.request = request;
        }

        static long cpuNanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        @Override
        public void onArrival(Arrival arrival) {
            if (arrival.requestId() == request) {
                startNanos = cpuNanos();
            }
            controller.onArrival(arrival);
        }

        @Override
        public void onOpDone(long opId, long start, long end) {
            controller.onOpDone(opId, start, end);
        }

        @Override
        public void onBlocks(long opId, int begun, int finished) {
            controller.onBlocks(opId, begun, finished);
        }

        @Override
        public void onValue(long opId, Bytes value) {
            controller.onValue(opId, value);
        }

        @Override
        public void onTimer(long timerId) {
            controller.onTimer(timerId);
        }
    }
}
