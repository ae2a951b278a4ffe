package dev.diptych.systems.serving;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.plugin.Selected;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.systems.serving.scheduler.Dispatch;
import dev.diptych.systems.serving.scheduler.Scheduler;
import dev.diptych.systems.serving.scheduler.SchedulerPlugin;
import dev.diptych.systems.serving.workload.Blueprint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Gives requests to a scheduler as jobs, carries out what it releases, and finishes jobs that are through. */
final class Serving implements Controller, Dispatch {
    private static final Gpu GPU = new Gpu(0);
    private static final long WAKE = 0;
    private static final long WATCHDOG = 1;
    private static final long REJECTION = 2;
    private static final double NANOS_PER_MICRO = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Host host;
    private final int modelCount;
    private final Scheduler scheduler;
    private final boolean isGathering;
    private final List<ServedModel> models = new ArrayList<>();
    private final WarmUp warmUp;
    private final InFlight inFlight = new InFlight();
    private final Deque<Job> rejected = new ArrayDeque<>();
    private final long watchdogNanos;
    private boolean isWatched;

    @SuppressWarnings("unchecked") // Selected pairs a plugin with its own settings.
    Serving(
            Host host,
            ServingSettings settings,
            List<Blueprint> blueprints,
            @SuppressWarnings("rawtypes") Selected<SchedulerPlugin> selected) {
        this.host = host;
        this.modelCount = blueprints.size();
        this.watchdogNanos = settings.watchdogMillis() * NANOS_PER_MILLI;
        this.warmUp = new WarmUp(host, GPU);
        this.scheduler = selected.plugin().scheduler(selected.settings(), this);
        this.isGathering = scheduler.batching().isGathering();
        Loading loading = new Loading(host, GPU, settings, scheduler, warmUp);
        for (int index = 0; index < modelCount; index++) {
            models.add(loading.load(index, blueprints.get(index)));
        }
    }

    @Override
    public void onArrival(Arrival arrival) {
        if (arrival.kind() >= modelCount) {
            throw new InputException("request %d is of kind %d, but %d model(s) are served; kinds count from 0"
                    .formatted(arrival.requestId(), arrival.kind(), modelCount));
        }
        ServedModel model = models.get(arrival.kind());
        if (isGathering) {
            scheduler.onJob(new Job(arrival.requestId(), model, arrival.atNanos(), null));
        } else if (model.pool(1).hasFree()) {
            begin(model, arrival.requestId(), arrival.atNanos());
        } else {
            model.waiting().add(new ServedModel.Waiting(arrival.requestId(), arrival.atNanos()));
        }
    }

    private void begin(ServedModel model, long requestId, long arrivedNanos) {
        scheduler.onJob(new Job(requestId, model, arrivedNanos, model.pool(1).take()));
    }

    @Override
    public void onBlocks(long opId, int started, int finished) {
        Job job = inFlight.get(opId);
        if (job == null) {
            // All its blocks have ended: these are starts that were slower to report.
            return;
        }
        if (job.finishBlocks(finished)) {
            end(opId, job);
        } else {
            scheduler.onBlocks(job, started, finished);
        }
    }

    @Override
    public void onOpDone(long opId, long startNanos, long endNanos) {
        Job job = inFlight.get(opId);
        // Else it is of a warm-up or of the set-up, or its blocks have told already.
        if (!warmUp.takes(opId, startNanos, endNanos) && job != null) {
            end(opId, job);
        }
    }

    private void end(long opId, Job job) {
        inFlight.remove(opId);
        if (job.isMeasuring()) {
            job.instance().times().measured(job.done(), (nowNanos() - job.releasedNanos()) / NANOS_PER_MICRO);
        }
        job.opDone();
        if (job.isDone()) {
            finish(job);
        }
        scheduler.onOpDone(job);
        if (job.isDone()) {
            leave(job);
        }
    }

