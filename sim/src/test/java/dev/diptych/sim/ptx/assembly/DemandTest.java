package dev.diptych.sim.ptx.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Dim;
import dev.diptych.model.work.Pipe;
import dev.diptych.sim.ptx.Demand;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a few instructions add to a kernel's demand, as ptxas 13.0 has it for sm_90, and schedules that can be worked out on paper. */
class DemandTest {
    private static final GpuSpec SPEC = Platforms.gpuModel("h200");
    private static final int SCHEDULERS = 4;

    private static final int DATA_BYTES = 1 << 16;

    private static final String HEAD = """
            .version 8.7
            .target sm_90
            .address_size 64
            .visible .entry k(.param .u64 p)
            {
            .reg .b32 %r<16>;
            .reg .f32 %f<64>;
            .reg .b64 %rd<16>;
            .reg .f64 %fd<8>;
            .reg .pred %p<4>;
            .shared .align 16 .b8 s[4096];
            ld.param.u64 %rd1, [p];
            mov.u32 %r1, %tid.x;
            mov.u64 %rd9, %clock64;
            st.global.u64 [%rd1], %rd9;
            st.global.u32 [%rd1+8], %r1;
            """;

    /** What is added to a store of the first operand by an instruction, or a few, before a store of the result. */
    @ParameterizedTest(name = "{0}: {3} instructions, {4} FMA, {5} ALU, {6} XU, {7} FP64")
    @CsvSource(
            delimiter = '|',
            value = {
                "mul.wide.u32 %rd2, %r1, 4; add.s64 %rd3, %rd2, %rd9;                | %rd9 | %rd3 | 1 | 1 | 0 | 0 | 0",
                "mul.lo.s32 %r2, %r1, %r1; add.s32 %r3, %r2, %r1;                    | %r1  | %r3  | 1 | 1 | 0 | 0 | 0",
                "shl.b64 %rd2, %rd9, 3; add.s64 %rd3, %rd2, %rd9;                    | %rd9 | %rd3 | 2 | 0 | 2 | 0 | 0",
                "shl.b32 %r2, %r1, 3; add.s32 %r3, %r2, %r1;                         | %r1  | %r3  | 1 | 0 | 1 | 0 | 0",
                "shr.u32 %r2, %r1, 3; add.s32 %r3, %r2, %r1;                         | %r1  | %r3  | 1 | 0 | 1 | 0 | 0",
                "add.s32 %r2, %r1, %r1; add.s32 %r3, %r2, %r1;                       | %r1  | %r3  | 1 | 0 | 1 | 0 | 0",
                "and.b32 %r2, %r1, %r1; or.b32 %r3, %r2, %r1;                        | %r1  | %r3  | 1 | 0 | 1 | 0 | 0",
                "add.s64 %rd2, %rd9, %rd9;                                           | %rd9 | %rd2 | 2 | 0 | 2 | 0 | 0",
                "cvta.to.global.u64 %rd2, %rd9; mov.b64 %rd3, %rd2;                  | %rd9 | %rd3 | 0 | 0 | 0 | 0 | 0",
                "cvt.s64.s32 %rd2, %r1;                                              | %rd9 | %rd2 | 1 | 0 | 1 | 0 | 0",
                "ex2.approx.ftz.f32 %f2, %f1;                                        | %f1  | %f2  | 1 | 0 | 0 | 1 | 0",
                "ex2.approx.f32 %f2, %f1;                                            | %f1  | %f2  | 5 | 2 | 2 | 1 | 0",
                "sin.approx.f32 %f2, %f1;                                            | %f1  | %f2  | 2 | 1 | 0 | 1 | 0",
                "neg.f32 %f2, %f1; mul.f32 %f3, %f2, %f1;                            | %f1  | %f3  | 1 | 1 | 0 | 0 | 0",
                "fma.rn.f64 %fd2, %fd1, %fd1, %fd1;                                  | %fd1 | %fd2 | 1 | 0 | 0 | 0 | 1",
                "popc.b32 %r2, %r1;                                                  | %r1  | %r2  | 1 | 0 | 0 | 1 | 0",
                "min.s32 %r2, %r1, %r1;                                              | %r1  | %r2  | 1 | 0 | 1 | 0 | 0",
            })
    void costsWhatTheAssemblerMakesOfIt(
            String ptx, String operand, String result, int issue, int fma, int alu, int xu, int fp64) {
        check(ptx, operand, result, issue, fma, alu, xu, fp64);
    }

