package dev.diptych.sim.ptx.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.instrument.Ending;
import dev.diptych.kernels.instrument.Instrumentation;
import dev.diptych.kernels.instrument.Instrumented;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.NoticeRing;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels with block notices against the same kernels without: the same results, bit for bit, and every block told. What compilers make is in the corpus,
 * all of whose kernels run with notices, too; here is what the pass has to tell apart.
 */
class InstrumentedKernelsTest {
    private static final String HEAD = """
            .version 7.8
            .target sm_80
            .address_size 64
            """;

    /**
     * A kernel's beginning: {@code %p1} holds for odd threads, {@code %p3} for odd warps, {@code %out} is the address of the thread's own word,
     * {@code %i} its number.
     */
    private static final String FRAME = """
            .reg .pred %p<8>;
            .reg .b32 %r<16>, %i, %t;
            .reg .b64 %out, %rd<8>;
            ld.param.u64 %rd1, [k_param_0];
            cvta.to.global.u64 %rd1, %rd1;
            mov.u32 %t, %tid.x;
            mov.u32 %r1, %ctaid.x;
            mov.u32 %r2, %ntid.x;
            mad.lo.s32 %i, %r1, %r2, %t;
            mul.wide.u32 %rd2, %i, 4;
            add.s64 %out, %rd1, %rd2;
            and.b32 %r3, %t, 1;
            setp.eq.u32 %p1, %r3, 1;
            and.b32 %r3, %t, 32;
            setp.eq.u32 %p3, %r3, 32;
            """;

    enum Body {
        NO_FINAL_RETURN(Ending.BARRIER, "st.global.u32 [%out], %i;"),
        EARLY_RETURN(Ending.BARRIER, """
                @%p1 ret;
                st.global.u32 [%out], %i;
                ret;
                """),
        PREDICATED_EXITS(Ending.BARRIER, """
                setp.lt.u32 %p2, %t, 7;
                @%p2 exit;
                st.global.u32 [%out], %i;
                @!%p1 exit;
                st.global.u32 [%out], %t;
                ret.uni;
                """),
        ALL_MEET_FIRST(Ending.BARRIER, """
                .shared .align 4 .b8 tile[1024];
                mov.u32 %r4, tile;
                shl.b32 %r5, %t, 2;
                add.s32 %r6, %r4, %r5;
                st.shared.u32 [%r6], %i;
                bar.sync 0;
                xor.b32 %r5, %r5, 4;
                add.s32 %r6, %r4, %r5;
                ld.shared.u32 %r7, [%r6];
                @%p1 ret;
                st.global.u32 [%out], %r7;
                ret;
                """),
        /** Only even warps come to the barriers: those that have left are not waited for. */
        LEFT_BEFORE_BARRIERS(Ending.COUNT, """
                .shared .align 4 .b8 tile[1024];
                @%p3 ret;
                mov.u32 %r4, tile;
                shl.b32 %r5, %t, 2;
                add.s32 %r6, %r4, %r5;
                st.shared.u32 [%r6], %i;
                bar.sync 0;
                xor.b32 %r5, %r5, 8;
                add.s32 %r6, %r4, %r5;
                ld.shared.u32 %r7, [%r6];
                bar.sync 0;
                st.global.u32 [%out], %r7;
                ret;
                """),
        /** The same as nvcc writes it: one return, and a branch to it. */
        LED_PAST_BARRIERS(Ending.COUNT, """
                .shared .align 4 .b8 tile[1024];
                @%p3 bra $L_end;
                mov.u32 %r4, tile;
                shl.b32 %r5, %t, 2;
                add.s32 %r6, %r4, %r5;
                st.shared.u32 [%r6], %i;
                bar.sync 0;
                xor.b32 %r5, %r5, 8;
                add.s32 %r6, %r4, %r5;
                ld.shared.u32 %r7, [%r6];
                st.global.u32 [%out], %r7;
                $L_end:
                ret;
                """),
        /** The warps stay for different times. */
        LOOP_OF_SHUFFLES(Ending.COUNT, """
                shr.u32 %r4, %t, 5;
                mov.u32 %r5, %i;
                $L_next:
                shfl.sync.idx.b32 %r6, %r5, 31, 31, -1;
                add.s32 %r5, %r5, %r6;
                sub.s32 %r4, %r4, 1;
                setp.gt.s32 %p2, %r4, 0;
                st.global.u32 [%out], %r5;
                @%p2 bra $L_next;
                ret;
                """),
        /** Half the block has a barrier of its own, and its number in a register. */
        NAMED_BARRIER(Ending.COUNT, """
                setp.lt.u32 %p2, %t, 64;
                @%p2 bra $L_out;
                mov.u32 %r4, 3;
                bar.sync %r4, 64;
                st.global.u32 [%out], %i;
                bar.sync 0, 64;
                exit;
                $L_out:
                bar.sync 0, 64;
                st.global.u32 [%out], %t;
                """),
        /** Registers, labels and scopes within scopes, as inline PTX has them, and vectors, whose braces are no scopes. */
        NESTED_SCOPES(Ending.COUNT, """
                {
                    .reg .pred %p1;
                    .reg .b32 t<3>;
                    setp.gt.u32 %p1, %t, 40;
                    mov.b64 {t1, t2}, %out;
                    mov.b64 %rd3, {t1, t2};
                    @%p1 bra done;
                    { st.global.u32 [%rd3], 5; @!%p1 bra done; exit; }
                    done: bar.warp.sync -1;
                    @%p1 ret;
                }
                { bra done; done: st.global.u32 [%out], %t; ret; }
                """),
        CALL(Ending.COUNT, """
                @%p1 ret;
                {
                    .param .b32 param0;
                    st.param.b32 [param0], %i;
                    .param .b32 retval0;
                    call.uni (retval0), agree, (param0);
                    ld.param.b32 %r4, [retval0];
                }
                st.global.u32 [%out], %r4;
                ret;
                """),
        CALL_OF_WHO_MEETS_NOBODY(Ending.BARRIER, """
                @%p1 ret;
                {
                    .param .b32 param0;
                    st.param.b32 [param0], %i;
                    .param .b32 retval0;
                    call.uni (retval0), double, (param0);
                    ld.param.b32 %r4, [retval0];
                }
                st.global.u32 [%out], %r4;
                ret;
                """);

