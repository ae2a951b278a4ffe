package dev.diptych.systems.serving.scheduler;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.Job;

/**
 * REEF-N: what of REEF (Han et al., OSDI'22) runs on NVIDIA GPUs, in the form that Orion's authors compare with (EuroSys'24; {@code
 * schedule_reef} of their artifact). High-priority jobs go at once ({@link PriorityClients}). With each of their kernels goes one best-effort
 * kernel that takes no longer and fills no fewer multiprocessors, of the first client that has one: the pairs that REEF's dynamic kernel padding
 * makes. Where no high-priority job is there, best-effort clients take turns, with a few operations on the GPU at most, because they cannot be
 * taken back.
 *
 * <p>Left out: REEF's preemption, which kills running kernels and needs AMD's open driver; the merging of two kernels into one; and a wait of a
 * few polls before best-effort work goes on, which is below a microsecond each.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SchedulerPlugin.class)
public final class Reef implements SchedulerPlugin<Reef.Settings> {
    /**
     * How much best-effort work is in the way of a high-priority job that comes.
     *
     * @param depth best-effort operations on the GPU while no high-priority job is there; 12 in the artifact
     */
    public record Settings(int depth) {}

    @Override
    public String name() {
        return "reef";
    }

    @Override
    public String summary() {
        return "priority 0 at once, and beside each of its kernels one that is shorter and no smaller: REEF-N";
    }

    @Override
    public Settings defaults() {
        return new Settings(12);
    }

    @Override
    public Scheduler scheduler(Settings settings, Dispatch dispatch) {
        Setting.atLeast(1, "depth", settings.depth());
        return new Padding(settings.depth(), new PriorityClients(dispatch));
    }

    private static final class Padding implements Scheduler {
        private final int depth;
        private final PriorityClients clients;
        /** The client that had the last turn. */
        private int last;

        Padding(int depth, PriorityClients clients) {
            this.depth = depth;
            this.clients = clients;
        }

        @Override
        public void onJob(Job job) {
            boolean wasIdle = clients.high() == null;
            clients.add(job);
            look(wasIdle && PriorityClients.isHigh(job));
        }

        @Override
        public void onOpDone(Job job) {
            clients.opDone(job);
            look(PriorityClients.isHigh(job));
        }

        /** @param isNewKernel whether another high-priority operation runs than before */
        private void look(boolean isNewKernel) {
            Job high = clients.high();
            if (high == null) {
                takeTurns();
            } else if (isNewKernel) {
                pad(high);
            }
        }

        private void pad(Job high) {
            for (int client = 0; client < clients.clients(); client++) {
                Job job = clients.next(client);
                if (job != null
                        && job.nextMicros() <= high.runningMicros()
                        && clients.smsOfNext(job) >= clients.smsOfRunning(high)) {
                    clients.release(job);
                    return;
                }
            }
        }

        private void takeTurns() {
            boolean hasReleased = true;
            while (hasReleased) {
                hasReleased = false;
                int first = last + 1;
                for (int i = 0; i < clients.clients(); i++) {
                    int client = (first + i) % clients.clients();
                    Job job = clients.next(client);
                    if (job != null && clients.bestEffortOps() < depth) {
                        clients.release(job);
                        last = client;
                        hasReleased = true;
                    }
                }
            }
        }
    }
}
