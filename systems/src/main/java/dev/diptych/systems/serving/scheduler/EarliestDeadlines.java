package dev.diptych.systems.serving.scheduler;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.Job;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * XSched's K-EDF (Shen et al., OSDI'25, third case study): the jobs with the earliest deadlines run at once, each in a stream of its own;
 * all others are suspended, so that nothing more of theirs goes to the GPU. What is there already goes on, which is why a job has only a few
 * operations there. Jobs without a deadline come last, in the order of arrival.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SchedulerPlugin.class)
public final class EarliestDeadlines implements SchedulerPlugin<EarliestDeadlines.Settings> {
    /**
     * How many run, and how much of each is on the GPU; the defaults are XSched's.
     *
     * @param running jobs that are not suspended
     * @param inFlight operations of a job that are on the GPU at most
     * @param perSignal operations after which a job's progress is heard of
     * @param streams for jobs that have begun; those that are suspended keep theirs
     */
    public record Settings(int running, int inFlight, int perSignal, int streams) {}

    @Override
    public String name() {
        return "k-edf";
    }

    @Override
    public String summary() {
        return "a few jobs with the earliest deadlines at once, the others suspended: XSched's K-EDF";
    }

    @Override
    public Settings defaults() {
        return new Settings(16, 16, 8, 500);
    }

    @Override
    public Scheduler scheduler(Settings settings, Dispatch dispatch) {
        Setting.atLeast(1, "running", settings.running());
        Setting.atLeast(1, "perSignal", settings.perSignal());
        Setting.atLeast(1, "streams", settings.streams());
        if (settings.inFlight() < settings.perSignal()) {
            throw new InputException("setting 'inFlight' is %d; it should be at least 'perSignal', %d"
                    .formatted(settings.inFlight(), settings.perSignal()));
        }
        return new Suspending(settings, dispatch);
    }

    private static final class Suspending implements Scheduler {
        private final Settings settings;
        private final Dispatch dispatch;
        private final StreamPool streams;
        /** All jobs, by deadline; the order is total. */
        private final NavigableSet<Job> jobs =
                new TreeSet<>(Comparator.comparingLong(Job::deadlineNanos).thenComparingLong(Job::requestId));

        Suspending(Settings settings, Dispatch dispatch) {
            this.settings = settings;
            this.dispatch = dispatch;
            this.streams = new StreamPool(settings.streams());
        }

        @Override
        public void onJob(Job job) {
            jobs.add(job);
            run();
        }

        @Override
        public void onOpDone(Job job) {
            if (job.isDone()) {
                jobs.remove(job);
                streams.giveBack(job.stream);
            }
            run();
        }

        private void run() {
            int running = 0;
            for (Job job : jobs) {
                // One that has no stream, and gets none, does not keep a later one from running that has: it will give
                // it back.
                if (job.stream != Job.NO_STREAM || !streams.isEmpty()) {
                    fill(job);
                    running++;
                }
                if (running == settings.running()) {
                    return;
                }
            }
        }

        private void fill(Job job) {
            if (job.stream == Job.NO_STREAM) {
                job.stream = streams.take();
            }
            while (job.hasNext() && job.released() - job.done() <= settings.inFlight() - settings.perSignal()) {
                for (int i = 1; i < settings.perSignal() && !job.isAtLast(); i++) {
                    dispatch.releaseQuietly(job, job.stream);
                }
                dispatch.release(job, job.stream);
            }
        }
    }
}
