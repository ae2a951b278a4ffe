package dev.diptych.sim.ptx.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarpGroupsTest {
    /** The lower and the upper half of a warp name themselves alone. */
    private static final String HALVES = """
            setp.lt.u32 %p0, %lane, 16;
            selp.b32 %r0, 0x0000FFFF, 0xFFFF0000, %p0;
            setp.eq.u32 %p1, %lane, 3;
            """;

    @Test
    void tilesVoteForThemselves() {
        Snippet snippet = Snippet.of(HALVES + """
                vote.sync.any.pred %p2, %p1, %r0;
                vote.sync.ballot.b32 %r2, !%p1, %r0;
                selp.b32 %r1, 1, 0, %p2;
                xor.b32 %r1, %r1, %r2;
                st.global.u32 [%out], %r1;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(32)[0]).isEqualTo(0xFFF7 ^ 1);
        assertThat(snippet.words(32)[31]).isEqualTo(0xFFFF0000);
    }

    @Test
    void tilesReduceAndMatchForThemselves() {
        Snippet snippet = Snippet.of(HALVES + """
                redux.sync.add.s32 %r1, %lane, %r0;
                match.any.sync.b32 %r2, 5, %r0;
                xor.b32 %r1, %r1, %r2;
                st.global.u32 [%out], %r1;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(32)[7]).isEqualTo(120 ^ 0xFFFF);
        assertThat(snippet.words(32)[17]).isEqualTo(376 ^ 0xFFFF0000);
    }

    @Test
    void aTileWaitsForItsOwnLanesWhenTheOtherTileIsThere() {
        // Lanes 0 to 7 come later than lanes 8 to 31, which are of both tiles.
        Snippet snippet = Snippet.of(HALVES + """
                setp.lt.u32 %p3, %lane, 8;
                @%p3 bra EARLY;
                bra VOTE;
                EARLY: mov.u32 %r5, 1;
                bar.warp.sync 0xFF;
                VOTE: redux.sync.add.s32 %r1, %lane, %r0;
                st.global.u32 [%out], %r1;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(32)[0]).isEqualTo(120);
        assertThat(snippet.words(32)[15]).isEqualTo(120);
        assertThat(snippet.words(32)[16]).isEqualTo(376);
    }

    @Test
    void halfATileOnOneWayWaitsForTheHalfOnTheOther() {
        // Odd lanes come by another way, so that neither has a whole tile.
        Snippet snippet = Snippet.of(HALVES + """
                and.b32 %r3, %lane, 1;
                setp.eq.u32 %p3, %r3, 1;
                @%p3 bra ODD;
                mov.u32 %r4, 100;
                bra VOTE;
                ODD: mov.u32 %r4, 1;
                bra VOTE;
                VOTE: redux.sync.add.s32 %r1, %r4, %r0;
                @!%p3 bra END;
                add.s32 %r1, %r1, 1;
                END: st.global.u32 [%out], %r1;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(32)[0]).isEqualTo(808);
        assertThat(snippet.words(32)[17]).isEqualTo(809);
    }
}
