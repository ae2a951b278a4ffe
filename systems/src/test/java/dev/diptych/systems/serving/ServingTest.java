package dev.diptych.systems.serving;

import static dev.diptych.systems.serving.ServingFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import org.junit.jupiter.api.Test;

class ServingTest {
    private static final String ONE = "[" + model("a", 3, 16, 20, "") + "]";

    @Test
    void finishesAllRequestsOfABatchAtItsEndTheOneThatTheOperationsAreOfFirst() {
        ServingFixture gpu = new ServingFixture(ONE, "{name: triton, maxBatch: 4, maxQueueDelayMicros: 10}");
        gpu.arrive(0, 3);
        gpu.at(10);
        assertThat(gpu.released()).containsExactly("0@0x3");
        assertThat(gpu.finished()).isEmpty();
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void releasesAJobsOperationsOneByOne() {
        ServingFixture gpu = new ServingFixture(ONE, "{name: paella, blocksPerNotice: 0}");
        gpu.arrive(0, 1);
        assertThat(gpu.released()).containsExactly("0@0");
        gpu.end(0);
        assertThat(gpu.released()).containsExactly("0@0");
        gpu.end(0);
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L);
    }

    @Test
    void aKernelLargerThanTheGpuGoesWhereNothingElseRuns() {
        ServingFixture gpu = new ServingFixture(
                "[%s, %s]".formatted(model("a", 1, 16, 20, ""), model("b", 1, 1000, 20, "")),
                "{name: paella, order: fifo, blocksPerNotice: 0, extraKernels: 0}");
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        assertThat(gpu.released()).containsExactly("0@0");
        gpu.end(0);
        assertThat(gpu.released()).containsExactly("1@0");
    }

    @Test
    void jobsThatHoldAllStreamsGoOnBehindOnesThatHaveNone() {
        ServingFixture gpu =
                new ServingFixture(ONE, "{name: paella, order: round-robin, blocksPerNotice: 0, streams: 1}");
        gpu.arrive(0, 2);
        assertThat(gpu.released()).containsExactly("0@0");
        gpu.end(0);
        gpu.end(0);
        assertThat(gpu.released()).containsExactly("0@0x2");
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L);
        assertThat(gpu.released()).containsExactly("1@0");
    }

    @Test
    void refusesARequestForAModelThatIsNotServed() {
        ServingFixture gpu = new ServingFixture(ONE, "{name: paella}");
        assertThatThrownBy(() -> gpu.arrive(1, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("request 0 is of kind 1, but 1 model(s) are served; kinds count from 0");
    }
}
