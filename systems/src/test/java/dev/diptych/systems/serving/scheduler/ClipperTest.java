package dev.diptych.systems.serving.scheduler;

import static dev.diptych.systems.serving.ServingFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.systems.serving.ServingFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClipperTest {
    private static final String ONE = "[" + model("a", 1, 16, 20, "") + "]";

    private static ServingFixture clipper(String settings) {
        return new ServingFixture(ONE, "{name: clipper" + settings + "}");
    }

    /** Ends batches, each after a time, and returns how many requests each had. */
    private static List<Integer> batches(ServingFixture gpu, double... atMicros) {
        List<Integer> sizes = new ArrayList<>();
        for (double micros : atMicros) {
            gpu.at(micros);
            gpu.end(0);
            sizes.add(gpu.finished().size());
        }
        return sizes;
    }

    @Test
    void batchesGrowByAStepAsLongAsTheyKeepTheObjective() {
        ServingFixture gpu = clipper("");
        gpu.arrive(0, 10);
        assertThat(batches(gpu, 1, 2, 3, 4)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aBatchThatMissesTheObjectiveShrinksTheNext() {
        ServingFixture gpu = clipper(", step: 9, sloMillis: 1");
        gpu.arrive(0, 1);
        gpu.end(0);
        // Batches may have 10 requests now. One takes just over 1 ms, so 9 are left.
        gpu.arrive(0, 1);
        gpu.at(1000.001);
        gpu.arrive(0, 30);
        gpu.end(0);
        assertThat(gpu.finished()).hasSize(2);
        assertThat(batches(gpu, 1000.002)).containsExactly(9);
    }

    @Test
    void aBatchThatWasNotFullDoesNotGrowTheNext() {
        ServingFixture gpu = clipper(", step: 3");
        gpu.arrive(0, 1);
        gpu.end(0);
        gpu.arrive(0, 1);
        gpu.arrive(0, 20);
        assertThat(gpu.finished()).hasSize(1);
        // 4 are allowed, and stay so, because the second batch had 1.
        assertThat(batches(gpu, 1, 2)).containsExactly(1, 4);
    }

    @Test
    void dropsWhatHasExpired() {
        ServingFixture gpu = clipper(", sloMillis: 1");
        gpu.arrive(0, 2);
        gpu.at(500);
        gpu.arrive(0, 1);
        gpu.at(1000.001);
        gpu.end(0);
        // Request 0 is served late, 1 is dropped, 2 has half of its time left.
        assertThat(gpu.finished()).containsExactly(0L, 1L);
        assertThat(gpu.released()).containsExactly("0@0", "2@0");
    }

    @Test
    void delayedBatchingWaitsForAFullBatch() {
        ServingFixture gpu = clipper(", step: 3, delayMicros: 100");
        gpu.arrive(0, 1);
        gpu.end(0);
        gpu.released();
        gpu.arrive(0, 3);
        gpu.at(99.999);
        assertThat(gpu.released()).isEmpty();
        gpu.at(100);
        assertThat(gpu.released()).containsExactly("1@0");
        gpu.end(0);
        gpu.arrive(0, 4);
        assertThat(gpu.released()).containsExactly("4@0");
    }
}
