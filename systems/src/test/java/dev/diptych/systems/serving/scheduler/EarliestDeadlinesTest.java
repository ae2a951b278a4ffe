package dev.diptych.systems.serving.scheduler;

import static dev.diptych.systems.serving.ServingFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.systems.serving.ServingFixture;
import org.junit.jupiter.api.Test;

class EarliestDeadlinesTest {
    /** 20 kernels each; the second is due earlier, the third never. */
    private static final String MODELS = "[%s, %s, %s]"
            .formatted(
                    model("a", 20, 16, 20, ", deadlineMillis: 30"),
                    model("b", 20, 16, 20, ", deadlineMillis: 20"),
                    model("c", 20, 16, 20, ""));

    private static ServingFixture edf(String settings) {
        return new ServingFixture(MODELS, "{name: k-edf" + settings + "}");
    }

    @Test
    void aJobHasAFewOperationsOnTheGpu() {
        ServingFixture gpu = edf("");
        gpu.arrive(0, 1);
        assertThat(gpu.released()).containsExactly("0@0x16");
        gpu.end(0);
        assertThat(gpu.released()).containsExactly("0@0x4");
        gpu.end(0);
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L);
    }

    @Test
    void anEarlierDeadlineSuspendsALaterOne() {
        ServingFixture gpu = edf(", running: 1");
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        assertThat(gpu.released()).containsExactly("0@0x16", "1@1x16");
        gpu.end(0);
        gpu.end(0);
        assertThat(gpu.released()).isEmpty();
        gpu.end(1);
        gpu.end(1);
        assertThat(gpu.released()).containsExactly("1@1x4");
        gpu.end(1);
        assertThat(gpu.released()).containsExactly("0@0x4");
    }

    @Test
    void jobsWithoutADeadlineComeLast() {
        ServingFixture gpu = edf(", running: 2");
        gpu.arrive(2, 2);
        gpu.arrive(0, 2);
        assertThat(gpu.released()).containsExactly("0@0x16", "1@1x16", "2@2x16", "3@3x16");
        gpu.end(0);
        gpu.end(1);
        assertThat(gpu.released()).isEmpty();
        gpu.end(3);
        assertThat(gpu.released()).containsExactly("3@3x4");
    }

    @Test
    void suspendedJobsThatHoldAllStreamsGoOn() {
        ServingFixture gpu = edf(", running: 1, streams: 1");
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        gpu.end(0);
        assertThat(gpu.released()).containsExactly("0@0x20");
        gpu.end(0);
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L);
        assertThat(gpu.released()).containsExactly("1@0x16");
    }
}
