package dev.diptych.validation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Host;
import dev.diptych.traces.scripted.ScriptedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a fleet, made by hand: what it cost, and what requests got. */
final class FleetMetricsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;

    @TempDir
    Path directory;

    private final ScriptedRun script = new ScriptedRun(1);

    /** Variant 0 is always right, variant 1 next to never. */
    @BeforeEach
    void run() throws IOException {
        Files.writeString(directory.resolve("profiles.yaml"), """
                source: made up
                variants:
                  - {name: right, accuracy: 1, baseMillis: 0, inputMillis: 10, loadMillis: 0, weightBytes: 0}
                  - {name: wrong, accuracy: 1.0e-9, baseMillis: 0, inputMillis: 10, loadMillis: 0, weightBytes: 0}
                """);
        // GPU 0 is loaded before the first request comes, and held to the end.
        background(0, 0, 0);
        answer(0, 0, SECOND, 8 * MILLI, 0);
        answer(1, 0, 2 * SECOND, 12 * MILLI, 1);
        // GPU 1 is held for a second.
        background(1, 1, 3 * SECOND);
        answer(2, 1, 3 * SECOND, 30 * MILLI, 0);
        background(1, 1, 4 * SECOND);
        // Rejected.
        script.at(4 * SECOND).arrive(3, 4 * SECOND, 1, Bytes.EMPTY);
        script.finish(3);
        answer(4, 0, 5 * SECOND - 10 * MILLI, 10 * MILLI, 0);
    }

    private void background(int gpu, int variant, long atNanos) {
        long op = script.at(atNanos).submit(gpu, variant, Host.NO_REQUEST, ScriptedRun.launch("test", "k", 1));
        script.done(op, atNanos, atNanos);
    }

    private void answer(long request, int kind, long atNanos, long tookNanos, int variant) {
        script.at(atNanos).arrive(request, atNanos, kind, Bytes.EMPTY);
        long op = script.submit(variant, variant, request, ScriptedRun.launch("test", "k", 1));
        script.at(atNanos + tookNanos).done(op, atNanos, atNanos + tookNanos);
        script.finish(request);
    }

    private List<Measurement> measure(String name, String settings) {
        return Metrics.measure(script.log(), name, Yaml.parse(settings, "test.yaml"));
    }

    @Test
    void costsWhatReplicasHeldFromTheFirstRequestToTheLastAnswer() {
        assertThat(measure("fleet-cost", "{points: 4}"))
                .containsExactly(
                        new Measurement("held", "GPU s", 5),
                        new Measurement("busy", "GPU s", 0.06),
                        new Measurement("held a thousand answers", "GPU s", 1250),
                        new Measurement("mean held", "GPUs", 1.25),
                        new Measurement("held after 0/4 of the run", "GPUs", 1),
                        new Measurement("held after 1/4 of the run", "GPUs", 1),
                        new Measurement("held after 2/4 of the run", "GPUs", 2),
                        new Measurement("held after 3/4 of the run", "GPUs", 1));
    }

    @Test
    void attainsWhatWasAnsweredInTimeAndRightly() {
        assertThat(measure("objective-attainment", settings("")))
                .containsExactly(
                        new Measurement("soon in time", "%", 100 * 2 / 3.0),
                        new Measurement("soon right", "%", 100 * 2 / 3.0),
                        new Measurement("soon right beyond objective", "points", 100 * 2 / 3.0 - 50),
                        new Measurement("soon variants a request", "variants", 1),
                        new Measurement("late in time", "%", 50),
                        new Measurement("late right", "%", 100),
                        new Measurement("late right beyond objective", "points", 50),
                        new Measurement("late variants a request", "variants", 1));
    }

    @Test
    void leavesOutWhatItIsToldTo() {
        assertThat(measure("objective-attainment", settings(", skip: 4")))
                .contains(new Measurement("soon in time", "%", 100))
                .doesNotContain(new Measurement("late right", "%", 100));
    }

    @Test
    void wantsAnObjectiveForEachKind() {
        String one = "{profiles: '%s', objectives: [{name: soon, accuracy: 0.5, latencyMillis: 10}]}"
                .formatted(directory.resolve("profiles.yaml"));
        assertThatThrownBy(() -> measure("objective-attainment", one))
                .isInstanceOf(InputException.class)
                .hasMessage("the log has requests of 2 kinds, and 'objectives' lists 1");
    }

    private String settings(String more) {
        return """
                {profiles: '%s', correlation: 0, objectives: [{name: soon, accuracy: 0.5, latencyMillis: 10},
                 {name: late, accuracy: 0.5, latencyMillis: 100}]%s}
                """.formatted(directory.resolve("profiles.yaml"), more);
    }
}
