package dev.diptych.sim.ptx.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.sim.ptx.exec.KernelCode;
import dev.diptych.sim.ptx.exec.Segment;
import dev.diptych.sim.ptx.exec.UnrolledLoop;
import dev.diptych.sim.ptx.syntax.Function;
import dev.diptych.sim.ptx.syntax.Module;
import dev.diptych.sim.ptx.syntax.PtxParser;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops of which ptxas 13.0 was seen to make machine code for sm_90, each with and without {@code .pragma "nounroll"}. */
class UnrolledLoopsTest {
    private static final String LOAD = "ld.global.f32 %f1, [%rd1]; add.f32 %f0, %f0, %f1; add.s64 %rd1, %rd1, 1024;";
    private static final String COUNT = "add.s32 %i, %i, 256; setp.lt.s32 %p0, %i, %n; @%p0 bra LOOP;";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "add.s32 %i, %i, 256; setp.lt.s32 %p0, %i, %n; @%p0 bra LOOP;                     | true",
                "add.s32 %i, %i, 256; setp.lt.u32 %p0, %i, %n; @%p0 bra LOOP;                     | true",
                "add.s32 %i, %i, -1; setp.ne.s32 %p0, %i, 0; @%p0 bra LOOP;                       | true",
                "add.s32 %i, %i, -256; setp.gt.s32 %p0, %i, %n; @%p0 bra LOOP;                    | true",
                "add.s32 %i, %i, 256; setp.ge.s32 %p0, %i, %n; @!%p0 bra LOOP;                    | true",
                "add.s32 %j, %i, 256; setp.lt.s32 %p0, %j, %n; mov.u32 %i, %j; @%p0 bra LOOP;     | true",
                "add.s32 %i, %i, %tx; setp.lt.s32 %p0, %i, %n; @%p0 bra LOOP;                     | false",
                "shl.b32 %i, %i, 1; setp.lt.s32 %p0, %i, %n; @%p0 bra LOOP;                       | false",
                "add.s32 %n, %n, -1; add.s32 %i, %i, 1; setp.lt.s32 %p0, %i, %n; @%p0 bra LOOP;   | false",
                "add.s32 %i, %i, 256; setp.ge.s32 %p0, %i, %n; @%p0 bra END; bra.uni LOOP;        | false",
                "setp.gt.f32 %p1, %f0, %f1; @%p1 bra END; add.s32 %i, %i, 1; setp.lt.s32 %p0, %i, %n; @%p0 bra LOOP; | false",
            })
    void needsACounterThatGrowsByAConstant(String end, boolean isUnrolled) {
        assertThat(loops("mov.u32 %i, %tx;", LOAD + end)).hasSize(isUnrolled ? 1 : 0);
    }

    @ParameterizedTest(name = "{0}, counted from {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "add.f32 %f0, %f0, %f0;                          | %tx | true",
                ".pragma \"nounroll\";                           | %tx | false",
                "membar.gl;                                      | 0   | false",
                "div.rn.f32 %f0, %f0, %f2;                       | 0   | false",
                "ex2.approx.ftz.f32 %f0, %f0;                    | %tx | true",
                "bar.sync 0;                                     | %tx | false",
                "bar.sync 0;                                     | 0   | true",
                "atom.global.add.u32 %j, [%rd2], 1;              | %tx | false",
                "atom.global.add.u32 %j, [%rd2], 1;              | 0   | true",
                // A store at a pointer of its own, and at one that is computed anew.
                "st.global.f32 [%rd2], %f1; add.s64 %rd2, %rd2, 512;                             | %tx | true",
                "mul.wide.s32 %rd3, %i, 4; add.s64 %rd4, %rd2, %rd3; st.global.f32 [%rd4], %f1;  | %tx | false",
                "shl.b32 %j, %i, 2; st.shared.f32 [%j], %f1;                                     | %tx | true",
                // Under a condition.
                "@%p2 bra SKIP; add.f32 %f0, %f0, %f2; SKIP:                                      | %tx | true",
                "@%p2 bra SKIP; ld.global.f32 %f3, [%rd2]; add.f32 %f0, %f0, %f3; SKIP:           | %tx | true",
                "@%p2 bra SKIP; st.global.f32 [%rd2], %f0; SKIP:                                  | %tx | false",
                "@%p2 bra SKIP; st.shared.f32 [s], %f0; SKIP:                                     | %tx | true",
            })
    void dependsOnWhatTheBodyDoes(String instruction, String start, boolean isUnrolled) {
        String body = instruction.startsWith(".pragma") ? instruction + LOAD : LOAD + instruction;

        assertThat(loops("mov.u32 %%i, %s;".formatted(start), body + COUNT)).hasSize(isUnrolled ? 1 : 0);
    }

    @ParameterizedTest(name = "{1} additions beside {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "one load from global memory  | 43 | ld.global.f32 %f1, [%rd1]; add.f32 %f0, %f0, %f1;",
                "one load from shared memory  | 20 | ld.shared.f32 %f1, [s]; add.f32 %f0, %f0, %f1;",
                "no load                      | 17 | add.f32 %f0, %f0, %f1;",
            })
    void dependsOnItsSize(String what, int most, String load) {
        String one = "add.f32 %f0, %f0, %f2;";

        assertThat(loops("mov.u32 %i, %tx;", load + one.repeat(most) + COUNT)).hasSize(1);
        assertThat(loops("mov.u32 %i, %tx;", load + one.repeat(most + 2) + COUNT))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} loads: {1} iterations")
    @CsvSource({"1, 4", "4, 4", "5, 3", "8, 2", "15, 1"})
    void hasOnlySoManyLoadsOnTheirWay(int loads, int iterations) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < loads; i++) {
            body.append("ld.global.f32 %%f%d, [%%rd1+%d]; add.f32 %%f0, %%f0, %%f%d;".formatted(i + 1, i * 64, i + 1));
        }

        assertThat(loops("mov.u32 %i, %tx;", body + COUNT))
                .extracting(UnrolledLoop::abreast)
                .containsExactly(iterations);
    }

    @Test
    void leavesLoadsBehindStoresThatMayHaveWrittenThem() {
        String store = "st.global.f32 [%rd2], %f1; add.s64 %rd2, %rd2, 512;";

        assertThat(loops("mov.u32 %i, %tx;", LOAD + store + COUNT))
                .extracting(UnrolledLoop::abreast)
                .containsExactly(1);
        assertThat(loops("mov.u32 %i, %tx;", LOAD.replace("global", "global.nc") + store + COUNT))
                .extracting(UnrolledLoop::abreast)
                .containsExactly(4);
    }

    private static List<UnrolledLoop> loops(String start, String loop) {
        Module module = PtxParser.parse(
                "k.ptx", """
                .version 8.7
                .target sm_90
                .address_size 64
                .visible .entry k(.param .u64 a, .param .u64 b, .param .u32 n)
                {
                .reg .b32 %i, %j, %n, %tx;
                .reg .f32 %f<64>;
                .reg .b64 %rd<16>;
                .reg .pred %p<4>;
                .shared .align 16 .b8 s[64];
                ld.param.u64 %rd1, [a];
                ld.param.u64 %rd2, [b];
                ld.param.u32 %n, [n];
                mov.u32 %tx, %tid.x;
                setp.gt.u32 %p2, %tx, 7;
                """ + start + "\nLOOP:\n" + loop + "\nEND: st.global.f32 [%rd2], %f0; ret;\n}\n");
        Function kernel = module.functions().get(0);
        KernelCode code = KernelCompiler.compile(module, kernel, false);
        return Arrays.stream(code.segments())
                .map(Segment::unrolled)
                .filter(Objects::nonNull)
                .filter(Segment.Unrolled::isLast)
                .map(Segment.Unrolled::loop)
                .toList();
    }
}
