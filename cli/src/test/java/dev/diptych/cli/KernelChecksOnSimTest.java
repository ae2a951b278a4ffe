package dev.diptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Platforms;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.systems.check.SelfTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every kernel of the project on the simulator, against the oracles that GPUs are held to: two of them, so that what is between GPUs is checked too. */
@Tag("long")
final class KernelChecksOnSimTest {
    @TestFactory
    @SuppressWarnings({"rawtypes", "unchecked"}) // The backend is given its own defaults.
    Stream<DynamicTest> theSimulatorPasses() {
        BackendPlugin sim = Plugins.find(BackendPlugin.class, "backend", "sim");
        return SelfTest.run(() -> sim.open(Platforms.load("2xh200"), 1, sim.defaults())).stream()
                .map(result -> DynamicTest.dynamicTest(
                        result.name(),
                        () -> assertThat(result.outcome() != SelfTest.Outcome.FAILED)
                                .as(result.detail())
                                .isTrue()));
    }
}