    /** Finishes the requests of a job, the one that its operations were submitted for first. */
    private void finish(Job job) {
        if (job.riders().isEmpty()) {
            host.finish(job.requestId());
        }
        for (Job rider : job.riders()) {
            host.finish(rider.requestId());
        }
        if (isGathering) {
            // Whoever is told of the end may gather the next batch at once.
            job.model().pool(job.requests()).giveBack(job.instance());
        }
    }

    /** Gives a job's instance to the job that has waited longest for one. */
    private void leave(Job job) {
        if (isGathering) {
            return;
        }
        ServedModel model = job.model();
        model.pool(1).giveBack(job.instance());
        ServedModel.Waiting next = model.waiting().poll();
        if (next != null) {
            begin(model, next.requestId(), next.arrivedNanos());
        }
    }

    @Override
    public void onTimer(long timerId) {
        if (timerId == WAKE) {
            scheduler.onWake();
        } else if (timerId == REJECTION) {
            finishRejected();
        } else {
            watch();
        }
    }

    private void finishRejected() {
        while (!rejected.isEmpty()) {
            Job job = rejected.remove();
            host.finish(job.requestId());
            leave(job);
        }
    }

    /** Looks whether something has been running for too long, as long as anything runs. */
    private void watch() {
        isWatched = false;
        Job oldest = inFlight.oldest();
        if (oldest == null) {
            return;
        }
        long ranNanos = nowNanos() - oldest.releasedNanos();
        if (ranNanos >= watchdogNanos) {
            Op op = oldest.running();
            String what = op instanceof Launch launch
                    ? "kernel %s/%s"
                            .formatted(launch.kernel().module(), launch.kernel().entry())
                    : "a copy";
            throw new InputException("%s has not ended %d ms after it was released: %s"
                    .formatted(what, ranNanos / NANOS_PER_MILLI, oldest));
        }
        watchUntil(oldest.releasedNanos() + watchdogNanos);
    }

    private void watchUntil(long atNanos) {
        if (watchdogNanos > 0 && !isWatched) {
            isWatched = true;
            host.timer(WATCHDOG, atNanos);
        }
    }

    @Override
    public GpuSpec gpu() {
        return host.platform().spec(GPU);
    }

    @Override
    public long nowNanos() {
        return host.nowNanos();
    }

    @Override
    public int models() {
        return modelCount;
    }

    @Override
    public void release(Job job, int stream) {
        Op op = job.release(nowNanos());
        add(host.submit(GPU, stream, job.requestId(), op), job);
    }

    @Override
    public void releaseQuietly(Job job, int stream) {
        Op op = job.release(nowNanos());
        add(host.submitQuietly(GPU, stream, job.requestId(), op), job);
    }

    @Override
    public void releaseReporting(Job job, int stream) {
        Op op = job.releaseReporting(nowNanos());
        add(host.submitQuietly(GPU, stream, job.requestId(), op), job);
    }

    private void add(long opId, Job job) {
        inFlight.add(opId, job);
        watchUntil(nowNanos() + watchdogNanos);
    }

    @Override
    public void reject(Job job) {
        if (job.released() > 0) {
            throw new IllegalStateException("rejected after it had begun: " + job);
        }
        // In a callback of its own, so that it cannot be taken for one of the requests of a batch that is finished now.
        if (rejected.isEmpty()) {
            host.timer(REJECTION, nowNanos());
        }
        rejected.add(job);
    }

    @Override
    public Job gather(List<Job> requests) {
        ServedModel model = requests.get(0).model();
        InstancePool pool = model.pool(requests.size());
        if (!pool.hasFree()) {
            throw new IllegalStateException(
                    "all instances of model '%s' for %d requests are taken".formatted(model.name(), requests.size()));
        }
        return Job.carrying(requests, pool.take());
    }

    @Override
    public void wake(long atNanos) {
        host.timer(WAKE, atNanos);
    }
}
