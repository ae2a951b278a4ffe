package dev.diptych.validation.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.PlatformTree;
import dev.diptych.model.hw.Platforms;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.calibration.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model with known equations instead of the simulator: a transfer takes a latency and its bytes at a bandwidth. */
class CalibrationTest {
    private static final PlatformTree BASE = PlatformTree.load("h200");
    private static final String LATENCY = "gpu.memory.idleLatencyNanos";
    private static final String BANDWIDTH = "gpu.memory.peakGigabytesPerSecond";
    private static final String PLAN = """
            passes: 2
            stages:
              - name: bandwidth
                determines: what large transfers reach
                runs: ["large-*"]
                parameters: [{path: gpu.memory.peakGigabytesPerSecond, factor: 3}]
              - name: latency
                determines: what small transfers take
                runs: ["small-*"]
                parameters: [{path: gpu.memory.idleLatencyNanos, low: 50, high: 5000}]
            """;

    /** A run whose measured headline is what a function says of the machine that was measured. */
    private record Known(String name, ToDoubleFunction<GpuSpec> micros, double measured) implements Twin {
        @Override
        public Comparison on(Platform platform) {
            double simulated = micros.applyAsDouble(platform.gpus().get(0));
            return new Comparison(name, "time median", "us", measured, simulated, OptionalDouble.empty(), "", "");
        }
    }

    private static double transferMicros(GpuSpec gpu, double bytes) {
        return (gpu.memory().idleLatencyNanos() + bytes / gpu.memory().peakGigabytesPerSecond()) / 1000;
    }

    private static List<Twin> transfers(Platform machine) {
        List<Twin> runs = new ArrayList<>();
        for (double bytes : new double[] {1e3, 1e4, 1e5}) {
            runs.add(transfer("small-" + runs.size(), bytes, machine));
        }
        for (double bytes : new double[] {1e6, 1e7, 1e8}) {
            runs.add(transfer("large-" + runs.size(), bytes, machine));
        }
        return runs;
    }

    private static Twin transfer(String name, double bytes, Platform machine) {
        double measured = transferMicros(machine.gpus().get(0), bytes);
        return new Known(name, gpu -> transferMicros(gpu, bytes), measured);
    }

    private static CalibrationPlan plan(String yaml) {
        return CalibrationPlan.of(Yaml.parse(yaml, "plan.yaml"));
    }

    private static Calibration calibrate(String plan, List<Twin> runs) {
        return Calibration.of(plan(plan), BASE, runs, progress -> {});
    }

