package dev.diptych.systems.serving.scheduler;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.Job;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clockwork (Gujarati et al., OSDI'20; {@code infer5_scheduler} of its code): the GPU runs one batch of one model at a time, because that is
 * predictable, and nothing is begun that would miss its deadline.
 *
 * <p>Batches are planned as long as the GPU is busy for less than a while ahead, each with a window of time in which it has to begin; the one
 * goes next that has to begin first ({@link DeadlineQueues}). How long one takes is the longest of the last runs of its model and size. A
 * batch that comes to its turn after its window is dropped. Left out: the loading and eviction of models (all are on the GPU) and the scaling of
 * estimates by the GPU's clock (it is fixed here). A model whose estimate exceeds its deadline serves nothing any more, as in the original.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SchedulerPlugin.class)
public final class Clockwork implements SchedulerPlugin<Clockwork.Settings> {
    /**
     * What is planned, and how far ahead; the defaults are the original's.
     *
     * @param sloMillis that a request may take, for models without a deadline
     * @param marginMillis before its deadline at which a request should be done
     * @param aheadMillis that the GPU is kept busy for
     * @param windowMillis after its planned beginning in which a batch may begin
     * @param runs that an estimate is made from
     * @param maxBatch requests that are gathered at most
     * @param maxBatchMillis that a batch of several requests may take
     */
    public record Settings(
            double sloMillis,
            double marginMillis,
            double aheadMillis,
            double windowMillis,
            int runs,
            int maxBatch,
            double maxBatchMillis) {
        Settings checked() {
            Setting.atLeast(1, "runs", runs);
            if (!(sloMillis > 0) || !(marginMillis >= 0) || !(windowMillis >= 0) || !(maxBatchMillis >= 0)) {
                throw new InputException(
                        "settings 'sloMillis' %s should be positive, 'marginMillis' %s, 'windowMillis' %s and 'maxBatchMillis' %s at least 0"
                                .formatted(sloMillis, marginMillis, windowMillis, maxBatchMillis));
            }
            if (!(aheadMillis > 0)) {
                throw new InputException(
                        "setting 'aheadMillis' is %s; it should be positive, or nothing is ever planned"
                                .formatted(aheadMillis));
            }
            return this;
        }
    }

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int STREAM = 0;

    @Override
    public String name() {
        return "clockwork";
    }

    @Override
    public String summary() {
        return "one batch of one model at a time, and none that would miss its deadline: Clockwork";
    }

    @Override
    public Settings defaults() {
        return new Settings(100, 5, 10, 10, 10, 16, 25);
    }

    @Override
    public Scheduler scheduler(Settings settings, Dispatch dispatch) {
        return new Planner(settings.checked(), dispatch, Batching.of(settings.maxBatch(), List.of(), 1));
    }

    private static long nanos(double millis) {
        return Math.round(millis * NANOS_PER_MILLI);
    }

    private static final class Planner implements Scheduler {
        private record Action(List<Job> requests, long estimateNanos, long latestNanos) {}

        private final Dispatch dispatch;
        private final Batching batching;
        private final long aheadNanos;
        private final long windowNanos;
        private final RunTimes times;
        private final DeadlineQueues queues;
        private final Deque<Action> planned = new ArrayDeque<>();
        private long plannedNanos;
        private @Nullable Job running;
        private long runningEstimateNanos;

        Planner(Settings settings, Dispatch dispatch, Batching batching) {
            this.dispatch = dispatch;
            this.batching = batching;
            this.aheadNanos = nanos(settings.aheadMillis());
            this.windowNanos = nanos(settings.windowMillis());
            this.times = new RunTimes(settings.runs());
            this.queues = new DeadlineQueues(
                    dispatch,
                    times,
                    batching.sizes(),
                    nanos(settings.sloMillis()),
                    nanos(settings.marginMillis()),
                    nanos(settings.maxBatchMillis()));
        }

        @Override
        public Batching batching() {
            return batching;
        }

        @Override
        public void onJob(Job job) {
            queues.add(job);
            advance();
        }

        @Override
        public void onOpDone(Job job) {
            if (job.isDone()) {
                times.add(job.model(), job.requests(), dispatch.nowNanos() - job.startedNanos);
                running = null;
                advance();
            }
        }

        private void advance() {
            plan();
            while (running == null && !planned.isEmpty()) {
                begin(planned.remove());
                plan();
            }
        }

        private void plan() {
            long freeNanos = freeNanos();
            while (freeNanos < dispatch.nowNanos() + aheadNanos) {
                List<Job> requests = queues.removeNext(freeNanos);
                if (requests.isEmpty()) {
                    return;
                }
                long estimateNanos = times.estimateNanos(requests.get(0).model(), requests.size());
                planned.add(new Action(requests, estimateNanos, freeNanos + windowNanos));
                plannedNanos += estimateNanos;
                freeNanos = freeNanos();
            }
        }

        /** Returns when the GPU is through all that is planned. */
        private long freeNanos() {
            long runningEndNanos = running == null ? 0 : running.startedNanos + runningEstimateNanos;
            return Math.max(runningEndNanos, dispatch.nowNanos()) + plannedNanos;
        }

        private void begin(Action action) {
            plannedNanos -= action.estimateNanos;
            if (dispatch.nowNanos() > action.latestNanos) {
                action.requests.forEach(dispatch::reject);
                return;
            }
            Job batch = dispatch.gather(action.requests);
            batch.startedNanos = dispatch.nowNanos();
            running = batch;
            runningEstimateNanos = action.estimateNanos;
            dispatch.releaseWhole(batch, STREAM);
        }
    }
}
