package dev.diptych.systems.serving.scheduler;

import static dev.diptych.systems.serving.ServingFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.systems.serving.ServingFixture;
import org.junit.jupiter.api.Test;

class TritonTest {
    private static final String ONE = "[" + model("a", 3, 16, 20, "") + "]";

    private static ServingFixture triton(String models, String settings) {
        return new ServingFixture(models, "{name: triton" + settings + "}");
    }

    @Test
    void anInstanceExecutesOneRequestAtATime() {
        ServingFixture gpu = triton(ONE, "");
        gpu.arrive(0, 3);
        assertThat(gpu.released()).containsExactly("0@0x3");
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L);
        assertThat(gpu.released()).containsExactly("1@0x3");
    }

    @Test
    void instancesHaveStreamsOfTheirOwn() {
        String two = "[%s, %s]".formatted(model("a", 1, 16, 20, ", instances: 2"), model("b", 1, 16, 20, ""));
        ServingFixture gpu = triton(two, "");
        gpu.arrive(0, 3);
        gpu.arrive(1, 2);
        assertThat(gpu.released()).containsExactly("0@0", "1@2", "3@1");
        gpu.end(2);
        assertThat(gpu.released()).containsExactly("2@2");
    }

    @Test
    void whatGathersWhileAllInstancesAreBusyGoesTogether() {
        ServingFixture gpu = triton(ONE, ", maxBatch: 4");
        gpu.arrive(0, 7);
        gpu.end(0);
        gpu.end(0);
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        // One alone, four, and the two that were left.
        assertThat(gpu.released()).containsExactly("0@0x3", "1@0x3", "5@0x3");
    }

    @Test
    void theLargestPreferredSizeGoes() {
        ServingFixture gpu = triton(ONE, ", maxBatch: 8, preferredBatches: [2, 4]");
        gpu.arrive(0, 1);
        gpu.arrive(0, 7);
        gpu.end(0);
        gpu.end(0);
        gpu.end(0);
        gpu.end(0);
        assertThat(gpu.released()).containsExactly("0@0x3", "1@0x3", "5@0x3", "7@0x3");
    }

    @Test
    void aFreeInstanceWaitsForAPreferredSizeAsLongAsTheOldestMayWait() {
        ServingFixture gpu = triton(ONE, ", maxBatch: 4, maxQueueDelayMicros: 100");
        gpu.arrive(0, 2);
        gpu.at(50);
        gpu.arrive(0, 1);
        gpu.at(99.999);
        assertThat(gpu.released()).isEmpty();
        gpu.at(100);
        assertThat(gpu.released()).containsExactly("0@0x3");
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aFullBatchDoesNotWait() {
        ServingFixture gpu = triton(ONE, ", maxBatch: 2, maxQueueDelayMicros: 100");
        gpu.arrive(0, 2);
        assertThat(gpu.released()).containsExactly("0@0x3");
    }

    @Test
    void requestsEnterTheQueueAfterTheOverhead() {
        ServingFixture gpu = triton(ONE, ", overheadMicros: 30");
        gpu.arrive(0, 1);
        gpu.at(29.999);
        assertThat(gpu.released()).isEmpty();
        gpu.at(30);
        assertThat(gpu.released()).containsExactly("0@0x3");
    }

    @Test
    void aModelOfPriorityTwoGetsHalfAsManySlots() {
        String two =
                "[%s, %s]".formatted(model("a", 1, 16, 20, ", priority: 2"), model("b", 1, 16, 20, ", priority: 1"));
        ServingFixture gpu = triton(two, ", slots: 1");
        gpu.arrive(0, 9);
        gpu.arrive(1, 9);
        int[] served = new int[2];
        for (int i = 0; i < 9; i++) {
            String released = gpu.released().get(0);
            int stream = Integer.parseInt(released.substring(released.indexOf('@') + 1));
            served[stream]++;
            gpu.end(stream);
        }
        assertThat(served).containsExactly(3, 6);
    }

    @Test
    void refusesAPreferredSizeBeyondTheLargest() {
        assertThatThrownBy(() -> triton(ONE, ", maxBatch: 4, preferredBatches: [8]"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a preferred batch of 8 requests; it should be from 1 to 'maxBatch', 4");
    }
}
