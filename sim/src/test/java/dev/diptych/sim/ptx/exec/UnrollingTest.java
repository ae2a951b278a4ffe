package dev.diptych.sim.ptx.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Dim;
import dev.diptych.model.work.Pipe;
import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.PtxResult;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules of a loop that loads and adds, with its iterations in fours, then two, then one. */
class UnrollingTest {
    private static final int LANES = 32;

    private static final String ALL_LANES = "mov.u32 %n, %m;";

    @ParameterizedTest(name = "{0} iterations: {1} rounds")
    @CsvSource({"1, 1", "2, 1", "3, 2", "4, 1", "5, 2", "6, 2", "7, 3", "8, 2", "19, 6"})
    void goesThroughFourThenTwoThenOne(int iterations, int rounds) {
        assertThat(run("", ALL_LANES, iterations).counts().demand().chainRounds())
                .isEqualTo(rounds);
    }

    @Test
    void makesEachIterationARoundWhereUnrollingIsForbidden() {
        assertThat(run(".pragma \"nounroll\";", ALL_LANES, 7).counts().demand().chainRounds())
                .isEqualTo(7);
    }

    @Test
    void followsTheLaneWithMostIterations() {
        // Lane l makes as many iterations as the last bits of l say, one at least: 7 at most.
        String oneToSeven = "and.b32 %n, %tx, 7; max.u32 %n, %n, 1;";

        assertThat(run("", oneToSeven, 7).counts().demand().chainRounds()).isEqualTo(3);
    }

    @Test
    void savesWhatOnlyTheLoopNeeds() {
        Counts unrolled = run("", ALL_LANES, 8).counts();
        Counts rolled = run(".pragma \"nounroll\";", ALL_LANES, 8).counts();

        // In six of eight iterations: two additions of 64 bits, a comparison and its branch.
        assertThat(unrolled.warpInstructions()).isEqualTo(rolled.warpInstructions());
        long saved = rolled.demand().slots(Pipe.ISSUE) - unrolled.demand().slots(Pipe.ISSUE);
        assertThat(saved).isGreaterThanOrEqualTo(6 * 4).isEqualTo(saved / 6 * 6);
        assertThat(unrolled.demand().slots(Pipe.LSU)).isEqualTo(rolled.demand().slots(Pipe.LSU));
    }

    @Test
    void computesTheSame() {
        PtxResult unrolled = run("", ALL_LANES, 11);
        PtxResult rolled = run(".pragma \"nounroll\";", ALL_LANES, 11);

        assertThat(unrolled.counts().threadInstructions())
                .isEqualTo(rolled.counts().threadInstructions());
        assertThat(unrolled.counts().traffic()).isEqualTo(rolled.counts().traffic());
    }

    private static PtxResult run(String pragma, String bound, int iterations) {
        GlobalMemory memory = new GlobalMemory();
        int bytes = LANES * Float.BYTES * (iterations + 1);
        Region region = memory.allocate("data", new Gpu(0), bytes);
        ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes / Float.BYTES; i++) {
            data.putFloat(i * Float.BYTES, i);
        }
        region.write(0, data);
        PtxProgram program = PtxProgram.of("k.ptx", """
                .version 8.7
                .target sm_90
                .address_size 64
                .visible .entry k(.param .u64 p, .param .u32 n)
                {
                .reg .b32 %i, %n, %m, %tx;
                .reg .f32 %f<4>;
                .reg .b64 %rd<8>;
                .reg .pred %p0;
                ld.param.u64 %rd1, [p];
                ld.param.u32 %m, [n];
                mov.u32 %tx, %tid.x;
                mul.wide.u32 %rd2, %tx, 4;
                add.s64 %rd1, %rd1, %rd2;
                mov.f32 %f0, 0f00000000;
                mov.u32 %i, 0;
                """ + bound + "\nLOOP:\n" + pragma + """

                ld.global.f32 %f1, [%rd1];
                add.f32 %f0, %f0, %f1;
                add.s64 %rd1, %rd1, 128;
                add.s32 %i, %i, 1;
                setp.lt.u32 %p0, %i, %n;
                @%p0 bra LOOP;
                st.global.f32 [%rd1], %f0;
                ret;
                }
                """);
        return PtxExecutor.run(
                new PtxLaunch(
                        program.kernel("k"),
                        Dim.of(1),
                        Dim.of(LANES),
                        0,
                        List.of(new PtxArg.I64(region.address()), new PtxArg.I32(iterations))),
                memory,
                PtxOptions.DEFAULT.scheduled(Platforms.gpuModel("h200")));
    }
}
