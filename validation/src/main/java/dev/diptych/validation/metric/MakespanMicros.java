package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.run.RunLog;
import java.util.List;

/** The time from the first intended arrival to the last finish, in microseconds. */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class MakespanMicros implements MetricPlugin<Plugin.None> {
    @Override
    public String name() {
        return "makespan-micros";
    }

    @Override
    public String summary() {
        return "from the first intended arrival to the last finish";
    }

    @Override
    public Plugin.None defaults() {
        return new Plugin.None();
    }

    @Override
    public List<Measurement> measure(RunLog log, Plugin.None settings) {
        return List.of(new Measurement("makespan", "us", new Requests(log).makespanNanos() / 1000.0));
    }
}
