package dev.diptych.systems.serving.scheduler;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.Job;

/**
 * Orion (Strati, Ma, Klimovic, EuroSys'24; {@code scheduler_eval.cpp} of its artifact): a high-priority client has the GPU whenever it wants it,
 * and best-effort clients get what does not hurt it ({@link PriorityClients}).
 *
 * <p>Best-effort clients take turns. An operation goes if no high-priority job is there; if it is a copy; if its client is still being
 * measured; or if its blocks, with those of the round, fill no more multiprocessors than the threshold and it is not hard on what the running
 * high-priority kernel is hard on, computing or memory. As soon as what went would take longer than the throttle in all, nothing more goes until
 * all of it has ended.
 *
 * <p>Left out: the search for a threshold under a training job.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SchedulerPlugin.class)
public final class Orion implements SchedulerPlugin<Orion.Settings> {
    /**
     * What best-effort clients may do beside the high-priority one.
     *
     * @param smThreshold multiprocessors that operations of a round may fill; 0 for all of the GPU, as under inference
     * @param throttleMicros of best-effort work, by its profile, after which its end is waited for; the artifact has 160 beside ResNet50 and 100
     *     beside MobileNetV2, which take 6.5 and 2.3 ms
     * @param measuredJobs of a best-effort client at the beginning, which nothing holds back but the throttle
     */
    public record Settings(int smThreshold, double throttleMicros, int measuredJobs) {}

    @Override
    public String name() {
        return "orion";
    }

    @Override
    public String summary() {
        return "priority 0 at once, others as far as their kernels do not hurt it: Orion";
    }

    @Override
    public Settings defaults() {
        return new Settings(0, 160, 10);
    }

    @Override
    public Scheduler scheduler(Settings settings, Dispatch dispatch) {
        Setting.atLeast(0, "smThreshold", settings.smThreshold());
        Setting.atLeast(0, "measuredJobs", settings.measuredJobs());
        if (!(settings.throttleMicros() >= 0)) {
            throw new InputException(
                    "setting 'throttleMicros' is %s; it should be at least 0".formatted(settings.throttleMicros()));
        }
        return new Interference(settings, dispatch);
    }

    private static final class Interference implements Scheduler {
        private final Settings settings;
        private final PriorityClients clients;
        private final long smThreshold;
        /** The client that had the last turn. */
        private int last;

        private double releasedMicros;
        private boolean isThrottled;

        Interference(Settings settings, Dispatch dispatch) {
            this.settings = settings;
            this.clients = new PriorityClients(dispatch);
            this.smThreshold = settings.smThreshold() == 0 ? dispatch.gpu().sms() : settings.smThreshold();
        }

        @Override
        public void onJob(Job job) {
            clients.add(job);
            goRound();
        }

        @Override
        public void onOpDone(Job job) {
            clients.opDone(job);
            goRound();
        }

        /** Lets best-effort clients take turns until none of them may go on. */
        private void goRound() {
            boolean hasReleased = true;
            while (hasReleased) {
                hasReleased = false;
                long sms = 0;
                int first = last + 1;
                for (int i = 0; i < clients.clients(); i++) {
                    int client = (first + i) % clients.clients();
                    Job job = clients.next(client);
                    if (job != null && mayJoin(job, sms) && !isHeldBack()) {
                        sms += clients.smsOfNext(job);
                        release(job);
                        last = client;
                        hasReleased = true;
                    }
                }
            }
        }

        private boolean mayJoin(Job job, long sms) {
            Job high = clients.high();
            return high == null
                    || job.nextFootprint() == null
                    || clients.finished(job.model().index()) < settings.measuredJobs()
                    || fitsBeside(high, job, sms);
        }

        private boolean fitsBeside(Job high, Job job, long sms) {
            return sms + clients.smsOfNext(job) <= smThreshold
                    && !job.nextBound().collidesWith(high.runningBound());
        }

        private boolean isHeldBack() {
            if (isThrottled && clients.bestEffortOps() == 0) {
                isThrottled = false;
                releasedMicros = 0;
            }
            return isThrottled;
        }

        private void release(Job job) {
            releasedMicros += job.nextFootprint() == null ? 0 : job.nextMicros();
            isThrottled = releasedMicros > settings.throttleMicros();
            clients.release(job);
        }
    }
}
