package dev.diptych.systems.serving.scheduler;

import dev.diptych.model.work.Footprint;
import dev.diptych.systems.serving.Job;
import dev.diptych.systems.serving.gate.Gate;
import dev.diptych.systems.serving.order.JobQueue;
import org.jspecify.annotations.Nullable;

/**
 * Releases one operation of a job at a time: that of the first job in the queue, as long as there is room for its kernel, and a few kernels
 * beyond that. Copies need no room. A kernel for which there is none holds back all behind it; none overtakes it.
 */
final class OneOperationEach implements Scheduler {
    /** Whether an operation goes to the job's own stream or to one that is taken for it alone. */
    private final boolean hasStreamOfJob;

    private final Dispatch dispatch;
    private final JobQueue queue;
    private final Gate.Room room;
    private final int extraKernels;
    private final Reporting reporting;
    private final StreamPool streams;

    private int kernelsOnGpu;
    /** Of these, the ones that had no room and are not known to have all their blocks placed. */
    private int kernelsBeyond;

    OneOperationEach(
            Dispatch dispatch,
            JobQueue queue,
            Gate.Room room,
            int extraKernels,
            Reporting reporting,
            StreamPool streams,
            boolean hasStreamOfJob) {
        this.dispatch = dispatch;
        this.queue = queue;
        this.room = room;
        this.extraKernels = extraKernels;
        this.reporting = reporting;
        this.streams = streams;
        this.hasStreamOfJob = hasStreamOfJob;
    }

    @Override
    public Reporting reporting() {
        return reporting;
    }

    @Override
    public void onJob(Job job) {
        queue.add(job);
        releaseWhatFits();
    }

    @Override
    public void onBlocks(Job job, int op, int started, int finished) {
        Footprint block = job.footprint(op);
        job.unstartedBlocks -= started;
        job.unfinishedBlocks -= finished;
        if (finished > 0 && block != null) {
            room.giveBack(block, finished);
        }
        // An end may be told before its start.
        if (job.isBeyondRoom && Math.min(job.unstartedBlocks, job.unfinishedBlocks) <= 0) {
            job.isBeyondRoom = false;
            kernelsBeyond--;
        }
        releaseWhatFits();
    }

    @Override
    public void onOpDone(Job job) {
        Footprint block = job.endedFootprint();
        if (block != null) {
            room.giveBack(block, job.unfinishedBlocks);
            job.unfinishedBlocks = 0;
            kernelsOnGpu--;
            kernelsBeyond -= job.isBeyondRoom ? 1 : 0;
            job.isBeyondRoom = false;
        }
        if (job.isDone() || !hasStreamOfJob) {
            giveBackStream(job);
        }
        if (!job.isDone()) {
            queue.add(job);
        }
        releaseWhatFits();
    }

    private void giveBackStream(Job job) {
        streams.giveBack(job.stream);
        job.stream = Job.NO_STREAM;
        queue.bringBack();
    }

    private void releaseWhatFits() {
        Job job = nextWithStream();
        while (job != null && mayGo(job)) {
            queue.remove(job);
            if (job.stream == Job.NO_STREAM) {
                job.stream = streams.take();
            }
            if (reporting.isOn() && job.nextFootprint() != null) {
                // Its blocks tell of its end.
                dispatch.releaseReporting(job, job.stream);
            } else {
                dispatch.release(job, job.stream);
            }
            job = nextWithStream();
        }
    }

    /** Returns the first job that has a stream or can have one; null when there is none. Those before it wait for a stream that is given back. */
    private @Nullable Job nextWithStream() {
        Job job = queue.peek();
        while (job != null && job.stream == Job.NO_STREAM && streams.isEmpty()) {
            queue.setAside(job);
            job = queue.peek();
        }
        return job;
    }

    /** Returns whether a job's next operation may go now, and takes its room if so. */
    private boolean mayGo(Job job) {
        Footprint block = job.nextFootprint();
        if (block == null) {
            return true;
        }
        long blocks = job.nextBlocks();
        boolean isBeyond = !room.fits(block, blocks);
        // Where nothing runs, nothing will make room either: a kernel larger than the GPU goes then.
        if (isBeyond && kernelsBeyond >= extraKernels && kernelsOnGpu > 0) {
            return false;
        }
        room.take(block, blocks);
        kernelsOnGpu++;
        kernelsBeyond += isBeyond ? 1 : 0;
        job.isBeyondRoom = isBeyond;
        job.unstartedBlocks = blocks;
        job.unfinishedBlocks = blocks;
        return true;
    }
}
