package dev.diptych.sim.ptx.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passes as {@code traces/data/micro-memory/load-*-l1} and {@code traces/data/micro-core/l1-*} have them, at a pass a cycle. */
class DataStageTest {
    private static final long FIRST = 1L << 40;

    @ParameterizedTest(name = "words a stride of {0} apart, {1} from where a line begins: {2} passes")
    @CsvSource({"1, 0, 1", "1, 1, 1", "1, 8, 1", "2, 0, 2", "4, 0, 4", "8, 0, 8", "16, 0, 16", "32, 0, 32"})
    void takesOneWordOfEachBankAtATime(int stride, int shift, int passes) {
        assertThat(passes(4, lane -> 4L * (lane * stride + shift))).isEqualTo(passes);
    }

    @ParameterizedTest(name = "{0} bytes a lane, at one address: {1} passes")
    @CsvSource({"4, 1", "8, 2", "16, 4"})
    void servesHalvesAndQuartersApartEvenAtOneAddress(int bytes, int passes) {
        assertThat(passes(bytes, lane -> 0)).isEqualTo(passes);
        assertThat(passes(bytes, lane -> (long) lane * bytes)).isEqualTo(passes);
    }

    @Test
    void looksUpFourLinesAPass() {
        // A column beside the diagonal: each bank has one word, each word another line.
        assertThat(passes(4, lane -> 4L * 33 * lane)).isEqualTo(8);
    }

    private static int passes(int bytes, IntToLongFunction offset) {
        long[] addresses = new long[Warp.LANES];
        for (int lane = 0; lane < Warp.LANES; lane++) {
            addresses[lane] = FIRST + offset.applyAsLong(lane);
        }
        return new DataStage().passes(addresses, 0, -1, bytes);
    }
}
