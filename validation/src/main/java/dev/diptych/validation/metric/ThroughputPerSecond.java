package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.run.RunLog;
import java.util.List;

/** Finished requests over the time from the first intended arrival to the last finish, per second. */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class ThroughputPerSecond implements MetricPlugin<Plugin.None> {
    @Override
    public String name() {
        return "throughput-per-second";
    }

    @Override
    public String summary() {
        return "finished requests per second, from the first intended arrival to the last finish";
    }

    @Override
    public Plugin.None defaults() {
        return new Plugin.None();
    }

    @Override
    public List<Measurement> measure(RunLog log, Plugin.None settings) {
        Requests requests = new Requests(log);
        double perSecond = requests.count() * 1e9 / requests.makespanNanos();
        return List.of(new Measurement("throughput", "requests/s", perSecond));
    }
}
