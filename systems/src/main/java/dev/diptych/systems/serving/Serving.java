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
import java.util.ArrayList;
import java.util.List;

/** Gives requests to a scheduler as jobs, carries out what it releases, and finishes jobs that are through. */
final class Serving implements Controller, Dispatch {
    private static final Gpu GPU = new Gpu(0);
    private static final long WAKE = 0;
    private static final long WATCHDOG = 1;
    private static final double NANOS_PER_MICRO = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int INSTANCES = 8;

    private final Host host;
    private final int modelCount;
    private final Scheduler scheduler;
    private final List<ServedModel> models = new ArrayList<>();
    private final WarmUp warmUp;
    private final InFlight inFlight = new InFlight();
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
        for (int index = 0; index < modelCount; index++) {
            models.add(served(index, settings, blueprints.get(index)));
        }
    }

    private ServedModel served(int index, ServingSettings settings, Blueprint blueprint) {
        ServingSettings.Model model = settings.models().get(index);
        List<Op> ops = blueprint.instance(host, GPU, 1);
        OpTimes times = new OpTimes(
                ops.size(),
                blueprint.profileMicros(host, GPU, 1),
                settings.opTimes() == ServingSettings.Times.MEASURED);
        ServedModel served = new ServedModel(
                index,
                model.name(),
                model.priority().orElse(0),
                model.deadlineMillis()
                        .map(millis -> Math.round(millis * NANOS_PER_MILLI))
                        .orElse(Job.NEVER),
                !blueprint.hasMemory(),
                times);
        served.giveBack(instance(ops));
        int count = blueprint.hasMemory() ? model.instances().orElse(INSTANCES) : 1;
        for (int i = 1; i < count; i++) {
            served.giveBack(instance(blueprint.instance(host, GPU, 1)));
        }
        for (int i = 0; i < settings.warmUps(); i++) {
            warmUp.run(served, ops);
        }
        return served;
    }

    private Instance instance(List<Op> ops) {
        return new Instance(ops, scheduler.blocksPerNotice(), gpu().sm());
    }

    @Override
    public void onArrival(Arrival arrival) {
        if (arrival.kind() >= modelCount) {
            throw new InputException("request %d is of kind %d, but %d model(s) are served; kinds count from 0"
                    .formatted(arrival.requestId(), arrival.kind(), modelCount));
        }
        ServedModel model = models.get(arrival.kind());
        if (model.hasFree()) {
            begin(model, arrival.requestId(), arrival.atNanos());
        } else {
            model.waiting().add(new ServedModel.Waiting(arrival.requestId(), arrival.atNanos()));
        }
    }

    private void begin(ServedModel model, long requestId, long arrivedNanos) {
        scheduler.onJob(new Job(requestId, model, arrivedNanos, model.take()));
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
        if (job.released() == job.done() + 1) {
            job.model().times().measured(job.done(), (nowNanos() - job.releasedNanos()) / NANOS_PER_MICRO);
        }
        job.opDone();
        if (job.isDone()) {
            host.finish(job.requestId());
        }
        scheduler.onOpDone(job);
        if (job.isDone()) {
            leave(job);
        }
    }

    /** Gives a job's instance to the job that has waited longest for one. */
    private void leave(Job job) {
        ServedModel model = job.model();
        model.giveBack(job.instance());
        ServedModel.Waiting next = model.waiting().poll();
        if (next != null) {
            begin(model, next.requestId(), next.arrivedNanos());
        }
    }

    @Override
    public void onTimer(long timerId) {
        if (timerId == WAKE) {
            scheduler.onWake();
        } else {
            watch();
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
        host.finish(job.requestId());
        leave(job);
    }

    @Override
    public void wake(long atNanos) {
        host.timer(WAKE, atNanos);
    }
}
