package dev.diptych.systems.serving.scheduler;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.gate.Gate;
import dev.diptych.systems.serving.order.JobOrder;
import dev.diptych.systems.serving.order.JobQueue;

/**
 * Paella's dispatcher (Ng, Demoulin, Liu: Paella, SOSP'23; {@code scheduler_full3.cpp} of its artifact): every job has at most one operation on
 * the GPU, kernels are held back until there is room for them, and what goes next is chosen as late as possible.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SchedulerPlugin.class)
public final class Paella implements SchedulerPlugin<Paella.Settings> {
    /** Which streams operations go to. */
    public enum Streams {
        /** A stream for each job while it lasts: what an operation wrote is there for the next one by the stream's order alone. */
        JOB,
        /** A stream for each operation, as Paella's artifact has it. */
        OPERATION
    }

    /**
     * What is held back, and in which order the rest goes.
     *
     * @param order of the jobs
     * @param gate that tells whether a kernel has room
     * @param extraKernels that may be on the GPU although they had no room, to keep it busy while the next one is on its way
     * @param fairnessOps that a model may be owed before it goes first; 0 for no fairness
     * @param blocksPerNotice starts, or ends, of blocks that make a notice, at least; 0 to hear of whole operations only
     * @param mostNotices of starts, and of ends, that a kernel sends, large grids in larger notices; 0 for no limit
     * @param streams how many there are
     * @param streamOf what a stream is taken for
     */
    public record Settings(
            String order,
            String gate,
            int extraKernels,
            double fairnessOps,
            int blocksPerNotice,
            int mostNotices,
            int streams,
            Streams streamOf) {}

    @Override
    public String name() {
        return "paella";
    }

    @Override
    public String summary() {
        return "one operation of each job at a time, as long as there is room, in an order of jobs: Paella's dispatcher";
    }

    @Override
    public Settings defaults() {
        return new Settings("srpt", "aggregate", 2, 0, 16, 16, 500, Streams.JOB);
    }

    @Override
    public Scheduler scheduler(Settings settings, Dispatch dispatch) {
        Setting.atLeast(0, "extraKernels", settings.extraKernels());
        Setting.atLeast(1, "streams", settings.streams());
        if (!(settings.fairnessOps() >= 0)) {
            throw new InputException(
                    "setting 'fairnessOps' is %s; it should be at least 0".formatted(settings.fairnessOps()));
        }
        JobOrder order = Plugins.find(JobOrder.class, "order of jobs", settings.order());
        Gate gate = Plugins.find(Gate.class, "gate", settings.gate());
        double threshold = settings.fairnessOps() > 0 ? settings.fairnessOps() : Double.POSITIVE_INFINITY;
        return new OneOperationEach(
                dispatch,
                new JobQueue(order.open(), dispatch.models(), threshold),
                gate.open(dispatch.gpu()),
                settings.extraKernels(),
                new Reporting(settings.blocksPerNotice(), settings.mostNotices()),
                new StreamPool(settings.streams()),
                settings.streamOf() == Streams.JOB);
    }
}
