package dev.diptych.sim.ptx.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.diptych.sim.ptx.Counts;
import org.junit.jupiter.api.Test;

class ControlFlowTest {
    @Test
    void casesThatShareCodeAreOneWay() {
        Snippet snippet = Snippet.of("""
                and.b32 %r0, %lane, 3;
                WAYS: .branchtargets A, B, A, A;
                brx.idx %r0, WAYS;
                A: mov.u32 %r1, 10;
                bra END;
                B: mov.u32 %r1, 20;
                END: st.global.u32 [%out], %r1;
                ret;
                """);

        Counts counts = snippet.run(32);

        assertThat(snippet.words(4)).containsExactly(10, 20, 10, 10);
        // Three before the snippet, and, brx, mov and bra, mov, st, ret.
        assertThat(counts.warpInstructions()).isEqualTo(10);
        assertThat(counts.divergentBranches()).isEqualTo(1);
    }

    @Test
    void aSwitchWhoseCasesAllShareCodeDoesNotDiverge() {
        Snippet snippet = Snippet.of("""
                and.b32 %r0, %lane, 1;
                WAYS: .branchtargets A, A;
                brx.idx %r0, WAYS;
                A: st.global.u32 [%out], %r0;
                ret;
                """);

        Counts counts = snippet.run(32);

        assertThat(counts.divergentBranches()).isZero();
        assertThat(counts.warpInstructions()).isEqualTo(7);
    }

    @Test
    void lanesThatRunOffTheEndExit() {
        Snippet snippet = Snippet.of("""
                setp.lt.u32 %p0, %lane, 5;
                @%p0 bra END;
                st.global.u32 [%out], %lane;
                END:
                """);

        snippet.run(32);

        assertThat(snippet.words(7)).containsExactly(0, 0, 0, 0, 0, 5, 6);
    }

    @Test
    void anUnguardedLastInstructionMayBeAnything() {
        Snippet snippet = Snippet.of("st.global.u32 [%out], %lane;");

        snippet.run(3);

        assertThat(snippet.words(4)).containsExactly(0, 1, 2, 0);
    }

    @Test
    void aLongRowOfWarpWideInstructionsIsExecuted() {
        Snippet snippet = Snippet.of("bar.warp.sync -1;\n".repeat(800) + "st.global.u32 [%out], %lane;\nret;");

        snippet.run(32);

        assertThat(snippet.words(2)).containsExactly(0, 1);
    }

    @Test
    void aLaneThatWaitsTwoLevelsOutIsNotStarvedByThoseThatSpinForIt() {
        // Lane 0 waits where all meet to set the flag that the others look for inside of a branch inside of a branch.
        Snippet snippet = Snippet.of("""
                setp.eq.u32 %p0, %lane, 0;
                @%p0 bra OUTER;
                and.b32 %r0, %lane, 1;
                setp.eq.u32 %p1, %r0, 1;
                @%p1 bra ODD;
                SPIN: ld.volatile.global.u32 %r1, [%base];
                setp.eq.u32 %p2, %r1, 0;
                @%p2 bra SPIN;
                bra INNER;
                ODD: ld.volatile.global.u32 %r1, [%base];
                setp.eq.u32 %p2, %r1, 0;
                @%p2 bra ODD;
                INNER: add.u32 %r1, %r1, 1;
                st.global.u32 [%out], %r1;
                OUTER: mov.u32 %r2, 7;
                st.volatile.global.u32 [%base], %r2;
                ret;
                """);

        assertThatCode(() -> snippet.run(32)).doesNotThrowAnyException();

        assertThat(snippet.words(3)).containsExactly(7, 8, 8);
    }

    @Test
    void whatAGuardLeavesOutKeepsItsOldValueAsFloatAndAsBits() {
        Snippet snippet = Snippet.of("""
                cvt.rn.f32.u32 %f0, %lane;
                add.f32 %f1, %f0, %f0;
                setp.gt.u32 %p0, %lane, 1;
                @%p0 add.f32 %f1, %f1, 0f3F800000;
                @!%p0 mov.b32 %r0, 5;
                @%p0 mov.b32 %r0, %f1;
                add.f32 %f2, %f1, %f1;
                cvt.rzi.u32.f32 %r1, %f2;
                @%p0 setp.eq.u32 %p0, %r1, 10;
                selp.b32 %r2, 100, 0, %p0;
                add.u32 %r1, %r1, %r2;
                st.global.u32 [%out], %r1;
                add.s64 %d0, %out, 128;
                st.global.u32 [%d0], %r0;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(4)).containsExactly(0, 4, 110, 14);
        int[] words = snippet.words(36);
        assertThat(words[32]).isEqualTo(5);
        assertThat(words[33]).isEqualTo(5);
        assertThat(words[34]).isEqualTo(Float.floatToRawIntBits(5));
        assertThat(words[35]).isEqualTo(Float.floatToRawIntBits(7));
    }
}
