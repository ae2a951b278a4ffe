package dev.diptych.sim.ptx.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.exec.KernelFault;
import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void thirtyTwoBitAddressesBelowZeroAreMadeUpForByTheirOffset() {
        Snippet snippet = Snippet.of("""
                .shared .align 4 .b8 words[256];
                mov.u32 %r0, words;
                mad.lo.s32 %r0, %lane, 4, %r0;
                add.s32 %r0, %r0, -16;
                st.shared.u32 [%r0+16], %lane;
                ld.shared.u32 %r1, [%r0+16];
                st.global.u32 [%out], %r1;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(5)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void anAddressBelowSharedMemoryIsNamedAsSuch() {
        Snippet snippet = Snippet.of("""
                .shared .align 4 .b8 words[256];
                mov.u32 %r0, words;
                st.shared.u32 [%r0+-4], %lane;
                ret;
                """);

        assertThatThrownBy(() -> snippet.run(1))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("4 bytes at offset -4 of shared memory");
    }

    @Test
    void anAddressBelowABufferNamesThatBuffer() {
        Snippet snippet = Snippet.of(".global .u32 other;", """
                mov.u64 %d0, other;
                st.global.u32 [%d0+-4], %lane;
                ret;
                """);

        assertThatThrownBy(() -> snippet.run(1))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("4 bytes at offset -4 of 'other', which has 4");
    }

    @Test
    void vectorLoadsMayOverwriteTheirOwnAddress() {
        Snippet snippet = Snippet.of("""
                st.global.u32 [%out], %lane;
                mov.b64 %d0, %base;
                ld.global.v2.u64 {%d0, %d1}, [%d0];
                cvt.u32.u64 %r0, %d1;
                setp.eq.u32 %p0, %lane, 0;
                @%p0 st.global.u32 [%base+512], %r0;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(129)[128]).isEqualTo(2);
    }

    @Test
    void vectorAtomicsReadAllOperandsBeforeTheyLeaveResults() {
        Snippet snippet = Snippet.of("""
                mov.f32 %f0, 0f3F800000;
                mov.f32 %f1, 0f40000000;
                mov.f32 %f2, 0f40A00000;
                st.global.v2.f32 [%base], {%f2, %f2};
                atom.global.v2.f32.add {%f1, %f0}, [%base], {%f0, %f1};
                ret;
                """);

        snippet.run(1);

        assertThat(snippet.words(2)).containsExactly(Float.floatToRawIntBits(6), Float.floatToRawIntBits(7));
    }

    @Test
    void floatConstantsArePackedAsTheirOwnBits() {
        Snippet snippet = Snippet.of("""
                mov.b64 %d0, {%lane, 0f3F800000};
                st.global.u64 [%base], %d0;
                ret;
                """);

        snippet.run(1);

        assertThat(snippet.words(2)).containsExactly(0, 0x3F800000);
    }

    @Test
    void sharedMemoryIsSharedOfTheClusterToo() {
        Snippet snippet = Snippet.of("""
                .shared .align 4 .b8 words[256];
                mov.u64 %d0, words;
                cvta.shared::cluster.u64 %d0, %d0;
                isspacep.shared::cluster %p0, %d0;
                isspacep.shared::cluster %p1, %base;
                selp.b32 %r0, 1, 0, %p0;
                @%p1 add.u32 %r0, %r0, 2;
                st.global.u32 [%out], %r0;
                ret;
                """);

        snippet.run(1);

        assertThat(snippet.words(1)).containsExactly(1);
    }

    @Test
    void dynamicSharedMemoryBeginsWhereItsVariablesAskFor() {
        Snippet snippet = Snippet.of(".extern .shared .align 128 .b8 dynamic[];", """
                .shared .align 4 .b8 words[4];
                mov.u32 %r0, words;
                st.shared.u32 [%r0], %lane;
                mov.u32 %r1, dynamic;
                st.global.u32 [%out], %r1;
                ret;
                """);

        snippet.run(1);

        assertThat(snippet.words(1)).containsExactly(128);
    }

    @Test
    void volatileStoresInitialiseSharedMemoryUnderCheck() {
        Snippet snippet = Snippet.of("""
                        .shared .align 4 .b8 words[128];
                        mov.u32 %r0, words;
                        mad.lo.s32 %r0, %lane, 4, %r0;
                        st.volatile.shared.u32 [%r0], %lane;
                        bar.sync 0;
                        ld.shared.u32 %r1, [%r0];
                        st.global.u32 [%out], %r1;
                        ret;
                        """).with(PtxOptions.DEFAULT.checked());

        snippet.run(32);

        assertThat(snippet.words(3)).containsExactly(0, 1, 2);
    }
}
