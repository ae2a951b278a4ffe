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

    /** Blocks of a job's last kernel say nothing of the kernels before it, of which one has as many as have ended. */
    @Test
    void countsBlocksForTheOperationThatTheyAreOf() {
        String model =
                "[{name: a, source: {name: chain, kernels: [{blocks: 4, threads: 64, micros: 20}, {blocks: 8, threads: 64, micros: 20}]}}]";
        ServingFixture gpu = new ServingFixture(model, "{name: job-by-job, blocksPerNotice: 4}");
        gpu.arrive(0, 1);
        gpu.move(1, 8, 4);
        gpu.endOp(0);
        assertThat(gpu.finished()).isEmpty();
        gpu.move(1, 0, 4);
        assertThat(gpu.finished()).containsExactly(0L);
        gpu.endOp(1);
        assertThat(gpu.finished()).isEmpty();
    }

    @Test
    void aReportingOperationEndsBehindThoseOfItsJobBeforeIt() {
        ServingFixture gpu =
                new ServingFixture("[" + model("a", 2, 4, 20, "") + "]", "{name: job-by-job, blocksPerNotice: 4}");
        gpu.arrive(0, 1);
        gpu.move(1, 4, 4);
        assertThat(gpu.finished()).isEmpty();
        gpu.endOp(0);
        gpu.endOp(1);
        assertThat(gpu.finished()).containsExactly(0L);
    }

    @Test
    void warmsKernelsUpInBothFormsWhereTheyAreToReport() {
        assertThat(new ServingFixture(ONE, "{name: paella}", ", warmUps: 1").blocksPerNotice())
                .containsExactly(0, 0, 0, 16, 16, 16);
        assertThat(new ServingFixture(ONE, "{name: paella, blocksPerNotice: 0}", ", warmUps: 1").blocksPerNotice())
                .containsExactly(0, 0, 0);
    }

    @Test
    void theWatchdogNamesAKernelThatDoesNotEnd() {
        ServingFixture gpu = new ServingFixture(ONE, "{name: paella, blocksPerNotice: 0}", ", watchdogMillis: 10");
        gpu.arrive(0, 1);
        gpu.at(9_000);
        gpu.end(0);
        gpu.at(18_999);
        assertThatThrownBy(() -> gpu.at(19_000))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "kernel surrogate/surrogate_16 (operation 1) has not ended 10 ms after it was released: request 0, a job of 'a' with 1 of 3 operations done");
    }

    @Test
    void theWatchdogNamesAllKernelsThatMayBeIt() {
        ServingFixture gpu = new ServingFixture(ONE, "{name: job-by-job}", ", watchdogMillis: 10");
        gpu.arrive(0, 2);
        assertThatThrownBy(() -> gpu.at(10_000))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "one of operations 0 to 2, which tell of their ends together (kernel surrogate/surrogate_16), has not ended 10 ms after it was released: request 0, a job of 'a' with 0 of 3 operations done");
    }

    @Test
    void refusesARequestForAModelThatIsNotServed() {
        ServingFixture gpu = new ServingFixture(ONE, "{name: paella}");
        assertThatThrownBy(() -> gpu.arrive(1, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("request 0 is of kind 1, but 1 model(s) are served; kinds count from 0");
    }
}
