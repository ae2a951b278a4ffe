package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.Kind;
import dev.diptych.traces.variants.Electorate;
import dev.diptych.traces.variants.VariantProfiles;
import java.util.ArrayList;
import java.util.List;

/**
 * How often requests of system {@code serving-variants} got what they wanted: an answer in time, and a right one. Which variants answered a request is told
 * by the streams of its operations, and what they said is drawn again as the run drew it.
 */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class ObjectiveAttainment implements MetricPlugin<ObjectiveAttainment.Settings> {
    /**
     * What is measured; profiles and correlation are the run's.
     *
     * @param objectives what requests wanted, by their kind
     * @param skip how many requests are left out at the front, in the order of arrival
     */
    public record Settings(String profiles, double correlation, List<Wanted> objectives, int skip) {
        public Settings {
            objectives = List.copyOf(objectives);
        }
    }

    /** What requests of a kind wanted. */
    public record Wanted(String name, double accuracy, double latencyMillis) {}

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double PERCENT = 100;

    @Override
    public String name() {
        return "objective-attainment";
    }

    @Override
    public String summary() {
        return "requests answered in time, and rightly, by variants of a model";
    }

    @Override
    public Settings defaults() {
        return new Settings("experiments/data/variants/imagenet-h200.yaml", 0.7, List.of(), 0);
    }

    /** What was counted of the requests of a kind. */
    private static final class Count {
        private int all;
        private int answered;
        private int inTime;
        private int right;
        private int parts;
    }

    @Override
    public List<Measurement> measure(RunLog log, Settings settings) {
        Requests requests = new Requests(log);
        requests.checkSkip(settings.skip());
        if (requests.kinds() > settings.objectives().size()) {
            throw new InputException("the log has requests of %d kinds, and 'objectives' lists %d"
                    .formatted(requests.kinds(), settings.objectives().size()));
        }
        List<List<Integer>> members = members(log, requests.count());
        Electorate electorate = new Electorate(
                VariantProfiles.read(settings.profiles()).variants(), settings.correlation(), log.seed());
        List<Count> counts = new ArrayList<>();
        settings.objectives().forEach(wanted -> counts.add(new Count()));
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            if (log.kind(entry) == Kind.FINISH) {
                int request = (int) log.row(entry);
                int kind = requests.kind(request);
                boolean isRight = !members.get(request).isEmpty()
                        && electorate.vote(request, members.get(request)).isRight();
                if (request >= settings.skip()) {
                    double took = (requests.finishNanos(request) - requests.arrivalNanos(request)) / NANOS_PER_MILLI;
                    boolean isInTime = took <= settings.objectives().get(kind).latencyMillis();
                    count(counts.get(kind), members.get(request).size(), isInTime, isRight);
                }
            }
        }
        return report(counts, settings.objectives());
    }

    private static List<List<Integer>> members(RunLog log, int requests) {
        List<List<Integer>> members = new ArrayList<>();
        for (int request = 0; request < requests; request++) {
            members.add(new ArrayList<>());
        }
        for (int op = 0; op < log.ops().rows(); op++) {
            int request = (int) log.ops().column("request").get(op);
            if (request >= 0) {
                members.get(request).add((int) log.ops().column("stream").get(op));
            }
        }
        return members;
    }

    private static void count(Count count, int parts, boolean isInTime, boolean isRight) {
        count.all++;
        if (parts > 0) {
            count.answered++;
            count.parts += parts;
            count.inTime += isInTime ? 1 : 0;
            count.right += isRight ? 1 : 0;
        }
    }

    private static List<Measurement> report(List<Count> counts, List<Wanted> objectives) {
        List<Measurement> found = new ArrayList<>();
        for (int kind = 0; kind < counts.size(); kind++) {
            Count count = counts.get(kind);
            String name = objectives.get(kind).name();
            if (count.all > 0) {
                found.add(new Measurement(name + " in time", "%", PERCENT * count.inTime / count.all));
            }
            if (count.answered > 0) {
                double right = PERCENT * count.right / count.answered;
                found.add(new Measurement(name + " right", "%", right));
                found.add(new Measurement(
                        name + " right beyond objective",
                        "points",
                        right - PERCENT * objectives.get(kind).accuracy()));
                found.add(new Measurement(
                        name + " variants a request", "variants", (double) count.parts / count.answered));
            }
        }
        return found;
    }
}
