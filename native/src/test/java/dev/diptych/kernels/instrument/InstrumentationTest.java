package dev.diptych.kernels.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pass makes of texts, and what it refuses. What kernels do afterwards is tested where they can be executed. */
class InstrumentationTest {
    private static final String HEAD = ".version 7.8\n.target sm_80\n.address_size 64\n";

    @Test
    void leavesEverythingElseByteForByte() {
        String text = HEAD + """
                // .entry nothing() { ret; }
                .file 1 "a.cu; {"
                .global .align 1 .b8 words[3] = {1, 2, 3};
                .extern .func  (.param .b32 r) vprintf (.param .b64 a, .param .b64 b)
                ;
                .visible .entry k(.param .u64 p, // the array
                    .param .align 8 .b8 s[24] /* and more */
                )
                .maxntid 256, 1, 1
                .pragma "nounroll";
                {
                    .reg .pred %p<2>;\t.reg .b32 %r<3>;
                    .loc 1 7 3, function_name $info, inlined_at 1 22 3
                    mov.b64 {%r1,%r2}, 0x3ff0000000000000;
                    @%p1 ret; /* ret; */ bra L;
                L:
                    ret;
                }
                .section .debug_str { info: .b8 1 }
                """;

        Instrumented reporting = Instrumentation.of("k.ptx", text, kernel -> true);

        assertThat(reporting.hasVariables()).isTrue();
        assertThat(reporting.endings()).containsOnlyKeys("k").containsValue(Ending.BARRIER);
        String[] kept = {
            text.substring(0, text.indexOf("s[24]") + 5),
            " /* and more */\n)\n.maxntid 256, 1, 1\n.pragma \"nounroll\";\n{",
            text.substring(text.indexOf("    .reg .pred"), text.indexOf("ret; /* ret; */")),
            "; /* ret; */ bra L;\nL:\n",
            "}\n.section .debug_str { info: .b8 1 }\n"
        };
        assertThat(reporting.text())
                .startsWith(kept[0])
                .containsSubsequence(kept)
                .endsWith(kept[4]);
        assertThat(reporting.text()).contains("s[24],\n\t.param .align 8 .b8 notices[48] /* and more */");
    }

    @Test
    void usesNoNameOfTheText() {
        String text = HEAD + ".entry k() { .reg .b32 %notice_r0; $notice__end: ret; }";

        String reporting = Instrumentation.of("k.ptx", text, kernel -> true).text();

        assertThat(reporting).contains("$notice___end:", "%notice___r<").doesNotContain("%notice_r<");
    }

    /** What a block waits for is a trip through memory for each load behind another; parameters take none. */
    @Test
    void loadsNothingFromMemoryToReport() {
        String text = HEAD + ".entry k(.param .u64 a) { @%p bar.sync 0; ret; }";

        String reporting = Instrumentation.of("k.ptx", text, kernel -> true).text();

        assertThat(reporting).contains("ld.param.u64").doesNotContain("ld.global", "ld.u64");
    }

