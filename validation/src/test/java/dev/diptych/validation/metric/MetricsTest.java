package dev.diptych.validation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.run.RunLog;
import dev.diptych.traces.scripted.ScriptedRun;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    private final ScriptedRun script = new ScriptedRun(1);

    @Test
    void opMicrosTakesPercentilesBetweenTheValues() {
        // 1, 2, 3, 4 and 5 us: p10 lies at position 0.4, p90 at 3.6.
        launches("k", 5000, 1000, 3000, 2000, 4000);

        assertThat(measure("op-micros", "{}"))
                .containsExactly(
                        new Measurement("test/k median", "us", 3),
                        new Measurement("test/k p10", "us", 1.4),
                        new Measurement("test/k p90", "us", 4.6));
    }

    @Test
    void opMicrosSkipsTheFirstOfEachKernel() {
        launches("a", 9000, 1000);
        launches("b", 9000, 2000);

        assertThat(measure("op-micros", "{skip: 1}"))
                .filteredOn(found -> found.name().endsWith("median"))
                .containsExactly(new Measurement("test/a median", "us", 1), new Measurement("test/b median", "us", 2));
    }

    @Test
    void opMicrosMeasuresOneKernelOrOneTypeOnly() {
        launches("a", 1000);
        copy(64, 2000);

        assertThat(measure("op-micros", "{kernel: test/a}").get(0))
                .isEqualTo(new Measurement("test/a median", "us", 1));
        assertThat(measure("op-micros", "{kernel: copy}").get(0)).isEqualTo(new Measurement("copy median", "us", 2));
        assertThat(measure("op-micros", "{}")).hasSize(3);
    }

    @Test
    void opMicrosNamesTheKernelsThatThereAre() {
        launches("a", 1000);

        assertRefused("op-micros", "{kernel: test/b}", "no operation 'test/b' to measure; its kernels: test/a");
        assertRefused("op-micros", "{skip: 1}", "the log has 1 of 'test/a', and all of them are skipped");
    }

    @Test
    void refusesAnOperationThatHasNotEnded() {
        script.submit(0, 0, 0, ScriptedRun.launch("test", "a", 1));

        assertRefused("op-micros", "{}", "operation 0 of the log has not ended");
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertRefused("op-micros", "{skip: -1}", "test.yaml:1: skip starts at 0, but was -1");
        assertThatThrownBy(() -> Metrics.check("latency-micros", Yaml.parse("{skips: 1}", "test.yaml")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("known: skip");
    }

    @Test
    void latencyCountsFromTheIntendedArrival() {
        // Told 500 ns late, finished 2000 ns after it was due.
        script.at(1500).arrive(0, 1000, 0, Bytes.EMPTY);
        script.at(3000).finish(0);
        script.serve(1, "k", 4000, 4100, 4200, 8000);

        assertThat(measure("latency-micros", "{}"))
                .containsExactly(
                        new Measurement("latency median", "us", 3),
                        new Measurement("latency p10", "us", 2.2),
                        new Measurement("latency p90", "us", 3.8),
                        new Measurement("latency mean", "us", 3),
                        new Measurement("latency p99", "us", 3.98),
                        new Measurement("latency max", "us", 4));
        assertThat(measure("latency-micros", "{skip: 1}").get(0)).isEqualTo(new Measurement("latency median", "us", 4));
    }

    @Test
    void latencyRefusesARequestThatWasNotFinished() {
        script.arrive(0, 0, 0, Bytes.EMPTY);

        assertRefused("latency-micros", "{}", "request 0 of the log was not finished");
    }

    @Test
    void requestDeviceMicrosSpansFirstStartToLastEnd() {
        script.arrive(0, 0, 0, Bytes.EMPTY);
        long first = script.submit(0, 0, 0, ScriptedRun.launch("test", "k", 1));
        long second = script.submit(0, 1, 0, ScriptedRun.launch("test", "k", 1));
        script.at(9000).done(first, 2000, 7000);
        script.done(second, 1000, 3000);

        assertThat(measure("request-device-micros", "{}").get(0))
                .isEqualTo(new Measurement("request on device median", "us", 6));
    }

    @Test
    void requestDeviceMicrosRefusesARequestWithoutOperations() {
        script.arrive(0, 0, 0, Bytes.EMPTY);
        script.finish(0);

        assertRefused("request-device-micros", "{}", "request 0 of the log has no operation");
    }

    @Test
    void bandwidthIsBytesOverTheMedianTime() {
        copy(4000, 1000);
        copy(4000, 2000);
        copy(4000, 8000);

        assertThat(measure("bandwidth-gbps", "{kernel: copy}"))
                .containsExactly(new Measurement("copy bandwidth", "GB/s", 2));
        assertThat(measure("bandwidth-gbps", "{kernel: copy, bytes: 8000}"))
                .containsExactly(new Measurement("copy bandwidth", "GB/s", 4));
    }

    @Test
    void bandwidthRefusesToGuessBytes() {
        launches("k", 1000);
        copy(10, 1000);
        copy(20, 1000);

        assertRefused("bandwidth-gbps", "{}", "the log does not know what 'test/k' moves");
        assertRefused("bandwidth-gbps", "{kernel: copy}", "move 2 different numbers of bytes");
    }

    @Test
    void throughputAndMakespanRunFromFirstArrivalToLastFinish() {
        script.serve(0, "k", 1_000_000, 1_100_000, 1_200_000, 1_300_000);
        script.serve(1, "k", 2_000_000, 2_100_000, 2_200_000, 3_000_000);

        assertThat(measure("makespan-micros", "{}")).containsExactly(new Measurement("makespan", "us", 2000));
        assertThat(measure("throughput-per-second", "{}"))
                .containsExactly(new Measurement("throughput", "requests/s", 1000));
    }

    /** Two GPUs: 8 bytes each, then two regions of the host's table, then unknown keys. What is shorter, or behind another kernel, is no count. */
    @Test
    void hitSharesAddUpTheCountsBehindKernelsThatCount() {
        Buffer first = script.allocate(new Gpu(0), 64);
        Buffer second = script.allocate(new Gpu(1), 64);
        script.submit(0, 0, 0, ScriptedRun.launch("bucketing", "bucket_keys", 1));
        script.submit(0, 0, 0, ScriptedRun.launch("extraction", "extract_factored", 1));
        script.submit(1, 0, 0, ScriptedRun.launch("found", "count_found", 1));
        readBack(0, first, 7, 7);
        readBack(0, first, 50, 10, 20, 5, 0);
        readBack(1, second, 10, 90, 10, 5);
        readBack(0, first, 1, 1, 1, 1, 1);

        assertThat(measure("hit-shares", "{}"))
                .containsExactly(
                        new Measurement("local rows", "%", 70),
                        new Measurement("peer rows", "%", 10),
                        new Measurement("host rows", "%", 17.5),
                        new Measurement("unknown keys", "%", 2.5));
    }

    @Test
    void hitSharesNeedCounts() {
        launches("a", 1000);

        assertRefused("hit-shares", "{}", "the log has no counts of where rows of an embedding table came from");
    }

    private void readBack(int gpu, Buffer buffer, long... numbers) {
        Bytes value = Bytes.ofLongs(numbers);
        long op = script.submit(gpu, 0, -1, new ReadBack(buffer.slice(0, value.size())));
        script.value(op, value);
        script.done(op, 0, 0);
    }

    private void launches(String kernel, long... nanos) {
        for (long duration : nanos) {
            long op = script.submit(0, 0, 0, ScriptedRun.launch("test", kernel, 8));
            done(op, duration);
        }
    }

    private void copy(long bytes, long nanos) {
        Buffer host = script.allocate(HostMemory.HOST, bytes);
        Buffer gpu = script.allocate(new Gpu(0), bytes);
        done(script.submit(0, 0, 0, new Copy(host.all(), gpu.all())), nanos);
    }

    private void done(long op, long nanos) {
        RunLog log = script.log();
        long now = log.timeNanos(log.entries().rows() - 1) + nanos;
        script.at(now).done(op, now - nanos, now);
    }

    private List<Measurement> measure(String name, String settings) {
        return Metrics.measure(script.log(), name, Yaml.parse(settings, "test.yaml"));
    }

    private void assertRefused(String name, String settings, String reason) {
        assertThatThrownBy(() -> measure(name, settings))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason);
    }
}
