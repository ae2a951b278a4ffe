package dev.diptych.systems.serving;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Bytes;
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

    private final Host host;
    private final int modelCount;
    private final Scheduler scheduler;
    private final boolean isGathering;
    private final List<ServedModel> models = new ArrayList<>();
    private final WarmUp warmUp;
    private final SoloRuns soloRuns;
    private final InFlight inFlight = new InFlight();
    private final Deque<Job> rejected = new ArrayDeque<>();
    private final Watchdog watchdog;

    @SuppressWarnings("unchecked") // Selected pairs a plugin with its own settings.
    Serving(
            Host host,
            ServingSettings settings,
            List<Blueprint> blueprints,
            @SuppressWarnings("rawtypes") Selected<SchedulerPlugin> selected) {
        this.host = host;
        this.modelCount = blueprints.size();
        this.watchdog = new Watchdog(host, inFlight, WATCHDOG, settings.watchdogMillis());
        this.warmUp = new WarmUp(host, GPU);
        this.soloRuns = new SoloRuns(host, GPU);
        this.scheduler = selected.plugin().scheduler(selected.settings(), this);
        this.isGathering = scheduler.batching().isGathering();
        Loading loading = new Loading(host, GPU, settings, scheduler, warmUp, soloRuns);
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
        InFlight.Released op = inFlight.get(opId);
        if (op == null) {
            // All its blocks have ended: these are starts that were slower to report.
            return;
        }
        boolean hasEnded = op.finishBlocks(finished);
        // Where operations of the job are before it, their ends have yet to be told, and its own comes behind them.
        if (hasEnded && op.index() == op.job().done()) {
            end(opId, op.job());
        } else {
            scheduler.onBlocks(op.job(), op.index(), started, finished);
        }
    }

    @Override
    public void onOpDone(long opId, long startNanos, long endNanos) {
        InFlight.Released op = inFlight.get(opId);
        // Else it is of a warm-up or of the set-up, or its blocks have told already.
        if (!warmUp.takes(opId, startNanos, endNanos) && op != null) {
            end(opId, op.job());
        }
    }

    @Override
    public void onValue(long opId, Bytes value) {
        if (!soloRuns.takes(opId, value)) {
            InFlight.Released op = inFlight.get(opId);
            if (op == null) {
                throw new IllegalStateException("operation %d has results of no job".formatted(opId));
            }
            Job job = op.job();
            job.instance().difference(value).ifPresent(difference -> {
                throw new InputException("wrong results of %s: %s".formatted(job, difference));
            });
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
            watchdog.look();
        }
    }

    private void finishRejected() {
        while (!rejected.isEmpty()) {
            Job job = rejected.remove();
            host.finish(job.requestId());
            leave(job);
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
        int index = job.released();
        Op op = job.release(nowNanos());
        add(host.submit(GPU, stream, job.requestId(), op), job, index, op, false);
    }

    @Override
    public void releaseQuietly(Job job, int stream) {
        int index = job.released();
        Op op = job.release(nowNanos());
        add(host.submitQuietly(GPU, stream, job.requestId(), op), job, index, op, true);
    }

    @Override
    public void releaseReporting(Job job, int stream) {
        int index = job.released();
        Op op = job.releaseReporting(nowNanos());
        add(host.submitQuietly(GPU, stream, job.requestId(), op), job, index, op, false);
    }

    private void add(long opId, Job job, int index, Op op, boolean isQuiet) {
        long blocks = op instanceof Launch launch ? launch.grid().count() : 0;
        inFlight.add(opId, job, index, isQuiet, blocks, nowNanos());
        watchdog.released();
        if (!job.hasNext()) {
            expectFinish(job);
        }
    }

    /** Says when a job will be done of which everything has been released. */
    private void expectFinish(Job job) {
        long atNanos = nowNanos() + Math.round(job.instance().times().remainingMicros(job.done()) * NANOS_PER_MICRO);
        if (job.riders().isEmpty()) {
            host.expectFinish(job.requestId(), atNanos);
        }
        for (Job rider : job.riders()) {
            host.expectFinish(rider.requestId(), atNanos);
        }
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
