package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Dim;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Pipe;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutedWorkTest {
    private static final Gpu GPU = new Gpu(0);

    /** The first block waits for a flag that the second one raises, so it ends after it. */
    private static final String WAITING = """
            .version 8.0
            .target sm_80
            .address_size 64
            .visible .entry k(.param .u64 k_param_0)
            {
                .reg .pred %p<2>;
                .reg .b32 %r<4>;
                .reg .b64 %rd<2>;
                ld.param.u64 %rd1, [k_param_0];
                mov.u32 %r1, %ctaid.x;
                setp.ne.u32 %p1, %r1, 0;
                @%p1 bra raise;
            wait:
                ld.volatile.global.u32 %r2, [%rd1];
                setp.eq.u32 %p1, %r2, 0;
                @%p1 bra wait;
                ret;
            raise:
                setp.ne.u32 %p1, %r1, 1;
                @%p1 bra done;
                mov.u32 %r3, 1;
                st.volatile.global.u32 [%rd1], %r3;
            done:
                ret;
            }
            """;

    /** Two loads of one sector by one thread. */
    private static final String TWICE = """
            .version 8.0
            .target sm_80
            .address_size 64
            .visible .entry k(.param .u64 k_param_0)
            {
                .reg .b32 %r<2>;
                .reg .b64 %rd<2>;
                ld.param.u64 %rd1, [k_param_0];
                ld.HOW.global.u32 %r1, [%rd1];
                ld.HOW.global.u32 %r1, [%rd1];
                ret;
            }
            """;

    @ParameterizedTest(name = "ld.{0}")
    @CsvSource({
        "weak, 1",
        "relaxed.cta, 1",
        "relaxed.gpu, 2",
        "acquire.sys, 2",
        "volatile, 2",
    })
    void loadsThatSeeOtherMultiprocessorsPassTheFirstLevel(String how, int sectors) {
        assertThat(sectorsRead(TWICE.replace("HOW", how))).isEqualTo(sectors);
    }

    @ParameterizedTest(name = "ld.{0}")
    @CsvSource({"ca, 1", "cs, 1", "cg, 2", "cv, 2"})
    void cacheOperatorsSayWhetherLoadsPassTheFirstLevel(String operator, int sectors) {
        assertThat(sectorsRead(TWICE.replace("ld.HOW.global", "ld.global." + operator)))
                .isEqualTo(sectors);
    }

    private static long sectorsRead(String ptx) {
        GlobalMemory memory = new GlobalMemory();
        Region word = memory.allocate("word", GPU, 4);
        word.fill((byte) 0);
        PtxLaunch launch = new PtxLaunch(
                PtxProgram.of("twice.ptx", ptx).kernel("k"),
                Dim.of(1),
                Dim.of(1),
                0,
                List.of(new PtxArg.I64(word.address())));
        WorkProfile profile = ExecutedWork.of(launch, GPU, Platforms.gpuModel("h200"), memory, 32, region -> 0, false)
                .profile();
        return profile.classes().get(0).phases().get(0).accesses().get(0).readBytes() / 32;
    }

    @Test
    void takesBlocksThatWaitForLaterOnesInTheirOrder() {
        GlobalMemory memory = new GlobalMemory();
        Region flag = memory.allocate("flag", GPU, 4);
        flag.fill((byte) 0);
        PtxLaunch launch = new PtxLaunch(
                PtxProgram.of("waiting.ptx", WAITING).kernel("k"),
                Dim.of(4),
                Dim.of(32),
                0,
                List.of(new PtxArg.I64(flag.address())));

        WorkProfile profile = ExecutedWork.of(launch, GPU, Platforms.gpuModel("h200"), memory, 32, region -> 0, false)
                .profile();

        assertThat(profile.blocks()).isEqualTo(4);
        assertThat(profile.executedBlocks()).isEqualTo(4);
        assertThat(profile.classes()).extracting(BlockClass::blocks).containsExactly(1L, 1L, 2L);
        List<Long> issued = profile.classes().stream()
                .map(each -> each.phases().get(0).slots().getOrDefault(Pipe.ISSUE, 0L))
                .toList();
        // The one that waits goes round and round.
        assertThat(issued.get(0)).isGreaterThan(10 * issued.get(1));
        assertThat(issued.get(1)).isGreaterThan(issued.get(2));
    }
}
