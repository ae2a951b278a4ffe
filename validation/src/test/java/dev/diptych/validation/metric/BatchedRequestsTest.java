package dev.diptych.validation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.config.Yaml;
import dev.diptych.model.op.Bytes;
import dev.diptych.traces.scripted.ScriptedRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that are served together: the operations are submitted for one of them, and all are finished behind it. */
final class BatchedRequestsTest {
    private static final long WAKE = 0;

    private final ScriptedRun script = new ScriptedRun(1);

    /** Requests 0 and 1 are served together, 2 is given up a moment later, 3 is served alone. */
    private void serve() {
        script.at(0).arrive(0, 0, 0, Bytes.EMPTY);
        script.at(1000).arrive(1, 1000, 0, Bytes.EMPTY);
        script.at(2000).arrive(2, 2000, 0, Bytes.EMPTY);
        long both = script.at(3000).submit(0, 0, 0, ScriptedRun.launch("test", "k", 1));
        script.timer(WAKE, 9000);
        script.at(9000).done(both, 4000, 8000);
        script.finish(0);
        script.finish(1);
        script.rang(WAKE);
        script.finish(2);
        script.serve(3, "k", 10_000, 11_000, 12_000, 14_000);
    }

    @Test
    void countAsServedAndTheOthersAsRejected() {
        serve();

        assertThat(measure("latency-by-kind"))
                .contains(
                        new Measurement("all served", "requests", 3),
                        new Measurement("all mean", "ms", (9 + 8 + 4) / 3000.0),
                        new Measurement("all rejected", "requests", 1));
    }

    /** Request 0 waits for 3 us and runs for 6, 1 waits for 2 and runs for 6, 3 runs for 4. */
    @Test
    void shareTheTimesOfTheirOperations() {
        serve();

        assertThat(measure("serving-stack"))
                .containsExactly(
                        new Measurement("queueing", "us", 5 / 3.0),
                        new Measurement("running", "us", 16 / 3.0),
                        new Measurement("held back", "us", 0),
                        new Measurement("finishing", "us", 0));
    }

    private List<Measurement> measure(String name) {
        return Metrics.measure(script.log(), name, Yaml.parse("{}", "test.yaml"));
    }
}
