package dev.diptych.validation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.RunLog;
import dev.diptych.traces.scripted.ScriptedRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every metric on the class path keeps. */
final class MetricContractTest {
    /** Of metrics that need to be told something of the run. */
    private static final Map<String, String> SETTINGS = Map.of(
            "bandwidth-gbps",
            "{bytes: 1000}",
            "objective-attainment",
            "{profiles: ../experiments/data/variants/imagenet-h200.yaml,"
                    + " objectives: [{name: any, accuracy: 0.5, latencyMillis: 1}]}");

    static List<String> names() {
        List<? extends MetricPlugin<?>> all = Plugins.all(MetricPlugin.class).stream()
                .map(plugin -> (MetricPlugin<?>) plugin)
                .toList();
        return all.stream().map(MetricPlugin::name).toList();
    }

    @Test
    void areFound() {
        assertThat(names())
                .contains(
                        "bandwidth-gbps",
                        "latency-micros",
                        "makespan-micros",
                        "op-micros",
                        "request-device-micros",
                        "throughput-per-second");
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasANameOfHyphenatedWordsAndASummaryOfOneLine(String name) {
        assertThat(name).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(metric(name).summary()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
    }

    @ParameterizedTest
    @MethodSource("names")
    void bindsAnEmptyMappingToItsDefaults(String name) {
        assertThat((Object)
                        Binder.bind(Yaml.parse("{}", "test.yaml"), metric(name).defaults()))
                .isEqualTo(metric(name).defaults());
    }

    @ParameterizedTest
    @MethodSource("names")
    void refusesAnEmptyLogInOneLine(String name) {
        assertThatThrownBy(() -> Metrics.measure(new RunLog(0), name, Yaml.parse("{}", "test.yaml")))
                .isInstanceOf(InputException.class)
                .message()
                .doesNotContain("\n")
                .contains("the log has no");
    }

    @ParameterizedTest
    @MethodSource("names")
    void findsDifferentNamesInALogOfEverything(String name) {
        ScriptedRun script = new ScriptedRun(1);
        script.serve(0, "k", 0, 10, 30, 40);
        script.serve(1, "k", 100, 110, 140, 150);
        countRows(script);
        String settings = SETTINGS.getOrDefault(name, "{}");

        List<Measurement> found = Metrics.measure(script.log(), name, Yaml.parse(settings, "test.yaml"));

        assertThat(found).isNotEmpty().extracting(Measurement::name).doesNotHaveDuplicates();
        assertThat(found).extracting(Measurement::unit).doesNotContain("");
    }

    /** Where rows of an embedding cache came from: the GPU's own memory, the host's, or nowhere. */
    private static void countRows(ScriptedRun script) {
        Bytes counts = Bytes.ofLongs(3, 1, 0);
        Buffer counters = script.allocate(new Gpu(0), counts.size());
        long count = script.submit(0, 0, Host.NO_REQUEST, ScriptedRun.launch("found", "count_found", 1));
        long told = script.submit(0, 0, Host.NO_REQUEST, new ReadBack(counters.all()));
        script.at(200).done(count, 150, 160);
        script.value(told, counts);
        script.done(told, 160, 170);
    }

    private static MetricPlugin<?> metric(String name) {
        return Plugins.find(MetricPlugin.class, "metric", name);
    }
}
