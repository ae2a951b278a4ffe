package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Dim;
import dev.diptych.model.work.WorkProfile.Touched;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.work.ExecutedWork;
import dev.diptych.sim.work.SectorTrace;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayedContentsTest {
    private static final Gpu GPU = new Gpu(0);
    private static final GpuSpec SPEC = Platforms.gpuModel("h200");
    private static final long MEBIBYTE = 1 << 20;
    private static final long BLOCK_BYTES = 64 << 10;
    private static final int SLOTS = 8 * SPEC.sms();

    /** Each block of 256 threads reads 64 KiB of its own, past the first level, or stores to them, pass after pass. */
    private static final String PASSES = """
            .version 8.0
            .target sm_80
            .address_size 64
            .visible .entry k(.param .u64 k_param_0, .param .u32 k_param_1)
            {
                .reg .pred %p<2>;
                .reg .b32 %r<9>;
                .reg .b64 %rd<6>;
                ld.param.u64 %rd1, [k_param_0];
                ld.param.u32 %r1, [k_param_1];
                mov.u32 %r2, %ctaid.x;
                mul.wide.u32 %rd2, %r2, 65536;
                add.u64 %rd1, %rd1, %rd2;
                mov.u32 %r3, %tid.x;
                mul.wide.u32 %rd3, %r3, 16;
                add.u64 %rd1, %rd1, %rd3;
            pass:
                mov.u32 %r4, 0;
                mov.u64 %rd4, %rd1;
            row:
                ACCESS
                add.u64 %rd4, %rd4, 4096;
                add.u32 %r4, %r4, 1;
                setp.lt.u32 %p1, %r4, 16;
                @%p1 bra row;
                bar.sync 0;
                sub.u32 %r1, %r1, 1;
                setp.ne.u32 %p1, %r1, 0;
                @%p1 bra pass;
                ret;
            }
            """;

    private static final String LOAD = "ld.global.cg.v4.u32 {%r5, %r6, %r7, %r8}, [%rd4];";
    private static final String STORE = "st.global.v4.u32 [%rd4], {%r4, %r4, %r4, %r4};";

    private static SectorTrace trace(String access, long bytes, int passes) {
        GlobalMemory memory = new GlobalMemory();
        Region region = memory.allocate("buffer", GPU, bytes);
        region.fill((byte) 0);
        PtxLaunch launch = new PtxLaunch(
                PtxProgram.of("passes.ptx", PASSES.replace("ACCESS", access)).kernel("k"),
                Dim.of((int) (bytes / BLOCK_BYTES)),
                Dim.of(256),
                0,
                List.of(new PtxArg.I64(region.address()), new PtxArg.I32(passes)));
        return Objects.requireNonNull(
                ExecutedWork.of(launch, GPU, SPEC, memory, 8, of -> 0, true).trace());
    }

    private static double hitShare(ReplayedContents contents, SectorTrace trace) {
        return contents.replay(trace, SLOTS, SPEC.sms()).hitShare();
    }

    @ParameterizedTest(name = "sampled: {0}")
    @ValueSource(booleans = {false, true})
    void whatFitsIsThereWhenItComesAgain(boolean isSampled) {
        ReplayedContents contents = new ReplayedContents(GPU, SPEC.l2(), isSampled);
        SectorTrace trace = trace(LOAD, 24 * MEBIBYTE, 1);

        assertThat(hitShare(contents, trace)).isCloseTo(0, within(0.03));
        assertThat(hitShare(contents, trace)).isCloseTo(1, within(0.03));
    }

    @ParameterizedTest(name = "sampled: {0}")
    @ValueSource(booleans = {false, true})
    void whatDoesNotFitIsGone(boolean isSampled) {
        ReplayedContents contents = new ReplayedContents(GPU, SPEC.l2(), isSampled);
        SectorTrace trace = trace(LOAD, 64 * MEBIBYTE, 1);

        hitShare(contents, trace);
        assertThat(hitShare(contents, trace)).isLessThan(0.1);
    }

    /** A block comes back to what it read after 64 KiB, while all others that are resident have read as much. */
    @ParameterizedTest(name = "sampled: {0}")
    @ValueSource(booleans = {false, true})
    void blocksThatRunTogetherPushOutWhatOneComesBackTo(boolean isSampled) {
        CacheSpec small = new CacheSpec(15 * MEBIBYTE, 11 * MEBIBYTE, 128, 32, 64, 16, 2, 280, 64);
        SectorTrace trace = trace(LOAD, 2L * SPEC.sms() * BLOCK_BYTES, 2);

        double together = new ReplayedContents(GPU, small, isSampled)
                .replay(trace, 2 * SPEC.sms(), SPEC.sms())
                .hitShare();
        double few = new ReplayedContents(GPU, small, isSampled)
                .replay(trace, SPEC.sms() / 2, SPEC.sms())
                .hitShare();

        assertThat(together).isLessThan(0.05);
        assertThat(few).isCloseTo(0.5, within(0.03));
    }

    @ParameterizedTest(name = "sampled: {0}")
    @ValueSource(booleans = {false, true})
    void whatIsStoredIsWrittenBackWhenItIsPushedOut(boolean isSampled) {
        ReplayedContents contents = new ReplayedContents(GPU, SPEC.l2(), isSampled);
        SectorTrace small = trace(STORE, 16 * MEBIBYTE, 1);
        assertThat(contents.replay(small, SLOTS, SPEC.sms()).writtenShare()).isZero();
        assertThat(contents.replay(small, SLOTS, SPEC.sms()).writtenShare()).isZero();

        ReplayedContents others = new ReplayedContents(GPU, SPEC.l2(), isSampled);
        SectorTrace large = trace(STORE, 96 * MEBIBYTE, 1);
        others.replay(large, SLOTS, SPEC.sms());
        assertThat(others.replay(large, SLOTS, SPEC.sms()).writtenShare()).isCloseTo(1, within(0.05));
    }

    @ParameterizedTest(name = "sampled: {0}")
    @ValueSource(booleans = {false, true})
    void operationsOfUnknownOrderPassOverWhatTheyTouch(boolean isSampled) {
        ReplayedContents contents = new ReplayedContents(GPU, SPEC.l2(), isSampled);

        assertThat(pass(contents, 24 * MEBIBYTE)).isCloseTo(0, within(0.03));
        assertThat(pass(contents, 24 * MEBIBYTE)).isCloseTo(1, within(0.03));
        assertThat(hitShare(contents, trace(LOAD, 24 * MEBIBYTE, 1))).isCloseTo(1, within(0.03));
        pass(contents, 200 * MEBIBYTE);
        assertThat(pass(contents, 200 * MEBIBYTE)).isLessThan(0.05);
    }

    private static double pass(ReplayedContents contents, long bytes) {
        return contents.pass(List.of(new Touched(GPU, 0, bytes)), buffer -> bytes);
    }
}