    @ParameterizedTest(name = "{0}: {3} instructions, {4} FMA, {5} ALU, {6} XU, {7} FP64")
    @CsvSource(
            delimiter = '|',
            value = {
                // A word that is a copy, one that is zero, and words that nothing needs.
                "shr.u64 %rd2, %rd9, 32;                                             | %rd9 | %rd2 | 0 | 0 | 0 | 0 | 0",
                "shr.u64 %rd2, %rd9, 40;                                             | %rd9 | %rd2 | 1 | 0 | 1 | 0 | 0",
                "xor.b64 %rd2, %rd9, 4294967296;                                     | %rd9 | %rd2 | 1 | 0 | 1 | 0 | 0",
                "xor.b64 %rd2, %rd9, %rd9; cvt.u32.u64 %r2, %rd2;                    | %r1  | %r2  | 1 | 0 | 1 | 0 | 0",
                "and.b64 %rd2, %rd9, 4294967295; xor.b64 %rd3, %rd2, %rd9;           | %rd9 | %rd3 | 1 | 0 | 1 | 0 | 0",
                "mul.lo.s64 %rd2, %rd9, %rd9;                                        | %rd9 | %rd2 | 4 | 3 | 1 | 0 | 0",
                "cvt.u64.u32 %rd2, %r1; mul.lo.s64 %rd3, %rd2, %rd9;                 | %rd9 | %rd3 | 3 | 2 | 1 | 0 | 0",
                "cvt.u64.u32 %rd2, %r1; mul.lo.s64 %rd3, %rd2, 5;                    | %rd9 | %rd3 | 2 | 1 | 1 | 0 | 0",
                "cvt.s64.s32 %rd2, %r1; add.s64 %rd3, %rd2, %rd9;                    | %rd9 | %rd3 | 2 | 0 | 2 | 0 | 0",
                "mul.lo.s64 %rd2, %rd9, %rd9;                                        | %rd9 | %rd9 | 0 | 0 | 0 | 0 | 0",
                // The uniform datapath.
                "add.s64 %rd2, %rd1, %rd1;                                           | %rd1 | %rd2 | 2 | 0 | 0 | 0 | 0",
                // Logic leaves whether its result is zero in a predicate.
                "and.b32 %r2, %r1, 3; setp.eq.s32 %p1, %r2, 0; selp.b32 %r3, 1, %r1, %p1; | %r1 | %r3 | 2 | 0 | 2 | 0 | 0",
                // One lane adds for its warp, or hands in what the warp has.
                "atom.global.add.u32 %r2, [%rd1+64], %r1;                            | %r1  | %r2  | 11 | 0 | 3 | 3 | 0",
                "atom.global.add.u32 %r2, [%rd1+64], %r1;                            | %r1  | %r1  | 7 | 0 | 2 | 1 | 0",
                // Stores take registers only, as vectors in a row.
                "st.global.u32 [%rd1+64], 7;                                         | %r1  | %r1  | 2 | 0 | 1 | 0 | 0",
                "st.global.u32 [%rd1+64], 0;                                         | %r1  | %r1  | 1 | 0 | 0 | 0 | 0",
                "st.global.v4.f32 [%rd1+64], {%f1, %f1, %f1, %f1};                   | %r1  | %r1  | 4 | 0 | 3 | 0 | 0",
                // A parameter is fetched once.
                "ld.param.u64 %rd2, [p];                                             | %rd1 | %rd2 | 0 | 0 | 0 | 0 | 0",
                // Accesses to shared memory add a uniform register, behind the three instructions that find it; a shift
                // does so on its way.
                "mov.u32 %r2, s; and.b32 %r3, %r1, 60; add.s32 %r4, %r3, %r2; ld.shared.u32 %r5, [%r4]; | %r1 | %r5 | 5 | 0 | 1 | 0 | 0",
                "mov.u32 %r2, s; shl.b32 %r3, %r1, 2; add.s32 %r4, %r3, %r2; ld.shared.u32 %r5, [%r4]; | %r1 | %r5 | 5 | 0 | 1 | 0 | 0",
                // Three instructions find shared memory, and neighbours are loaded together.
                "mov.u32 %r2, s; ld.shared.f32 %f2, [%r2]; ld.shared.f32 %f3, [%r2+4]; add.f32 %f4, %f2, %f3; | %f1 | %f4 | 5 | 1 | 0 | 0 | 0",
            })
    void takesValuesApartAndTogetherAsTheAssemblerDoes(
            String ptx, String operand, String result, int issue, int fma, int alu, int xu, int fp64) {
        check(ptx, operand, result, issue, fma, alu, xu, fp64);
    }

