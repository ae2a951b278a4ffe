package dev.diptych.sim.ptx.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.sim.ptx.exec.MemoryAccess.Kind;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wavefronts as {@code traces/data/micro-core} has them: {@code lds-*} and {@code atomic-shared-lanes-*}, at a wavefront a cycle. */
class SharedStageTest {
    @ParameterizedTest(name = "{0} bytes a lane, {1} lanes with one address: {2} wavefronts")
    @CsvSource({
        "4, 1, 1",
        "4, 4, 1",
        "4, 8, 1",
        "4, 32, 1",
        "8, 1, 2",
        "8, 4, 1",
        "8, 8, 1",
        "8, 32, 1",
        "16, 1, 4",
        "16, 4, 2",
        "16, 8, 2",
        "16, 32, 2",
    })
    void joinsHalvesAndQuartersWhoseLanesShareAddresses(int bytes, int sharing, int wavefronts) {
        SharedStage stage = count(access(Kind.LOAD, bytes, false), -1, lane -> (long) lane / sharing * bytes);

        assertThat(stage.wavefronts()).isEqualTo(wavefronts);
        assertThat(stage.conflicts()).isZero();
    }

    @Test
    void joinsTheHalfWhoseLanesAllowItAlone() {
        SharedStage stage = count(access(Kind.LOAD, 16, false), -1, lane -> lane < 16 ? 0 : 16L * lane);

        assertThat(stage.wavefronts()).isEqualTo(1 + 2);
    }

    @ParameterizedTest(name = "{0} lanes of a word: {1} one by one, {2} together")
    @CsvSource({"1, 1, 1", "2, 2, 1", "8, 8, 1", "32, 32, 1"})
    void makesAtomicsForTheLanesOfAWordOneByOneUnlessTheyCount(int sharing, int oneByOne, int together) {
        IntToLongFunction address = lane -> (long) lane / sharing * 4;

        assertThat(count(access(Kind.ATOMIC, 4, false), -1, address).wavefronts())
                .isEqualTo(oneByOne);
        assertThat(count(access(Kind.ATOMIC, 4, true), -1, address).wavefronts())
                .isEqualTo(together);
    }

    @Test
    void leavesOutLanesThatAreNotThere() {
        SharedStage stage = count(access(Kind.ATOMIC, 4, false), 0x0000_00ff, lane -> 0);

        assertThat(stage.wavefronts()).isEqualTo(8);
        assertThat(stage.conflicts()).isEqualTo(7);
    }

    private static MemoryAccess access(Kind kind, int bytes, boolean joinsLanes) {
        return new MemoryAccess(kind, Space.SHARED, bytes, joinsLanes, false);
    }

    private static SharedStage count(MemoryAccess access, int lanes, IntToLongFunction address) {
        long[] addresses = new long[Warp.LANES];
        for (int lane = 0; lane < Warp.LANES; lane++) {
            addresses[lane] = address.applyAsLong(lane);
        }
        SharedStage stage = new SharedStage();
        stage.count(addresses, access, 0, lanes);
        return stage;
    }
}