    /** With {@code notices.cuh}, where to report is the address of a structure. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".param .u64 .ptr .global .align 8 notices",
                ".param .align 8 .b8 notices[48]",
                ".param .u64 a, .param .align 8 .b8 notices[ 48 ]"
            })
    void knowsAKernelThatReportsByItself(String parameters) {
        String text = HEAD + ".entry k(" + parameters + ") { ret; }";

        Instrumented same = Instrumentation.of("k.ptx", text, kernel -> true);

        assertThat(same.text()).isEqualTo(text);
        assertThat(same.refusals()).isEmpty();
    }

    @Test
    void leavesAKernelThatReportsAlone() {
        String once = Instrumentation.of("k.ptx", HEAD + ".entry k(.param .u64 a) { ret; }", kernel -> true)
                .text();

        Instrumented twice = Instrumentation.of("k.ptx", once, kernel -> true);

        assertThat(twice.text()).isEqualTo(once);
        assertThat(twice.kernels()).containsExactly("k");
        assertThat(twice.endings()).isEmpty();
        assertThat(twice.refusals()).isEmpty();
    }

    /** Swizzled tiles are as many bytes apart as keep their pattern; other uses of dynamic shared memory mind its banks at most. */
    @ParameterizedTest
    @CsvSource({"'', 128", "'wgmma.fence.sync.aligned;', 1024", "'cp.async.bulk.commit_group;', 1024"})
    void keepsTheAlignmentOfDynamicSharedMemory(String instruction, int bytes) {
        String text =
                HEAD + ".extern .shared .align 16 .b8 dynamic[];\n.entry k() { @%p bar.sync 0; " + instruction + " }";

        assertThat(Instrumentation.of("k.ptx", text, kernel -> true).text())
                .contains(".shared .align %d .b8 \t$notice_left[%d];".formatted(bytes, bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "bar.sync 0;, BARRIER",
        "barrier.cta.sync.aligned 0;, BARRIER",
        "'bar.sync 1;', COUNT",
        "'bar.sync 0, 64;', COUNT",
        "'bar.arrive 0, 64;', COUNT",
        "'bar.red.popc.u32 %r, 0, %p;', COUNT",
        "'@%p bar.sync 0;', COUNT",
        "barrier.cluster.wait.aligned;, COUNT",
        "'@%p ret; bar.sync 0;', COUNT",
        "'bar.sync 0; @%p ret;', BARRIER",
        "'L: bar.sync 0; @%p bra L;', COUNT",
        "'L: @%p bra L; bar.sync 0;', BARRIER",
        "'@%p bra L; bar.sync 0; L:', COUNT",
        "'bar.warp.sync -1; @%p exit;', BARRIER",
        "'@%p exit; shfl.sync.idx.b32 %r, %r, 0, 31, -1;', COUNT",
        "'@%p exit; mbarrier.try_wait.b64 %p, [%d], %d;', BARRIER",
        "'T: .branchtargets A, B; brx.idx %r, T; A: B:', BARRIER",
        "'bar.sync 0; T: .branchtargets A, B; brx.idx %r, T; A: B:', COUNT",
        "'call meets;', COUNT",
        "'call (%r), returns, (%r);', BARRIER",
        "'call %d, (%r), prototype;', COUNT",
        "'call elsewhere;', COUNT",
        "'call.uni (%r), vprintf, (%d, %d);', BARRIER"
    })
    void findsTheEnding(String body, Ending ending) {
        String text = HEAD
                + ".extern .func elsewhere;\n.func meets { bar.sync 0; ret; }\n.func (.reg .b32 a) returns(.reg .b32 b) { ret; }\n"
                + ".entry k() { .reg .pred %p; " + body + " ret; }";

        assertThat(Instrumentation.of("k.ptx", text, kernel -> true).endings()).containsEntry("k", ending);
    }

    @ParameterizedTest
    @CsvSource({
        ".target sm_80, .target sm_61, 'the target is ''sm_61'', and it takes sm_70 or later'",
        ".version 7.8, .version 6.1, 'the version is ''6.1'', and it takes PTX 6.2 or later'",
        ".address_size 64, '', its addresses do not have 64 bits",
        "p), notices), 'it has a ''notices'' of its own; give that another name'",
        "ret;, 'call inner;', 'function ''last'', which it may call, has an ''exit''; let it return instead'"
    })
    void refusesInOneLine(String from, String to, String why) {
        String text = HEAD + ".func last { exit; } .func inner { call last; ret; } .entry k(.param .u64 p) { ret; }";
        int at = text.lastIndexOf(from);
        String changed = text.substring(0, at) + to + text.substring(at + from.length());

        Instrumented reporting = Instrumentation.of("k.ptx", changed, kernel -> true);

        assertThat(reporting.text()).isEqualTo(changed);
        assertThatThrownBy(() -> reporting.require("k"))
                .isInstanceOf(InputException.class)
                .hasMessage("k.ptx: kernel 'k' cannot report its blocks: " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {".entry k() { ret; ", ".entry k( { ret; }", ".entry k() { ret }", "/* ", "\"a", ".entry"})
    void refusesWhatIsNotPtx(String text) {
        assertThatThrownBy(() -> Instrumentation.of("k.ptx", HEAD + text, kernel -> true))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("k.ptx");
    }
}
