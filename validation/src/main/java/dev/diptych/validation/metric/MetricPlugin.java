package dev.diptych.validation.metric;

import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.run.RunLog;
import java.util.List;

/** A metric, by name: a pure function of a log, the same for simulated and measured runs. */
public interface MetricPlugin<S extends Record> extends Plugin<S> {
    /**
     * Returns what the metric finds, at least one measurement. The first one of an experiment's first metric is the experiment's headline.
     *
     * @throws dev.diptych.model.InputException when the log has nothing to measure, or a setting names what it does not have
     */
    List<Measurement> measure(RunLog log, S settings);
}
