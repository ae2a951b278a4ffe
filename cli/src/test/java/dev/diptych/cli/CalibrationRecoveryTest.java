package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.repository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.hw.PlatformTree;
import dev.diptych.sim.machine.Programs;
import dev.diptych.validation.calibration.Calibration;
import dev.diptych.validation.calibration.CalibrationPlan;
import dev.diptych.validation.calibration.Finding;
import dev.diptych.validation.calibration.Parameter;
import dev.diptych.validation.calibration.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine that is simulated with other values than the preset's runs the micro-benchmarks; the project's own stages then have to find those
 * values, beginning with the preset.
 */
@Tag("long")
class CalibrationRecoveryTest {
    private static final PlatformTree BASE = PlatformTree.load("2xh200");
    /** By how much the machine differs from the preset in each value of the stage. */
    private static final double OTHER = 1.3;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Each is a way in which a value enters: the stream's front end, chains that are executed again, ports,
                // atomics, a link.
                "front-end",
                "double-latency",
                "store-port",
                "atomics-on-one-line",
                "peer-copy",
            })
    void findsWhatTheMachineWasMadeWith(String name) {
        Stage stage = CalibrationPlan.own().stages().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        PlatformTree machine = BASE;
        for (Parameter parameter : stage.parameters()) {
            machine = machine.with(parameter.path(), OTHER * BASE.number(parameter.path()));
        }

        Calibration found =
                Calibration.of(new CalibrationPlan(1, List.of(stage)), BASE, runs(stage, machine), progress -> {});

        for (Parameter parameter : stage.parameters()) {
            double made = machine.number(parameter.path());
            assertThat(found.platform().number(parameter.path()))
                    .as(parameter.path())
                    .isCloseTo(made, within(0.02 * made));
        }
        assertThat(found.stages()).singleElement().satisfies(result -> {
            assertThat(result.meanResidual()).isLessThan(0.002);
            assertThat(result.meanBefore()).isGreaterThan(0.01);
            assertThat(result.findings())
                    .extracting(Finding::verdict)
                    .allMatch(verdict -> verdict == Finding.Verdict.FITTED);
        });
    }

    /** Returns the stage's runs as the machine carried them out. */
    private static List<RecordedTwin> runs(Stage stage, PlatformTree machine) {
        Programs programs = new Programs();
        return Stream.concat(MicroBenchmarks.ONE_GPU.stream(), Stream.of(MicroBenchmarks.TWO_GPUS))
                .map(suite -> repository("experiments/suites/" + suite))
                .flatMap(file -> Suite.of(Yaml.read(file), file).runs().stream())
                .filter(member -> stage.takes(member.name()))
                .map(member -> new RecordedTwin(recorded(member, machine), programs))
                .toList();
    }

    private static Recorded recorded(Suite.Member member, PlatformTree machine) {
        ConfigNode node = member.configuration().with("platform", machine.node());
        Experiment experiment = Experiment.of(node);
        return new Recorded(Path.of(member.name()), Execution.run(experiment, "sim", arrivals -> arrivals), experiment);
    }
}
