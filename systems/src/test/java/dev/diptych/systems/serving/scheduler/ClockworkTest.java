package dev.diptych.systems.serving.scheduler;

import static dev.diptych.systems.serving.ServingFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.systems.serving.ServingFixture;
import org.junit.jupiter.api.Test;

class ClockworkTest {
    /** Two models of 4 ms; the first has to be done in 30 ms, the second in 20. */
    private static final String TWO = "[%s, %s]"
            .formatted(
                    model("a", 2, 16, 2000, ", deadlineMillis: 30"), model("b", 2, 16, 2000, ", deadlineMillis: 20"));

    private static ServingFixture clockwork(String settings) {
        return new ServingFixture(TWO, "{name: clockwork, maxBatch: 1" + settings + "}");
    }

    @Test
    void runsOneBatchAtATime() {
        ServingFixture gpu = clockwork("");
        gpu.arrive(0, 1);
        gpu.arrive(1, 1);
        assertThat(gpu.released()).containsExactly("0@0x2");
        gpu.at(4000);
        gpu.end(0);
        assertThat(gpu.released()).containsExactly("1@0x2");
    }

    @Test
    void whatHasToBeginFirstGoesFirst() {
        ServingFixture gpu = clockwork(", aheadMillis: 4");
        gpu.arrive(0, 2);
        gpu.arrive(1, 1);
        gpu.at(4000);
        gpu.end(0);
        // Request 1 has to begin by 21 ms, request 2 by 11 ms.
        assertThat(gpu.released()).containsExactly("0@0x2", "2@0x2");
    }

    @Test
    void whatIsPlannedAheadIsNotOvertaken() {
        ServingFixture gpu = clockwork("");
        gpu.arrive(0, 2);
        gpu.arrive(1, 1);
        gpu.at(4000);
        gpu.end(0);
        assertThat(gpu.released()).containsExactly("0@0x2", "1@0x2");
    }

    @Test
    void rejectsWhatCannotKeepItsDeadline() {
        ServingFixture gpu = clockwork("");
        gpu.arrive(1, 5);
        // 15 ms less the margin of 5: three are through by 12 ms, a fourth at 16. They are planned while the GPU is
        // busy for under 10 ms.
        gpu.at(4000);
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L, 3L, 4L);
        gpu.at(8000);
        gpu.end(0);
        gpu.at(12_000);
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(1L, 2L);
        assertThat(gpu.released()).containsExactly("0@0x2", "1@0x2", "2@0x2");
    }

    @Test
    void rejectsARequestThatIsDueBeforeItCouldBeDone() {
        String tight = "[" + model("a", 2, 16, 2000, ", deadlineMillis: 8.999") + "]";
        ServingFixture late = new ServingFixture(tight, "{name: clockwork}");
        late.arrive(0, 1);
        assertThat(late.finished()).containsExactly(0L);
        assertThat(late.released()).isEmpty();

        ServingFixture onTime = new ServingFixture(tight.replace("8.999", "9"), "{name: clockwork}");
        onTime.arrive(0, 1);
        assertThat(onTime.released()).containsExactly("0@0x2");
    }

    @Test
    void estimatesAreTheLongestOfTheLastRuns() {
        ServingFixture gpu = clockwork(", runs: 2");
        double now = 0;
        // 12 ms are in mind for the next two runs.
        for (double took : new double[] {12_000, 4_000, 4_000}) {
            gpu.arrive(0, 1);
            now += took;
            gpu.at(now);
            gpu.end(0);
            gpu.finished();
        }
        gpu.arrive(0, 6);
        // 4 ms each are expected again, so that all keep their 25 ms; with 12, some would be given up.
        for (int i = 0; i < 6; i++) {
            now += 4_000;
            gpu.at(now);
            gpu.end(0);
        }
        assertThat(gpu.finished()).hasSize(6);
        assertThat(gpu.released()).hasSize(9);
    }

    @Test
    void aBatchThatComesTooLateIsDropped() {
        ServingFixture gpu = clockwork("");
        gpu.arrive(0, 2);
        // The first takes 14.001 ms instead of 4: the second should have begun from 4 to 14 ms.
        gpu.at(14_000.001);
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L, 1L);
        assertThat(gpu.released()).containsExactly("0@0x2");
    }

    @Test
    void gathersTheLargestBatchThatWaits() {
        ServingFixture gpu = new ServingFixture(TWO, "{name: clockwork, aheadMillis: 1}");
        gpu.arrive(0, 8);
        gpu.at(4000);
        gpu.end(0);
        gpu.end(0);
        // One alone, then 4 of the 7 that wait, because batches are of 1, 2, 4, 8 and 16.
        assertThat(gpu.finished()).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void aBatchIsNoLargerThanItsTimeAllows() {
        // A batch of 2 has 264 x 2 blocks of 1024 threads, of which 264 fit: 4 ms instead of 2.
        String wide = "[" + model("a", 1, 264, 2000, "") + "]";
        ServingFixture gpu = new ServingFixture(wide, "{name: clockwork, aheadMillis: 1, maxBatchMillis: 4}");
        gpu.arrive(0, 8);
        gpu.at(2000);
        gpu.end(0);
        gpu.end(0);
        assertThat(gpu.finished()).containsExactly(0L, 1L, 2L);
    }
}
