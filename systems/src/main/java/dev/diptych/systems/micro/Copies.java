package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Plan;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import java.util.List;

/** Copies from one place to another, by the copy engines. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class Copies implements SystemPlugin<Copies.Settings> {
    /**
     * From where to where.
     *
     * @param from a place
     * @param to a place
     * @param both whether an equal copy runs the other way at the same time
     */
    public record Settings(Place from, Place to, long bytes, boolean both) {}

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public String summary() {
        return "a copy between two places, one way or both ways at once";
    }

    @Override
    public Settings defaults() {
        return new Settings(HostMemory.HOST, new Gpu(0), 1L << 28, false);
    }

    @Override
    public Program program(Settings settings) {
        Setting.multipleOf(4, "bytes", settings.bytes());
        return host -> {
            Setting.exists(host, "from", settings.from());
            Setting.exists(host, "to", settings.to());
            Gpu gpu = settings.from() instanceof Gpu source
                    ? source
                    : settings.to() instanceof Gpu target ? target : new Gpu(0);
            Buffer source = host.allocate(settings.from(), settings.bytes());
            Buffer target = host.allocate(settings.to(), settings.bytes());
            Fill.random(host, gpu, source, 0);
            Copy there = new Copy(source.all(), target.all());
            if (!settings.both()) {
                return new PlanPerRequest(host, gpu, Plan.chain("copy", List.of(there)));
            }
            Buffer backSource = host.allocate(settings.to(), settings.bytes());
            Buffer backTarget = host.allocate(settings.from(), settings.bytes());
            Fill.random(host, gpu, backSource, 1);
            return new PlanPerRequest(
                    host, gpu, Plan.parallel("copies", List.of(there, new Copy(backSource.all(), backTarget.all()))));
        };
    }
}