        private final Ending ending;
        private final String text;

        Body(Ending ending, String text) {
            this.ending = ending;
            this.text = text;
        }

        String module() {
            return HEAD + """
                    .func (.param .b32 result) double(.param .b32 x)
                    {
                        .reg .b32 %r<3>;
                        ld.param.b32 %r1, [x];
                        add.s32 %r2, %r1, %r1;
                        st.param.b32 [result], %r2;
                        ret;
                    }
                    .func (.param .b32 result) agree(.param .b32 x)
                    {
                        .reg .b32 %r<3>;
                        .reg .pred %p<2>;
                        ld.param.b32 %r1, [x];
                        setp.ne.u32 %p1, %r1, 3;
                        @!%p1 ret;
                        activemask.b32 %r2;
                        shfl.sync.idx.b32 %r2, %r1, 8, 31, %r2;
                        st.param.b32 [result], %r2;
                        ret;
                    }
                    .visible .entry k(.param .u64 k_param_0)
                    .maxntid 128, 1, 1
                    {
                    """ + FRAME + text + "}\n";
        }
    }

    private final GlobalMemory memory = new GlobalMemory();

    @ParameterizedTest
    @EnumSource(Body.class)
    void tellsEveryBlockAndComputesTheSame(Body body) {
        Instrumented reporting = Instrumentation.of("k.ptx", body.module(), kernel -> true);

        assertThat(reporting.endings()).containsExactly(Map.entry("k", body.ending));
        for (int blocks : new int[] {1, 5, 16, 17, 40}) {
            int words = 128 * blocks;
            ByteBuffer plain = run(body.module(), blocks, 128, words);
            NoticeRing ring = NoticeRing.of(memory, blocks, 16);
            assertThat(run(reporting.text(), blocks, 128, words, ring.arg())).isEqualTo(plain);
            ring.expectAll(blocks);
        }
    }

