package dev.diptych.sim.ptx.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.sim.ptx.PtxOptions;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final String TWICE_AND_ONE = """
            .func (.reg .b32 result) twiceAndOne(.reg .b32 value) {
                mov.b32 result, 1;
                add.u32 value, value, value;
                add.u32 result, result, value;
                ret;
            }
            """;
    private static final String IDENTITY = """
            .func (.param .b32 result) same(.param .b32 value) {
                .reg .b32 %v;
                ld.param.b32 %v, [value];
                st.param.b32 [result], %v;
                ret;
            }
            """;

    @Test
    void registersArePassedByValue() {
        Snippet snippet = Snippet.of(TWICE_AND_ONE, """
                call (%r0), twiceAndOne, (%lane);
                add.u32 %r0, %r0, %lane;
                st.global.u32 [%out], %r0;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(4)).containsExactly(1, 4, 7, 10);
    }

    @Test
    void aResultMayGoWhereTheArgumentCameFrom() {
        Snippet snippet = Snippet.of(TWICE_AND_ONE, """
                mov.u32 %r0, %lane;
                call (%r0), twiceAndOne, (%r0);
                call (%r1), twiceAndOne, (20);
                add.u32 %r0, %r0, %r1;
                st.global.u32 [%out], %r0;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(3)).containsExactly(42, 44, 46);
    }

    @Test
    void aCallThatIsLeftOutLeavesItsResult() {
        Snippet snippet = Snippet.of(TWICE_AND_ONE, """
                mov.u32 %r0, 5;
                setp.eq.u32 %p0, %lane, 1;
                @%p0 call (%r0), twiceAndOne, (%lane);
                st.global.u32 [%out], %r0;
                ret;
                """);

        snippet.run(32);

        assertThat(snippet.words(3)).containsExactly(5, 3, 5);
    }

    @Test
    void whatWasLoadedIsStillDataBehindACall() {
        String body = """
                %s %%r0, %s;
                {
                    .param .b32 given;
                    .param .b32 taken;
                    st.param.b32 [given], %%r0;
                    call.uni (taken), same, (given);
                    ld.param.b32 %%r1, [taken];
                }
                setp.eq.u32 %%p0, %%r1, 3;
                @%%p0 bra END;
                st.global.u32 [%%out], %%r1;
                END: ret;
                """;

        assertThat(Snippet.of(IDENTITY, body.formatted("ld.global.u32", "[%base]"))
                        .kernel()
                        .dependsOnData())
                .isTrue();
        assertThat(Snippet.of(IDENTITY, body.formatted("mov.u32", "%lane"))
                        .kernel()
                        .dependsOnData())
                .isFalse();
    }

    @Test
    void lanesPrintOneCallAfterTheOther() {
        StringBuilder printed = new StringBuilder();
        Snippet snippet =
                Snippet.of("""
                        .extern .func (.param .b32 result) vprintf(.param .b64 format, .param .b64 arguments);
                        .global .align 1 .b8 a[2] = {97, 0};
                        .global .align 1 .b8 b[2] = {98, 0};
                        """, print("a") + print("b") + "ret;").with(PtxOptions.DEFAULT.withConsole(printed::append));

        snippet.run(3);

        assertThat(printed).hasToString("aaabbb");
    }

    private static String print(String format) {
        return """
                mov.u64 %%d0, %s;
                cvta.global.u64 %%d0, %%d0;
                mov.u64 %%d1, 0;
                {
                    .param .b64 format;
                    .param .b64 arguments;
                    .param .b32 result;
                    st.param.b64 [format], %%d0;
                    st.param.b64 [arguments], %%d1;
                    call.uni (result), vprintf, (format, arguments);
                }
                """.formatted(format);
    }
}
