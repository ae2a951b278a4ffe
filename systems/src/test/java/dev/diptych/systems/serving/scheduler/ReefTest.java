package dev.diptych.systems.serving.scheduler;

import static dev.diptych.systems.serving.ServingFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.systems.serving.ServingFixture;
import org.junit.jupiter.api.Test;

class ReefTest {
    private static ServingFixture reef(String bestEffort) {
        return new ServingFixture(
                "[%s, %s]".formatted(model("high", 3, 32, 20, ""), bestEffort), "{name: reef, depth: 3}");
    }

    @Test
    void eachHighPriorityKernelTakesOneBestEffortKernelWithIt() {
        ServingFixture gpu = reef(model("low", 9, 32, 20, ", priority: 1"));
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        // The first kernel ran already when there was something to go with it.
        assertThat(gpu.released()).containsExactly("0@4096x3");
        gpu.end(4096);
        assertThat(gpu.released()).containsExactly("1@2");
        gpu.end(2);
        assertThat(gpu.released()).isEmpty();
        gpu.end(4096);
        assertThat(gpu.released()).containsExactly("1@2");
    }

    @Test
    void aBestEffortKernelThatTakesLongerWaits() {
        ServingFixture gpu = reef(model("low", 9, 32, 20.001, ", priority: 1"));
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        gpu.end(4096);
        assertThat(gpu.released()).containsExactly("0@4096x3");
    }

    @Test
    void aBestEffortKernelThatIsSmallerWaits() {
        ServingFixture gpu = reef(model("low", 9, 30, 20, ", priority: 1"));
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        gpu.end(4096);
        assertThat(gpu.released()).containsExactly("0@4096x3");
    }

    @Test
    void fewBestEffortOperationsAreOnTheGpuWhereHighPriorityIsNot() {
        ServingFixture gpu = reef(model("low", 9, 32, 20, ", priority: 1"));
        gpu.arrive(1, 1);
        assertThat(gpu.released()).containsExactly("0@2x3");
        gpu.end(2);
        assertThat(gpu.released()).containsExactly("0@2");
        gpu.arrive(0, 1);
        // The new job's first kernel takes one with it, beyond those that are there.
        assertThat(gpu.released()).containsExactly("1@4096x3", "0@2");
        gpu.end(2);
        assertThat(gpu.released()).isEmpty();
    }

    @Test
    void bestEffortClientsTakeTurns() {
        ServingFixture gpu =
                reef(model("low", 9, 32, 20, ", priority: 1") + ", " + model("low2", 9, 32, 20, ", priority: 1"));
        gpu.arrive(1, 1);
        gpu.arrive(2, 1);
        assertThat(gpu.released()).containsExactly("0@2x3");
        gpu.end(2);
        gpu.end(2);
        assertThat(gpu.released()).containsExactly("1@3", "0@2");
    }
}