    @ParameterizedTest
    @EnumSource(Body.class)
    void isSilentWithoutARing(Body body) {
        Instrumented reporting = Instrumentation.of("k.ptx", body.module(), kernel -> true);

        ByteBuffer plain = run(body.module(), 3, 128, 384);

        assertThat(run(reporting.text(), 3, 128, 384, NoticeRing.none())).isEqualTo(plain);
    }

    /**
     * Each thread works for as many rounds as its number and then looks at the counters, the block's first thread before all others: its block must have
     * started and not ended, whoever has left. Blocks are executed one after the other.
     */
    @ParameterizedTest
    @CsvSource({"'', BARRIER", "'bar.sync 0;', BARRIER", "'@%p3 bra $L_left; bar.sync 0; $L_left:', COUNT"})
    void aBlockStartsBeforeItsWorkAndEndsAfterItsLastThread(String meeting, Ending ending) {
        String text =
                HEAD + ".visible .entry k(.param .u64 k_param_0, .param .u64 counters)\n{\n" + FRAME + meeting + """
                mov.u32 %r4, %t;
                $L_round:
                sub.s32 %r4, %r4, 1;
                setp.gt.s32 %p2, %r4, 0;
                @%p2 bra $L_round;
                ld.param.u64 %rd3, [counters];
                ld.volatile.u32 %r5, [%rd3];
                ld.volatile.u32 %r6, [%rd3+4];
                shl.b32 %r6, %r6, 16;
                or.b32 %r5, %r5, %r6;
                st.global.u32 [%out], %r5;
                exit;
                }
                """;
        int blocks = 4;
        int threads = 100;
        NoticeRing ring = NoticeRing.of(memory, blocks, 16);
        Instrumented reporting = Instrumentation.of("k.ptx", text, kernel -> true);

        ByteBuffer seen = run(reporting.text(), blocks, threads, blocks * threads, ring.counters(), ring.arg());

        assertThat(reporting.endings()).containsValue(ending);
        ring.expectAll(blocks);
        for (int i = 0; i < blocks * threads; i++) {
            int block = i / threads;
            int counters = seen.getInt(4 * i);
            assertThat(counters >>> 16).as("blocks ended for thread %d", i).isEqualTo(block);
            if (i % threads == 0) {
                // The count is that of all blocks modulo the grid's.
                assertThat(counters & 0xFFFF)
                        .as("blocks started for thread %d", i)
                        .isEqualTo((block + 1) % blocks);
            }
        }
    }

    @Test
    void goesRoundTheRingLaunchAfterLaunch() {
        Instrumented reporting = Instrumentation.of("k.ptx", Body.LEFT_BEFORE_BARRIERS.module(), kernel -> true);
        NoticeRing ring = new NoticeRing(memory, 16, 4);
        for (int launch = 0; launch < 7; launch++) {
            run(reporting.text(), 19 + launch, 64, 64 * 30, ring.arg());

            ring.expectAll(19 + launch);
        }
    }

    /** Blocks of three dimensions, of which the last warp is not full. */
    @ParameterizedTest
    @CsvSource({"EARLY_RETURN", "LED_PAST_BARRIERS"})
    void takesBlocksAndGridsOfAnyShape(Body body) {
        Instrumented reporting = Instrumentation.of("k.ptx", body.module(), kernel -> true);
        NoticeRing ring = NoticeRing.of(memory, 30, 7);
        Region out = memory.allocate("out", new Gpu(0), 4096);
        PtxKernel kernel = PtxProgram.of("k.ptx", reporting.text()).kernel("k");
        List<PtxArg> args = List.of(new PtxArg.I64(out.address()), ring.arg());

        PtxExecutor.run(
                new PtxLaunch(kernel, new Dim(5, 3, 2), new Dim(4, 11, 2), 0, args), memory, PtxOptions.DEFAULT);

        ring.expectAll(30);
    }

