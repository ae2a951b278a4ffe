package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.run.RunLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long GPUs were held by replicas of system {@code serving-variants}, up to the last answer, and how many at which time. Of the operations on a GPU
 * that serve no request, one loads a replica and the next takes it away, in turn.
 */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class FleetCost implements MetricPlugin<FleetCost.Settings> {
    /**
     * How closely it looks.
     *
     * @param points of the timeline, evenly over the run
     */
    public record Settings(int points) {
        public Settings {
            if (points < 0 || points > MOST_POINTS) {
                throw new IllegalArgumentException("points %d should be from 0 to %d".formatted(points, MOST_POINTS));
            }
        }
    }

    private static final int MOST_POINTS = 1000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double THOUSAND = 1000;

    private record Hold(long fromNanos, long toNanos) {
        long nanos() {
            return toNanos - fromNanos;
        }
    }

    @Override
    public String name() {
        return "fleet-cost";
    }

    @Override
    public String summary() {
        return "GPU-seconds that replicas held and used, and how many GPUs at which time";
    }

    @Override
    public Settings defaults() {
        return new Settings(8);
    }

    @Override
    public List<Measurement> measure(RunLog log, Settings settings) {
        Requests requests = new Requests(log);
        long beginNanos = requests.arrivalNanos(0);
        long endNanos = beginNanos + requests.makespanNanos();
        List<Hold> holds = holds(log, beginNanos, endNanos);
        long heldNanos = holds.stream().mapToLong(Hold::nanos).sum();
        double heldSeconds = heldNanos / NANOS_PER_SECOND;
        int answered = 0;
        for (int request = 0; request < requests.count(); request++) {
            answered += requests.wasServed(request) ? 1 : 0;
        }
        List<Measurement> found = new ArrayList<>();
        found.add(new Measurement("held", "GPU s", heldSeconds));
        found.add(new Measurement("busy", "GPU s", busySeconds(log)));
        found.add(new Measurement("held a thousand answers", "GPU s", THOUSAND * heldSeconds / Math.max(answered, 1)));
        found.add(new Measurement("mean held", "GPUs", (double) heldNanos / (endNanos - beginNanos)));
        for (int point = 0; point < settings.points(); point++) {
            long atNanos = beginNanos + (endNanos - beginNanos) / settings.points() * point;
            long held = holds.stream()
                    .filter(hold -> hold.fromNanos() <= atNanos && atNanos < hold.toNanos())
                    .count();
            found.add(new Measurement("held after %d/%d of the run".formatted(point, settings.points()), "GPUs", held));
        }
        return found;
    }

    /** Returns when GPUs were held, within a time. */
    private static List<Hold> holds(RunLog log, long beginNanos, long endNanos) {
        List<Hold> holds = new ArrayList<>();
        Map<Integer, Long> loaded = new TreeMap<>();
        for (int op = 0; op < log.ops().rows(); op++) {
            if (log.ops().column("request").get(op) < 0) {
                int gpu = (int) log.ops().column("gpu").get(op);
                long atNanos = Math.min(log.ops().column("submitNanos").get(op), endNanos);
                Long since = loaded.remove(gpu);
                if (since == null) {
                    loaded.put(gpu, atNanos);
                } else {
                    holds.add(new Hold(Math.max(since, beginNanos), Math.max(atNanos, beginNanos)));
                }
            }
        }
        loaded.values().forEach(since -> holds.add(new Hold(Math.max(since, beginNanos), endNanos)));
        return holds;
    }

    private static double busySeconds(RunLog log) {
        long nanos = 0;
        for (int op = 0; op < log.ops().rows(); op++) {
            if (log.ops().column("request").get(op) >= 0) {
                nanos += log.opEndNanos(op) - log.opStartNanos(op);
            }
        }
        return nanos / NANOS_PER_SECOND;
    }
}