    private static void check(
            String ptx, String operand, String result, int issue, int fma, int alu, int xu, int fp64) {
        Demand without = run(store(operand), 32);
        Demand with = run(ptx + store(result), 32);

        assertThat(added(with, without, Pipe.ISSUE)).isEqualTo(issue);
        assertThat(added(with, without, Pipe.FMA)).isEqualTo(fma);
        assertThat(added(with, without, Pipe.ALU)).isEqualTo(alu);
        assertThat(added(with, without, Pipe.XU)).isEqualTo(xu);
        assertThat(added(with, without, Pipe.FP64)).isEqualTo(fp64);
    }

    /** Returns an instruction that needs a register: nothing else keeps an assembler from leaving out what it comes of. */
    private static String store(String register) {
        boolean isWide = register.startsWith("%rd") || register.startsWith("%fd");
        return "st.global.b%d [%%rd1+128], %s;\n".formatted(isWide ? Long.SIZE : Integer.SIZE, register);
    }

    @Test
    void marksWhereLanesThatPartedMeet() {
        String body = "add.s32 %r2, %r1, %r2;\n".repeat(9);
        String parting =
                "mov.u32 %r3, NUMBER; setp.gt.u32 %p1, %r3, 5000; @%p1 bra meet;\n" + body + "meet:\n" + store("%r2");

        // Both ways fall through; a block's number is the same for all lanes, a thread's is not.
        assertThat(added(
                        run(parting.replace("NUMBER", "%tid.x"), 32),
                        run(parting.replace("NUMBER", "%ctaid.x"), 32),
                        Pipe.ISSUE))
                .isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}: {1} passes")
    @CsvSource(
            delimiter = '|',
            value = {
                "ld.global.u32 %r2, [%rd1];                                                      | 1",
                "mul.wide.u32 %rd2, %r1, 4; add.s64 %rd3, %rd2, %rd1; ld.global.u32 %r2, [%rd3];  | 1",
                "mul.wide.u32 %rd2, %r1, 16; add.s64 %rd3, %rd2, %rd1; ld.global.v4.f32 {%f1,%f2,%f3,%f4}, [%rd3]; | 4",
                "mul.wide.u32 %rd2, %r1, 128; add.s64 %rd3, %rd2, %rd1; ld.global.u32 %r2, [%rd3]; | 32",
            })
    void passesThroughTheDataStage(String ptx, int passes) {
        assertThat(added(run(ptx, 32), run("", 32), Pipe.LSU)).isEqualTo(passes);
    }

    @ParameterizedTest(name = "lane * {0}: {1} passes")
    @CsvSource({"0, 2", "4, 4"})
    void loadsThatAreJoinedPassAsOne(int words, int passes) {
        String loads = """
                mov.u32 %%r2, s;
                mad.lo.s32 %%r3, %%r1, %d, %%r2;
                ld.shared.f32 %%f1, [%%r3];
                ld.shared.f32 %%f2, [%%r3+4];
                ld.shared.f32 %%f3, [%%r3+8];
                ld.shared.f32 %%f4, [%%r3+12];
                st.global.v4.f32 [%%rd1+128], {%%f1, %%f2, %%f3, %%f4};
                """.formatted(Integer.BYTES * words);

        // As lds-16-broadcast and lds-16-consecutive of traces/data/micro-core, and not one for each word. The store
        // takes four.
        assertThat(added(run(loads, 32), run("", 32), Pipe.LSU)).isEqualTo(passes + 4);
    }

    @Test
    void aChainOfMultiplicationsWaitsForEachResult() {
        String one = "fma.rn.f32 %f1, %f1, %f1, %f1;\n";
        long cycles = run(one.repeat(201) + store("%f1"), 32).chainCycles()
                - run(one.repeat(101) + store("%f1"), 32).chainCycles();

        // Each of the two is rounded up to whole cycles.
        long exact = (long) (100 * SPEC.sm().latencies().arithmeticCycles());
        assertThat(cycles).isBetween(exact - 1, exact + 1);
    }

