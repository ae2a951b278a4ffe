package dev.diptych.systems.serving.scheduler;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.Job;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clipper's model abstraction layer (Crankshaw et al., NSDI'17, section 4.3): a queue for each model by deadline, from which replicas pull
 * batches. How large they may be is found by additive increase and multiplicative decrease: a batch of the largest size that keeps the latency
 * objective makes the next one larger by a step, one that does not makes it smaller by a tenth. With delayed batching a queue that is too
 * short for a batch is waited for. Requests whose deadline has passed are dropped when a batch is pulled ({@code task_executor.hpp} of its code).
 *
 * <p>Left out: the cache of predictions, the selection among models (Exp3, Exp4), and the sizing that the released code came to later, by a
 * regression of latency over size.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SchedulerPlugin.class)
public final class Clipper implements SchedulerPlugin<Clipper.Settings> {
    /**
     * How batches grow. The backoff and the objective are the paper's.
     *
     * @param replicas of a model that does not say how many instances it has
     * @param maxBatch requests that a batch has at most
     * @param sloMillis latency objective, of a batch and of a request, for models without a deadline
     * @param step by which a batch grows
     * @param backoff by which it shrinks
     * @param delayMicros that a request waits for others while a replica is free; 0 for no delayed batching
     */
    public record Settings(
            int replicas, int maxBatch, double sloMillis, double step, double backoff, double delayMicros) {}

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;

    @Override
    public String name() {
        return "clipper";
    }

    @Override
    public String summary() {
        return "batches that grow as long as they keep the latency objective: Clipper";
    }

    @Override
    public Settings defaults() {
        return new Settings(1, 64, 20, 1, 0.9, 0);
    }

    @Override
    public Scheduler scheduler(Settings settings, Dispatch dispatch) {
        Setting.atLeast(1, "replicas", settings.replicas());
        if (!(settings.sloMillis() > 0)
                || !(settings.step() >= 0)
                || !(settings.backoff() > 0 && settings.backoff() <= 1)
                || !(settings.delayMicros() >= 0)) {
            throw new InputException(
                    "settings 'sloMillis' %s should be positive, 'step' %s and 'delayMicros' %s at least 0, 'backoff' %s above 0 and at most 1"
                            .formatted(
                                    settings.sloMillis(), settings.step(), settings.delayMicros(), settings.backoff()));
        }
        return new Replicas(settings, dispatch, Batching.of(settings.maxBatch(), List.of(), settings.replicas()));
    }

    private static final class Replicas implements Scheduler {
        private final Settings settings;
        private final Dispatch dispatch;
        private final Batching batching;
        private final long delayNanos;
        private final Alarm alarm;
        private final RequestQueues queues;
        private final InstanceStreams streams;
        /** How many requests a batch of each model may have; what is behind the point waits for the next step. */
        private final double[] batchLimits;

        Replicas(Settings settings, Dispatch dispatch, Batching batching) {
            this.settings = settings;
            this.dispatch = dispatch;
            this.batching = batching;
            this.delayNanos = Math.round(settings.delayMicros() * NANOS_PER_MICRO);
            this.alarm = new Alarm(dispatch);
            this.queues = new RequestQueues(dispatch.models());
            this.streams = new InstanceStreams(dispatch.models());
            this.batchLimits = new double[dispatch.models()];
            Arrays.fill(batchLimits, 1);
        }

        @Override
        public Batching batching() {
            return batching;
        }

        @Override
        public void onJob(Job job) {
            queues.add(job);
            pull(job.model().index());
        }

        @Override
        public void onWake() {
            alarm.rang();
            for (int model = 0; model < queues.models(); model++) {
                pull(model);
            }
        }

        @Override
        public void onOpDone(Job job) {
            if (job.isDone()) {
                streams.giveBack(job);
                learn(job);
                pull(job.model().index());
            }
        }

        private void learn(Job batch) {
            int model = batch.model().index();
            if (dispatch.nowNanos() - batch.startedNanos > sloNanos(batch)) {
                batchLimits[model] = Math.max(1, batchLimits[model] * settings.backoff());
            } else if (batch.requests() >= (int) batchLimits[model]) {
                // A smaller one tells nothing of the largest.
                batchLimits[model] = Math.min(settings.maxBatch(), batchLimits[model] + settings.step());
            }
        }

        private long sloNanos(Job job) {
            return job.model().deadlineNanos() == Job.NEVER
                    ? Math.round(settings.sloMillis() * NANOS_PER_MILLI)
                    : job.model().deadlineNanos();
        }

        private void pull(int model) {
            Job oldest = dropExpired(model);
            while (oldest != null && streams.hasFree(oldest.model())) {
                int limit = (int) batchLimits[model];
                long untilNanos = oldest.arrivedNanos() + delayNanos;
                if (queues.size(model) < limit && dispatch.nowNanos() < untilNanos) {
                    alarm.noLaterThan(untilNanos);
                    return;
                }
                Job batch = dispatch.gather(queues.remove(model, Math.min(limit, queues.size(model))));
                streams.take(batch);
                batch.startedNanos = dispatch.nowNanos();
                dispatch.releaseWhole(batch, batch.stream);
                oldest = queues.peek(model);
            }
        }

        private @Nullable Job dropExpired(int model) {
            Job oldest = queues.peek(model);
            while (oldest != null && oldest.arrivedNanos() + sloNanos(oldest) < dispatch.nowNanos()) {
                dispatch.reject(queues.remove(model));
                oldest = queues.peek(model);
            }
            return oldest;
        }
    }
}
