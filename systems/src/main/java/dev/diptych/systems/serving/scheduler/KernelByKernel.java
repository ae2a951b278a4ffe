package dev.diptych.systems.serving.scheduler;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.gate.Open;
import dev.diptych.systems.serving.order.Fifo;
import dev.diptych.systems.serving.order.JobQueue;

/** Paella-MS-kbk (SOSP'23; {@code fifo2} of its artifact): each job's next operation goes out as soon as the one before it has ended. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SchedulerPlugin.class)
public final class KernelByKernel implements SchedulerPlugin<KernelByKernel.Settings> {
    /** How many jobs have a stream at a time. */
    public record Settings(int streams) {}

    @Override
    public String name() {
        return "kernel-by-kernel";
    }

    @Override
    public String summary() {
        return "one operation of each job at a time, and nothing held back: Paella-MS-kbk";
    }

    @Override
    public Settings defaults() {
        return new Settings(500);
    }

    @Override
    public Scheduler scheduler(Settings settings, Dispatch dispatch) {
        Setting.atLeast(1, "streams", settings.streams());
        return new OneOperationEach(
                dispatch,
                new JobQueue(new Fifo().open(), dispatch.models(), Double.POSITIVE_INFINITY),
                new Open().open(dispatch.gpu()),
                Integer.MAX_VALUE,
                Reporting.NONE,
                new StreamPool(settings.streams()),
                true);
    }
}
