package dev.diptych.real;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How fast this host is: a program that launches empty kernels, many at once and one after the other. Hosts of the same GPU differ by half in what a
 * call takes them and how soon they hear of an end, so a run tells of its own.
 *
 * <p>Only for runs without device times, whose operations go by a launch and a signal.
 */
final class HostPace implements Program {
    private static final Gpu GPU = new Gpu(0);
    private static final int BURSTS = 30;
    private static final int LAUNCHES = 64;
    private static final int TURNS = 400;

    private final Launch launch;
    private final long[] burstNanos = new long[BURSTS];
    private final long[] turnNanos = new long[TURNS];

    /** @param launch of a kernel that does nothing */
    HostPace(Launch launch) {
        this.launch = launch;
    }

    /**
     * Returns what came out of the run, in nanoseconds: {@code host.submitNanos}, of a launch without a signal among many, and {@code host.turnNanos},
     * from one empty kernel's submission to the next one's, which waits for its end. Medians.
     */
    SortedMap<String, String> facts() {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("host.submitNanos", String.valueOf(median(burstNanos) / LAUNCHES));
        facts.put("host.turnNanos", String.valueOf(median(turnNanos)));
        return facts;
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Override
    public Controller start(Host host) {
        Paced paced = new Paced(host);
        paced.burst();
        return paced;
    }

    private final class Paced implements Controller {
        private final Host host;
        private int bursts;
        private int turns;
        private long awaited;
        private long submittedNanos;

        Paced(Host host) {
            this.host = host;
        }

        /** Launches nobody waits for, and one that tells of all. */
        void burst() {
            long beforeNanos = System.nanoTime();
            for (int i = 0; i < LAUNCHES; i++) {
                host.submitQuietly(GPU, 0, Host.NO_REQUEST, launch);
            }
            burstNanos[bursts++] = System.nanoTime() - beforeNanos;
            submit();
        }

        private void submit() {
            submittedNanos = System.nanoTime();
            awaited = host.submit(GPU, 0, Host.NO_REQUEST, launch);
        }

        @Override
        public void onArrival(Arrival arrival) {
            throw new IllegalStateException("nobody asks for " + arrival);
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            if (opId != awaited) {
                return;
            }
            if (bursts < BURSTS) {
                burst();
                return;
            }
            // The first turn follows a burst.
            if (turns > 0) {
                turnNanos[turns - 1] = System.nanoTime() - submittedNanos;
            }
            if (turns++ < TURNS) {
                submit();
            }
        }
    }
}
