package dev.diptych.systems.serving.scheduler;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.Job;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What NVIDIA's Triton inference server does: each model has instances, each with a stream of its own, and each executes one batch of requests
 * at a time.
 *
 * <p>A batch is formed for an instance that is free (dynamic batcher; {@code dynamic_batch_scheduler.cc} of its core): the largest preferred
 * size that the queue has; if there is none, and the oldest request has not waited for the longest delay, it waits for one; else all that
 * wait go, up to the largest preferred size. Without preferred sizes that is the largest batch. Models share the GPU as its hardware has it,
 * unless a number of slots is given: then the rate limiter ({@code rate_limiter.cc}) gives the next one to the model whose instances have
 * executed least, times its priority, from 1 on, so that priority 2 gets half as many executions as 1. Priorities within a model's queue have
 * no counterpart, because requests of a model are alike here; nor have its queue policies (time-outs), sequences and ensembles.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SchedulerPlugin.class)
public final class Triton implements SchedulerPlugin<Triton.Settings> {
    /**
     * How requests become batches. The defaults are the server's, which gathers nothing unless it is told to; Paella's evaluation has it so.
     *
     * @param instances of a model that does not say how many
     * @param maxBatch requests that are gathered at most; 1 for none ({@code max_batch_size})
     * @param preferredBatches sizes that are waited for ({@code preferred_batch_size}); none for the largest alone
     * @param maxQueueDelayMicros that a request waits for others while an instance is free ({@code max_queue_delay_microseconds})
     * @param slots instances that execute at a time; 0 for no limit
     * @param overheadMicros before a request is in its model's queue: calls, and copies between processes
     */
    public record Settings(
            int instances,
            int maxBatch,
            List<Integer> preferredBatches,
            double maxQueueDelayMicros,
            int slots,
            double overheadMicros) {
        public Settings {
            preferredBatches = List.copyOf(preferredBatches);
        }
    }

    private static final double NANOS_PER_MICRO = 1000;

    @Override
    public String name() {
        return "triton";
    }

    @Override
    public String summary() {
        return "instances of each model, and batches that gather while they are busy: NVIDIA Triton";
    }

    @Override
    public Settings defaults() {
        return new Settings(1, 1, List.of(), 0, 0, 0);
    }

    @Override
    public Scheduler scheduler(Settings settings, Dispatch dispatch) {
        Setting.atLeast(1, "instances", settings.instances());
        Setting.atLeast(0, "slots", settings.slots());
        if (!(settings.maxQueueDelayMicros() >= 0) || !(settings.overheadMicros() >= 0)) {
            throw new InputException("settings 'maxQueueDelayMicros' %s and 'overheadMicros' %s should be at least 0"
                    .formatted(settings.maxQueueDelayMicros(), settings.overheadMicros()));
        }
        return new Server(
                settings,
                dispatch,
                Batching.of(settings.maxBatch(), settings.preferredBatches(), settings.instances()));
    }

    private static final class Server implements Scheduler {
        private record Entering(Job request, long atNanos) {}

        private final Dispatch dispatch;
        private final Batching batching;
        private final NavigableSet<Integer> preferred;
        private final long delayNanos;
        private final long overheadNanos;
        private final int slots;
        private final Alarm alarm;
        private final Deque<Entering> entering = new ArrayDeque<>();
        private final RequestQueues queues;
        private final InstanceStreams streams;
        private final long[] executions;
        private int running;

        Server(Settings settings, Dispatch dispatch, Batching batching) {
            this.dispatch = dispatch;
            this.batching = batching;
            this.preferred = new TreeSet<>(
                    settings.preferredBatches().isEmpty() ? List.of(settings.maxBatch()) : settings.preferredBatches());
            this.delayNanos = Math.round(settings.maxQueueDelayMicros() * NANOS_PER_MICRO);
            this.overheadNanos = Math.round(settings.overheadMicros() * NANOS_PER_MICRO);
            this.slots = settings.slots() == 0 ? Integer.MAX_VALUE : settings.slots();
            this.alarm = new Alarm(dispatch);
            this.queues = new RequestQueues(dispatch.models());
            this.streams = new InstanceStreams(dispatch.models());
            this.executions = new long[dispatch.models()];
        }

        @Override
        public Batching batching() {
            return batching;
        }

        @Override
        public void onJob(Job job) {
            entering.add(new Entering(job, dispatch.nowNanos() + overheadNanos));
            look();
        }

        @Override
        public void onWake() {
            alarm.rang();
            look();
        }

        @Override
        public void onOpDone(Job job) {
            if (job.isDone()) {
                streams.giveBack(job);
                running--;
                executions[job.model().index()]++;
                look();
            }
        }

        private void look() {
            for (Entering next = entering.peek(); next != null; next = entering.peek()) {
                if (next.atNanos > dispatch.nowNanos()) {
                    alarm.noLaterThan(next.atNanos);
                    break;
                }
                // From here on its age counts.
                next.request.startedNanos = next.atNanos;
                queues.add(next.request);
                entering.remove();
            }
            Job next = next();
            while (next != null) {
                execute(next.model().index());
                next = next();
            }
        }

        /** Returns the oldest request of the model that goes next; null when none may. */
        private @Nullable Job next() {
            Job best = null;
            for (int model = 0; model < queues.models() && running < slots; model++) {
                Job oldest = queues.peek(model);
                if (oldest != null
                        && streams.hasFree(oldest.model())
                        && batchOf(oldest) > 0
                        && (best == null || goesBefore(oldest, best))) {
                    best = oldest;
                }
            }
            return best;
        }

        private boolean goesBefore(Job one, Job other) {
            int byShare = slots == Integer.MAX_VALUE ? 0 : Double.compare(share(one), share(other));
            return byShare < 0 || (byShare == 0 && one.requestId() < other.requestId());
        }

        /** Returns how much a model's instances have executed each, times its priority. */
        private double share(Job job) {
            return (double) executions[job.model().index()]
                    * Math.max(job.model().priority(), 1)
                    / job.model().instances();
        }

        /** Returns how many requests of a model go as soon as an instance is free; 0 when they wait for others. */
        private int batchOf(Job oldest) {
            int largest = preferred.last();
            int most = Math.min(queues.size(oldest.model().index()), largest);
            Integer best = preferred.floor(most);
            long untilNanos = oldest.startedNanos + delayNanos;
            boolean isDelayOver = delayNanos > 0 && dispatch.nowNanos() >= untilNanos;
            if (best != null && !isDelayOver) {
                return best;
            }
            if (most == largest || isDelayOver || delayNanos == 0) {
                return most;
            }
            alarm.noLaterThan(untilNanos);
            return 0;
        }

        private void execute(int model) {
            Job oldest = queues.peek(model);
            if (oldest == null) {
                throw new IllegalStateException("a batch of model %d without a request".formatted(model));
            }
            Job batch = dispatch.gather(queues.remove(model, batchOf(oldest)));
            streams.take(batch);
            running++;
            dispatch.releaseWhole(batch, batch.stream);
        }
    }
}
