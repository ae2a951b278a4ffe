package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Plan;
import dev.diptych.model.op.Step;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import java.util.ArrayList;
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
     * @param both whether equal copies run the other way at the same time
     * @param copies of a request in each direction, one after the other in one stream
     */
    public record Settings(Place from, Place to, long bytes, boolean both, int copies) {}

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public String summary() {
        return "copies between two places, one way or both ways at once";
    }

    @Override
    public Settings defaults() {
        return new Settings(HostMemory.HOST, new Gpu(0), 1L << 28, false, 1);
    }

    @Override
    public Program program(Settings settings) {
        Setting.multipleOf(4, "bytes", settings.bytes());
        Setting.operations("copies", settings.copies());
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
                return new PlanPerRequest(host, gpu, plan(List.of(there), settings.copies()));
            }
            Buffer backSource = host.allocate(settings.to(), settings.bytes());
            Buffer backTarget = host.allocate(settings.from(), settings.bytes());
            Fill.random(host, gpu, backSource, 1);
            Copy back = new Copy(backSource.all(), backTarget.all());
            return new PlanPerRequest(host, gpu, plan(List.of(there, back), settings.copies()));
        };
    }

    /** Returns the plan in which each direction has a stream to itself and the directions take turns at being submitted. */
    private static Plan plan(List<Copy> directions, int copies) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < copies * directions.size(); i++) {
            int before = i - directions.size();
            steps.add(new Step(directions.get(i % directions.size()), before < 0 ? List.of() : List.of(before)));
        }
        return new Plan("copies", steps);
    }
}