    private static Finding finding(Calibration calibration, String path) {
        return calibration.stages().stream()
                .flatMap(stage -> stage.findings().stream())
                .filter(finding -> finding.parameter().path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsTheConstantsOfTheMeasuredMachineInTwoPasses() {
        Platform machine = BASE.with(BANDWIDTH, 3000).with(LATENCY, 900).platform();

        Calibration found = calibrate(PLAN, transfers(machine));

        assertThat(found.platform().number(BANDWIDTH)).isCloseTo(3000, within(30.0));
        assertThat(found.platform().number(LATENCY)).isCloseTo(900, within(9.0));
        assertThat(found.stages()).allSatisfy(stage -> {
            assertThat(stage.meanResidual()).isLessThan(0.01);
            assertThat(stage.meanBefore()).isGreaterThan(0.1);
            assertThat(stage.findings()).extracting(Finding::verdict).containsOnly(Verdict.FITTED);
        });
    }

    @Test
    void findsSeveralParametersTogether() {
        Platform machine = BASE.with(BANDWIDTH, 7000).with(LATENCY, 200).platform();
        String together = """
                passes: 1
                stages:
                  - name: both
                    determines: bandwidth and latency
                    runs: ["{small,large}-*"]
                    parameters:
                      - {path: gpu.memory.peakGigabytesPerSecond, factor: 3}
                      - {path: gpu.memory.idleLatencyNanos, low: 50, high: 5000}
                """;

        Calibration found = calibrate(together, transfers(machine));

        assertThat(found.platform().number(BANDWIDTH)).isCloseTo(7000, within(140.0));
        assertThat(found.platform().number(LATENCY)).isCloseTo(200, within(4.0));
    }

    @Test
    void isNotBentByOneRunThatTheModelCannotMeet() {
        Platform machine = BASE.with(BANDWIDTH, 3000).platform();
        List<Twin> runs = new ArrayList<>(transfers(machine));
        IntStream.range(0, 3).forEach(i -> runs.add(transfer("large-more-" + i, 2e7 * (i + 1), machine)));
        runs.add(new Known(
                "large-odd",
                gpu -> transferMicros(gpu, 1e8),
                10 * transferMicros(machine.gpus().get(0), 1e8)));

        Calibration found = calibrate(PLAN, runs);

        assertThat(found.platform().number(BANDWIDTH)).isCloseTo(3000, within(150.0));
        assertThat(found.stages().get(0).worst().run()).isEqualTo("large-odd");
        assertThat(found.stages().get(0).worst().relativeError()).isCloseTo(-0.9, within(0.01));
    }

    @Test
    void leavesWhatNoRunReactsToAsItWas() {
        String more = PLAN + "      - {path: gpu.memory.queueing, low: 0, high: 1}\n";
        String plan = more.replace(
                "parameters: [{path: gpu.memory.idleLatencyNanos, low: 50, high: 5000}]\n",
                "parameters:\n      - {path: gpu.memory.idleLatencyNanos, low: 50, high: 5000}\n");

        Calibration found = calibrate(plan, transfers(BASE.with(LATENCY, 900).platform()));

        assertThat(finding(found, "gpu.memory.queueing").verdict()).isEqualTo(Verdict.INERT);
        assertThat(finding(found, LATENCY).reactingRuns()).isEqualTo(3);
        assertThat(found.platform().number("gpu.memory.queueing")).isEqualTo(BASE.number("gpu.memory.queueing"));
        assertThat(found.platform().number(LATENCY)).isCloseTo(900, within(20.0));
    }

    @Test
    void saysWhenAValueLiesAtTheEndOfItsRange() {
        Calibration found = calibrate(PLAN, transfers(BASE.with(LATENCY, 20_000).platform()));

        assertThat(finding(found, LATENCY).verdict()).isEqualTo(Verdict.AT_BOUND);
        assertThat(found.platform().number(LATENCY)).isEqualTo(5000);
    }

    @Test
    void saysWhenTheRunsOnlyBoundAValue() {
        // The machine is bound by something else, so any large enough bandwidth does as well.
        List<Twin> runs = List.of(
                new Known("large-bound", gpu -> Math.max(1, 2000 / gpu.memory().peakGigabytesPerSecond()), 1));
        PlatformTree slow = BASE.with(BANDWIDTH, 1500);

        Calibration found = Calibration.of(plan(PLAN), slow, runs, progress -> {});

        assertThat(finding(found, BANDWIDTH).verdict()).isEqualTo(Verdict.FLAT);
        assertThat(found.platform().number(BANDWIDTH)).isGreaterThanOrEqualTo(1990);
    }

    @Test
    void skipsStagesWithoutRunsAndNamesRunsWithoutStages() {
        List<Twin> runs = List.of(
                transfer("small-only", 1e4, BASE.with(LATENCY, 700).platform()),
                transfer("other", 1e4, BASE.platform()));

        Calibration found = calibrate(PLAN, runs);

        assertThat(finding(found, BANDWIDTH).verdict()).isEqualTo(Verdict.NO_RUNS);
        assertThat(found.platform().number(BANDWIDTH)).isEqualTo(BASE.number(BANDWIDTH));
        assertThat(found.unusedRuns()).containsExactly("other");
    }

    @Test
    void findsTheSameWithAnyNumberOfThreads() throws Exception {
        List<Twin> runs =
                transfers(BASE.with(BANDWIDTH, 3000).with(LATENCY, 900).platform());

        Calibration parallel = calibrate(PLAN, runs);
        Calibration alone = new java.util.concurrent.ForkJoinPool(1)
                .submit(() -> calibrate(PLAN, runs))
                .get();

        assertThat(alone.platform().platform()).isEqualTo(parallel.platform().platform());
        assertThat(alone.stages()).isEqualTo(parallel.stages());
    }

    @Test
    void writesAFileThatIsThePlatformAndSaysWhereEachNumberIsFrom(@TempDir java.nio.file.Path folder) throws Exception {
        PlatformTree named = BASE.named("mine");
        Calibration found = Calibration.of(
                plan(PLAN), named, transfers(BASE.with(LATENCY, 900).platform()), progress -> {});

        String text = CalibratedFile.text(found, "h200", new TreeMap<>(java.util.Map.of("gpu0.name", "NVIDIA H200")));

        java.nio.file.Path file = folder.resolve("mine.yaml");
        java.nio.file.Files.writeString(file, text);
        assertThat(Platforms.load(file.toString())).isEqualTo(found.platform().platform());
        assertThat(text).contains("# gpu0.name: NVIDIA H200", "# as in h200", "Runs: small-0, small-1, small-2");
        assertThat(text.lines().filter(line -> line.contains("idleLatencyNanos:")))
                .singleElement()
                .asString()
                .matches(
                        "      idleLatencyNanos: \\d+\\.\\d+ +# fitted: stage latency, 3 of 3 runs react, mean residual"
                                + " \\d\\.\\d %, largest \\d\\.\\d %");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "passes: 2 | passes: 0 | plan.yaml:1: passes is from 1 to 8, but is 0",
                "factor: 3 | factor: 0.5 | factor of 'gpu.memory.peakGigabytesPerSecond' is more than 1, but is 0.5",
                "factor: 3 | low: 3 | is searched either within a 'factor' of the base's value, or from 'low' to 'high'",
                "low: 50, high: 5000 | low: 50, high: 50 | low of 'gpu.memory.idleLatencyNanos' is less than high = 50.0",
                "name: latency | name: bandwidth | two stages are named 'bandwidth'",
                "peakGigabytesPerSecond | idleLatencyNanos | is a parameter twice",
                "[\"large-*\"] | [] | stage 'bandwidth' needs at least one pattern of runs",
                "[\"large-*\"] | [\"{large\"] | plan.yaml:3: '{large' is no pattern of names: Missing '}",
                "determines | typo | no key is named 'typo' here; known: name, determines, runs, parameters",
            })
    void refusesAPlanThatIsNone(String good, String bad, String message) {
        assertThatThrownBy(() -> plan(PLAN.replace(good, bad)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAPathThatThePlatformLacksBeforeItFits() {
        String plan = PLAN.replace("gpu.memory.idleLatencyNanos", "gpu.memory.idleLatency");

        assertThatThrownBy(() -> Calibration.of(plan(plan), BASE, transfers(BASE.platform()), progress -> {
                    throw new AssertionError("began to fit");
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("gpu.memory.idleLatency: no key is named 'idleLatency' here; known: bytes");
    }

    @Test
    void refusesRunsThatNoStageTakes() {
        assertThatThrownBy(() -> calibrate(PLAN, List.of(transfer("other", 1, BASE.platform()))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "none of the 1 runs has a name that a stage fits to; stages fit to large-*, small-*");
    }

    @Test
    void refusesTwoRunsOfOneName() {
        Twin run = transfer("small-0", 1, BASE.platform());

        assertThatThrownBy(() -> calibrate(PLAN, List.of(run, run)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("two runs are named 'small-0'");
    }

    @Test
    void searchesAWholePlatformWithTheProjectsOwnPlan() {
        PlatformTree pair = PlatformTree.load("2xh200");

        assertThat(CalibrationPlan.own().stages())
                .allSatisfy(stage -> assertThat(stage.parameters()).allSatisfy(parameter -> {
                    Parameter.Range range = parameter.range(pair);
                    assertThat(pair.number(parameter.path())).isBetween(range.low(), range.high());
                }));
    }
}
