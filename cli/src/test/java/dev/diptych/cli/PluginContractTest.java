package dev.diptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigWriter;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.cost.CostModel;
import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.ArrivalsPlugin;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.sim.work.KernelWork;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.serving.gate.Gate;
import dev.diptych.systems.serving.order.JobOrder;
import dev.diptych.systems.serving.scheduler.SchedulerPlugin;
import dev.diptych.systems.serving.workload.ModelSource;
import dev.diptych.systems.variants.VariantPolicyPlugin;
import dev.diptych.traces.graph.GraphFormat;
import dev.diptych.traces.graph.GraphSource;
import dev.diptych.validation.metric.MetricPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every plugin on the class path has to keep to, whoever wrote it. */
@SuppressWarnings("rawtypes") // Plugins of any settings.
class PluginContractTest {
    static Stream<Plugin> plugins() {
        List<Plugin> all = new ArrayList<>();
        all.addAll(Plugins.all(SystemPlugin.class));
        all.addAll(Plugins.all(ArrivalsPlugin.class));
        all.addAll(Plugins.all(MetricPlugin.class));
        all.addAll(Plugins.all(BackendPlugin.class));
        all.addAll(Plugins.all(PlacementSolver.class));
        all.addAll(Plugins.all(CostModel.class));
        all.addAll(Plugins.all(SchedulerPlugin.class));
        all.addAll(Plugins.all(JobOrder.class));
        all.addAll(Plugins.all(Gate.class));
        all.addAll(Plugins.all(ModelSource.class));
        all.addAll(Plugins.all(VariantPolicyPlugin.class));
        all.addAll(Plugins.all(GraphSource.class));
        all.addAll(Plugins.all(GraphFormat.class));
        all.addAll(Plugins.all(SamplingAlgorithm.class));
        return all.stream();
    }

    static List<ArrivalsPlugin> arrivalProcesses() {
        return Plugins.all(ArrivalsPlugin.class);
    }

    @Test
    void pluginsOfEveryKindAreFound() {
        assertThat(Plugins.all(SystemPlugin.class)).isNotEmpty();
        assertThat(Plugins.all(ArrivalsPlugin.class)).isNotEmpty();
        assertThat(Plugins.all(MetricPlugin.class)).isNotEmpty();
        assertThat(Plugins.all(KernelWork.class)).isNotEmpty();
        assertThat(Plugins.all(BackendPlugin.class).stream().map(Plugin::name)).containsExactly("cuda", "sim");
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void isNamedInLowerCaseAndDescribedInALine(Plugin<?> plugin) {
        assertThat(plugin.name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(plugin.summary()).isNotBlank().doesNotContain("\n");
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void itsDefaultsSurviveAFile(Plugin<?> plugin) {
        Record defaults = plugin.defaults();
        if (defaults.getClass().getRecordComponents().length > 0) {
            String yaml = ConfigWriter.yaml(ConfigWriter.node(defaults, "defaults"));
            Object read = Binder.bind(Yaml.parse(yaml, plugin.name()), defaults.getClass());
            // Settings that select plugins hold nodes, which know where they stand.
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes(".*\\.where")
                    .isEqualTo(defaults);
        }
    }

    @ParameterizedTest
    @MethodSource("arrivalProcesses")
    @SuppressWarnings("unchecked")
    void arrivalsAreOrderedDenseAndRepeatable(ArrivalsPlugin plugin) {
        List<Arrival> first = take(plugin.arrivals(plugin.defaults(), 5));
        assertThat(first).isNotEmpty().isEqualTo(take(plugin.arrivals(plugin.defaults(), 5)));
        for (int id = 0; id < first.size(); id++) {
            assertThat(first.get(id).requestId()).isEqualTo(id);
            assertThat(first.get(id).payload()).isEqualTo(Bytes.EMPTY);
            assertThat(id == 0 || first.get(id - 1).atNanos() <= first.get(id).atNanos())
                    .isTrue();
        }
    }

    private static List<Arrival> take(Iterable<Arrival> arrivals) {
        List<Arrival> taken = new ArrayList<>();
        arrivals.forEach(taken::add);
        return taken;
    }
}