    /** A kernel may have no parameters, with parentheses or without, and comments wherever there is white space. */
    @ParameterizedTest
    @CsvSource({"'()'", "''", "'( )'", "'( /* nothing ) */ )'"})
    void takesKernelsWithoutParameters(String parameters) {
        String text = HEAD + ".visible .entry k" + parameters + "{ // {\n/* ret; */ ret; }\n";
        NoticeRing ring = NoticeRing.of(memory, 3, 2);
        PtxKernel kernel = PtxProgram.of(
                        "k.ptx", Instrumentation.of("k.ptx", text, each -> true).text())
                .kernel("k");

        PtxExecutor.run(
                new PtxLaunch(kernel, Dim.of(3), Dim.of(32), 0, List.of(ring.arg())), memory, PtxOptions.DEFAULT);

        ring.expectAll(3);
    }

    /** Dynamic shared memory begins behind the counter, at an address that all its uses take from its name. */
    @Test
    void leavesDynamicSharedMemoryToTheKernel() {
        String text = HEAD + ".extern .shared .align 16 .b8 dynamic[];\n"
                + Body.LED_PAST_BARRIERS.module().substring(HEAD.length()).replace("tile;", "dynamic;");
        Instrumented reporting = Instrumentation.of("k.ptx", text, kernel -> true);
        NoticeRing ring = NoticeRing.of(memory, 9, 2);

        ByteBuffer plain = run(text, 9, 128, 9 * 128);

        assertThat(run(reporting.text(), 9, 128, 9 * 128, ring.arg())).isEqualTo(plain);
        assertThat(reporting.text()).contains(".shared .align 128 ");
        ring.expectAll(9);
    }

    /** One kernel after the other in one file, each with its own ending, and what was not asked for as it was. */
    @Test
    void changesOnlyTheKernelsItIsAskedFor() {
        String text = Body.EARLY_RETURN.module().replace(" k(", " first(")
                + Body.LEFT_BEFORE_BARRIERS
                        .module()
                        .substring(Body.LEFT_BEFORE_BARRIERS.module().indexOf(".visible"));

        Instrumented reporting = Instrumentation.of("k.ptx", text, "k"::equals);

        assertThat(reporting.kernels()).containsExactly("first", "k");
        assertThat(reporting.endings()).containsOnlyKeys("k");
        int second = text.indexOf(".visible .entry k(");
        assertThat(reporting.text()).startsWith(text.substring(0, second));
    }

    static List<String> modules() {
        return KernelCatalog.load().modules();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void givesNoticesToEveryKernelOfTheProject(String module) {
        KernelCatalog catalog = KernelCatalog.load();
        Instrumented reporting = catalog.instrumented(module);
        PtxProgram program = PtxProgram.of(module + ".ptx", reporting.text());

        assertThat(reporting.refusals()).isEmpty();
        for (String name : reporting.kernels()) {
            PtxKernel kernel = program.kernel(name);
            assertThat(reporting.endings().containsKey(name))
                    .as(name)
                    .isNotEqualTo(catalog.signature(module, name).reports());
            assertThat(kernel.parameters())
                    .hasSameSizeAs(catalog.signature(module, name).reporting().parameters());
        }
    }

    private ByteBuffer run(String text, int blocks, int threads, int words, PtxArg... more) {
        Region out = memory.allocate("out", new Gpu(0), 4L * words);
        out.fill((byte) 0x5A);
        List<PtxArg> args = new ArrayList<>(List.of(new PtxArg.I64(out.address())));
        args.addAll(List.of(more));
        PtxKernel kernel = PtxProgram.of("k.ptx", text).kernel("k");
        PtxExecutor.run(new PtxLaunch(kernel, Dim.of(blocks), Dim.of(threads), 1024, args), memory, PtxOptions.DEFAULT);
        ByteBuffer left = ByteBuffer.allocate(4 * words).order(ByteOrder.LITTLE_ENDIAN);
        out.read(0, left);
        return left.rewind();
    }
}
