package dev.diptych.systems.serving.scheduler;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.Job;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * All operations of a job go into a stream at once, in the order of arrival, and the GPU does the rest: Paella-MS-jbj with many streams,
 * Paella-SS with one (SOSP'23; {@code fifo} of its artifact), and what a server with a stream for each request does.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SchedulerPlugin.class)
public final class JobByJob implements SchedulerPlugin<JobByJob.Settings> {
    /**
     * How many jobs are on the GPU at a time, each in a stream of its own, and how their ends are seen.
     *
     * @param blocksPerNotice starts, or ends, of blocks that make a notice, at least; 0 for a signal behind each job's last operation, which occupies
     *     the hardware queue until then
     * @param mostNotices of starts, and of ends, that a kernel sends, large grids in larger notices; 0 for no limit
     */
    public record Settings(int streams, int blocksPerNotice, int mostNotices) {}

    @Override
    public String name() {
        return "job-by-job";
    }

    @Override
    public String summary() {
        return "all operations of a job at once into a stream of its own: Paella-MS-jbj, and with one stream Paella-SS";
    }

    @Override
    public Settings defaults() {
        return new Settings(500, 0, 16);
    }

    @Override
    public Scheduler scheduler(Settings settings, Dispatch dispatch) {
        Setting.atLeast(1, "streams", settings.streams());
        return new WholeJobs(
                dispatch,
                new StreamPool(settings.streams()),
                new Reporting(settings.blocksPerNotice(), settings.mostNotices()));
    }

    private static final class WholeJobs implements Scheduler {
        private final Dispatch dispatch;
        private final StreamPool streams;
        private final Reporting reporting;
        private final Deque<Job> waiting = new ArrayDeque<>();

        WholeJobs(Dispatch dispatch, StreamPool streams, Reporting reporting) {
            this.dispatch = dispatch;
            this.streams = streams;
            this.reporting = reporting;
        }

        @Override
        public Reporting reporting() {
            return reporting;
        }

        /** A job's end is all that counts here. */
        @Override
        public void onBlocks(Job job, int op, int started, int finished) {}

        @Override
        public void onJob(Job job) {
            waiting.add(job);
            releaseNext();
        }

        @Override
        public void onOpDone(Job job) {
            if (job.isDone()) {
                streams.giveBack(job.stream);
                releaseNext();
            }
        }

        private void releaseNext() {
            while (!waiting.isEmpty() && !streams.isEmpty()) {
                Job job = waiting.remove();
                job.stream = streams.take();
                while (!job.isAtLast()) {
                    dispatch.releaseQuietly(job, job.stream);
                }
                if (reporting.isOn() && job.nextFootprint() != null) {
                    dispatch.releaseReporting(job, job.stream);
                } else {
                    dispatch.release(job, job.stream);
                }
            }
        }
    }
}