    @Test
    void independentMultiplicationsAreIssuedAsFastAsTheirPipeTakesThem() {
        long cycles = run(eightChains(80), 32).chainCycles()
                - run(eightChains(40), 32).chainCycles();

        assertThat((double) cycles)
                .isCloseTo(8 * 40 * SCHEDULERS / SPEC.sm().pipes().rate(Pipe.FMA), withinPercentage(2));
    }

    /** Eight chains are enough to hide the latency of each other's multiplications. */
    private static String eightChains(int length) {
        StringBuilder text = new StringBuilder(".reg .f32 %%g<%d>;\n".formatted(8));
        for (int chain = 0; chain < 8; chain++) {
            text.append("mov.f32 %%g%d, %%f1;\n".formatted(chain));
        }
        for (int step = 0; step < length; step++) {
            for (int chain = 0; chain < 8; chain++) {
                text.append("fma.rn.f32 %%g%1$d, %%g%1$d, %%f1, %%f1;\n".formatted(chain));
            }
        }
        for (int chain = 0; chain < 8; chain++) {
            text.append("st.global.f32 [%%rd1+128], %%g%d;\n".formatted(chain));
        }
        return text.toString();
    }

    @Test
    void aPipeThatIsBusyDelaysWhatWaitsForItsResults() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < 33; i++) {
            text.append(
                    "ex2.approx.ftz.f32 %%f%d, %%f0; st.global.f32 [%%rd1+%d], %%f%1$d;\n".formatted(i, 256 + 4 * i));
        }
        String chain = "fma.rn.f32 %f33, %f33, %f33, %f33;\n".repeat(200) + store("%f33");
        long cycles = run(text + "add.f32 %f33, %f32, %f32;\n" + chain, 32).chainCycles()
                - run(text + "add.f32 %f33, %f1, %f1;\n" + chain, 32).chainCycles();

        // A scheduler's part of the pipe takes one warp's instruction in so many cycles; one that is ready inside a
        // slot may still have it.
        double each = SPEC.sm().pipes().rate(Pipe.ISSUE) / SPEC.sm().pipes().rate(Pipe.XU);
        assertThat((double) cycles).isBetween(30 * each - 1, 31 * each);
    }

    @Test
    void whatABranchWaitsForGoesFirst() {
        StringBuilder work = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            work.append("fma.rn.f32 %%f%1$d, %%f%1$d, %%f1, %%f1;\n".formatted(2 + i % 4));
        }
        String begin = "mov.u32 %r2, 0;\nagain: .pragma \"nounroll\";";
        String end = """
                add.s32 %%r2, %%r2, 1;
                setp.lt.s32 %%p1, %%r2, %d;
                @%%p1 bra again;
                st.global.v4.f32 [%%rd1+128], {%%f2, %%f3, %%f4, %%f5};
                """;
        long cycles = run(begin + work + end.formatted(101), 32).chainCycles()
                - run(begin + work + end.formatted(1), 32).chainCycles();

        // 35 instructions without a gap, and what a branch takes.
        double round = 35 + SPEC.sm().latencies().branchCycles();
        assertThat((double) cycles).isBetween(100 * (round - 1), 100 * (round + 1));
    }

    @Test
    void parametersAreFetchedBeforeALoop() {
        String loop = "mov.u32 %r2, 0;\nagain: .pragma \"nounroll\"; FETCH"
                + " add.s32 %r2, %r2, 1; setp.lt.s32 %p1, %r2, 100; @%p1 bra again;\n" + store("%rd2");
        Demand inside = run(loop.replace("FETCH", "ld.param.u64 %rd2, [p];"), 32);
        Demand outside = run("ld.param.u64 %rd2, [p];\n" + loop.replace("FETCH", ""), 32);

        assertThat(inside.slots(Pipe.ISSUE)).isEqualTo(outside.slots(Pipe.ISSUE));
        assertThat(inside.chainCycles()).isEqualTo(outside.chainCycles());
    }

    @Test
    void aLoadThatNeedsAnotherIsAnotherRound() {
        String two = "ld.global.u64 %rd2, [%rd1+512]; ld.global.u64 %rd3, [%rd1+256];";
        String chained = "ld.global.u64 %rd2, [%rd1+512]; add.s64 %rd2, %rd2, %rd1; ld.global.u64 %rd3, [%rd2];";

        assertThat(run("", 32).chainRounds()).isZero();
        assertThat(run(two, 32).chainRounds()).isEqualTo(1);
        assertThat(run(chained, 32).chainRounds()).isEqualTo(2);
    }

    @Test
    void warpsShareThePipes() {
        // 32 warps of 100 multiplications at the pipe's rate, about 4 a cycle, take some 800 cycles, one alone its
        // chain; a
        // dozen instructions around them some 90 more.
        String chain = "fma.rn.f32 %f1, %f1, %f1, %f1;\n".repeat(100) + store("%f1");

        long alone = (long) (100 * SPEC.sm().latencies().arithmeticCycles());
        assertThat(run(chain, 32).chainCycles()).isBetween(alone, alone + 60);
        long together = (long) (32 * 100 / SPEC.sm().pipes().rate(Pipe.FMA));
        assertThat(run(chain, 1024).chainCycles()).isBetween(together, together + 100);
    }

    @Test
    void warpsArriveAtABarrierOneAfterTheOther() {
        Demand one = run("bar.sync 0;\n".repeat(101), 32);
        Demand many = run("bar.sync 0;\n".repeat(101), 1024);
        double each = 1 / SPEC.sm().pipes().barrier();

        assertThat(many.slots(Pipe.BARRIER)).isEqualTo(32 * 101);
        assertThat(many.chainCycles() - one.chainCycles()).isBetween((long) (99 * 31 * each), (long) (104 * 31 * each));
    }

    @Test
    void aTakenBranchDelaysWhatComesBehind() {
        String loop =
                "mov.u32 %%r2, 0;\nagain: .pragma \"nounroll\"; add.s32 %%r2, %%r2, 1; setp.lt.s32 %%p1, %%r2, %d; @%%p1 bra again;\n";
        long cycles = run(loop.formatted(101), 32).chainCycles()
                - run(loop.formatted(1), 32).chainCycles();

        // The sum and the comparison wait for each other, then comes the branch.
        double round = 2 * SPEC.sm().latencies().arithmeticCycles()
                + SPEC.sm().latencies().branchCycles();
        assertThat(cycles).isBetween((long) (100 * round), (long) (100 * (round + 4)));
    }

    @ParameterizedTest(name = "{0}: {1} passes")
    @CsvSource(
            delimiter = '|',
            value = {
                "atom.shared.add.u32 %r2, [%r3], 1; | 1",
                "atom.shared.add.u32 %r2, [%r3], 2; | 32",
                "atom.shared.max.u32 %r2, [%r3], 1; | 32",
                "red.shared.add.u32 [%r3], 1;       | 1",
            })
    void additionsOfOneToSharedMemoryPassTogether(String ptx, int passes) {
        String address = "mov.u32 %r3, s; st.shared.u32 [%r3], 0;";

        assertThat(added(run(address + ptx, 32), run(address, 32), Pipe.LSU)).isEqualTo(passes);
    }

    @Test
    void aBarrierWaitsForTheLastWarp() {
        String slowFirst = "setp.gt.u32 %p1, %r1, 31; @%p1 bra meet;\n" + "fma.rn.f32 %f1, %f1, %f1, %f1;\n".repeat(200)
                + "meet: bar.sync 0;\n" + store("%f1");
        double latency = SPEC.sm().latencies().arithmeticCycles();

        assertThat(run(slowFirst, 64).chainCycles()).isGreaterThanOrEqualTo((long)
                (200 * latency + SPEC.sm().latencies().barrierCycles()));
    }

    @Test
    void isTheSameEveryTime() {
        String ptx =
                "ld.global.u64 %rd2, [%rd1+512]; add.s64 %rd2, %rd2, %rd1; bar.sync 0; ld.global.u64 %rd3, [%rd2];";

        assertThat(run(ptx, 256)).isEqualTo(run(ptx, 256));
    }

    private static long added(Demand with, Demand without, Pipe pipe) {
        return with.slots(pipe) - without.slots(pipe);
    }

    private static Demand run(String body, int threads) {
        GlobalMemory memory = new GlobalMemory();
        Region region = memory.allocate("data", new Gpu(0), DATA_BYTES);
        region.write(0, ByteBuffer.allocate(DATA_BYTES));
        PtxProgram program = PtxProgram.of("k.ptx", HEAD + body + "\nret;\n}\n");
        return PtxExecutor.run(
                        new PtxLaunch(
                                program.kernel("k"),
                                Dim.of(1),
                                Dim.of(threads),
                                0,
                                List.of(new PtxArg.I64(region.address()))),
                        memory,
                        PtxOptions.DEFAULT.scheduled(SPEC))
                .blocks()
                .get(0)
                .demand();
    }
}
