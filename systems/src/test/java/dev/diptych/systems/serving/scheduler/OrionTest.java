package dev.diptych.systems.serving.scheduler;

import static dev.diptych.systems.serving.ServingFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.systems.serving.ServingFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrionTest {
    private static final String HIGH = model("high", 3, 32, 20, "");

    private static ServingFixture orion(String bestEffort, String settings) {
        return new ServingFixture("[%s, %s]".formatted(HIGH, bestEffort), "{name: orion, " + settings + "}");
    }

    /** Best-effort kernels that fill half as many multiprocessors as they have blocks of 1024 threads. */
    private static String bestEffort(int blocks, double micros) {
        return model("low", 9, blocks, micros, ", priority: 1");
    }

    private static String bound(String model, String bound) {
        return model.replace("threads:", "bound: %s, threads:".formatted(bound));
    }

    @Test
    void highPriorityGoesAtOnce() {
        ServingFixture gpu = orion(bestEffort(32, 20), "measuredJobs: 0");
        gpu.arrive(0, 2);
        assertThat(gpu.released()).containsExactly("0@4096x3", "1@4096x3");
    }

    @Test
    void bestEffortGoesUpToTheThrottleAndThenWaitsForAll() {
        ServingFixture gpu = orion(bestEffort(32, 100), "measuredJobs: 0");
        gpu.arrive(1, 1);
        // 100, 200 > 160 us.
        assertThat(gpu.released()).containsExactly("0@2x2");
        gpu.end(2);
        assertThat(gpu.released()).isEmpty();
        gpu.end(2);
        assertThat(gpu.released()).containsExactly("0@2x2");
    }

    @Test
    void aKernelThatFillsTheGpuWaitsForHighPriorityToEnd() {
        // 266 blocks, two a multiprocessor, are one too many for 132.
        ServingFixture gpu = orion(bestEffort(266, 200), "measuredJobs: 0");
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        assertThat(gpu.released()).containsExactly("0@4096x3");
        gpu.end(4096);
        gpu.end(4096);
        assertThat(gpu.released()).isEmpty();
        gpu.end(4096);
        assertThat(gpu.released()).containsExactly("1@2");
    }

    @Test
    void aKernelThatFitsGoesBeside() {
        ServingFixture gpu = orion(bestEffort(264, 200), "measuredJobs: 0");
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        assertThat(gpu.released()).containsExactly("0@4096x3", "1@2");
    }

    @ParameterizedTest
    @CsvSource({"39, 0@4096x3", "40, 0@4096x3 1@2"})
    void aThresholdBoundsWhatGoesBeside(int smThreshold, String released) {
        ServingFixture gpu = orion(bestEffort(80, 200), "measuredJobs: 0, smThreshold: " + smThreshold);
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        assertThat(String.join(" ", gpu.released())).isEqualTo(released);
    }

    @Test
    void bestEffortClientsTakeTurns() {
        ServingFixture gpu =
                orion(bestEffort(80, 100) + ", " + bestEffort(80, 100).replace("low", "low2"), "measuredJobs: 0");
        gpu.arrive(1, 1);
        gpu.arrive(2, 1);
        gpu.end(2);
        gpu.end(2);
        assertThat(gpu.released()).containsExactly("0@2x2", "1@3", "0@2");
    }

    @Test
    void whatIsHardOnTheSameThingWaits() {
        ServingFixture gpu = new ServingFixture(
                "[%s, %s, %s]"
                        .formatted(
                                bound(HIGH, "memory"),
                                bound(bestEffort(32, 200), "memory"),
                                bound(bestEffort(32, 200).replace("low", "low2"), "compute")),
                "{name: orion, measuredJobs: 0}");
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        assertThat(gpu.released()).containsExactly("0@4096x3");
        gpu.arrive(2, 1);
        assertThat(gpu.released()).containsExactly("2@3");
    }

    @Test
    void clientsThatAreMeasuredAreHeldBackByTheThrottleAlone() {
        ServingFixture gpu = orion(bestEffort(266, 50), "measuredJobs: 1");
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        assertThat(gpu.released()).containsExactly("0@4096x3", "1@2x2");
    }
}
