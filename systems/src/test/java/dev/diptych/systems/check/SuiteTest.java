package dev.diptych.systems.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Bytes;
import dev.diptych.systems.check.SelfTest.Outcome;
import dev.diptych.systems.check.SelfTest.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SuiteTest {
    private static final Result RESULT = new Result("sums", Outcome.PASSED, "2 comparisons");

    @Test
    void agreesWhenEveryReadBackIsTheSame() {
        assertThat(run(Bytes.ofInts(1, 2), Bytes.EMPTY).agreements(run(Bytes.ofInts(1, 2), Bytes.EMPTY)))
                .containsExactly(new Result("sums", Outcome.PASSED, "2 read-backs are the same"));
    }

    @Test
    void namesTheReadBackAndTheFirstWordThatDiffer() {
        assertThat(run(Bytes.ofInts(1), Bytes.ofInts(1, 2)).agreements(run(Bytes.ofInts(1), Bytes.ofInts(1, 3))))
                .containsExactly(new Result(
                        "sums",
                        Outcome.FAILED,
                        "read-back 1 of 2: at byte 4 of 8 there is 0x00000002 instead of 0x00000003"));
    }

    @Test
    void disagreesWhenOneMachineBrokeOff() {
        Suite.Run broken = new Suite.Run(
                List.of(new Result("sums", Outcome.FAILED, "the run broke off: no GPU")), List.of(List.of()));

        assertThat(run(Bytes.ofInts(1)).agreements(broken))
                .containsExactly(new Result(
                        "sums",
                        Outcome.FAILED,
                        "1 read-backs here and 0 there: 2 comparisons here, the run broke off: no GPU there"));
        assertThat(broken.hasReadBacks()).isFalse();
    }

    @Test
    void comparesNothingOfACheckThatReadsNothingBack() {
        assertThat(run().agreements(run())).isEmpty();
    }

    private static Suite.Run run(Bytes... readBacks) {
        return new Suite.Run(List.of(RESULT), List.of(List.of(readBacks)));
    }
}
