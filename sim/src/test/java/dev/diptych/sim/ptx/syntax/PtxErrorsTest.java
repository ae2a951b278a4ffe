package dev.diptych.sim.ptx.syntax;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PtxErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            mov.u32 %r1, %r9;                     => register '%r9' is neither declared nor a special register
            mov.u32 %r1, %tidx;                   => register '%tidx' is neither declared nor a special register
            mov.u32 %r1, %tid;                    => expected a component of '%tid' such as '.x', found ';'
            mov.u32 %r1, %tid.q;                  => '.q' is no component of '%tid'
            mov.u64 %d1, nothing;                 => 'nothing' is not declared
            call nobody, ();                      => 'nobody' is not declared
            add.s32 %r1, %r2, %r3 mov.u32 %r1, 0; => expected ',' or ';', found 'mov'
            ret }                                 => expected an operand, found '}'
            bra Nowhere;                          => label 'Nowhere' is not defined
            bra out;                              => label 'out' is not defined
            L: .branchtargets M;                  => label 'M' is not defined
            L: ret; L: ret;                       => 'L' is declared a second time
            .reg .f32 %r1;                        => '%r1' is declared a second time
            .reg .b32 %x<2000000000>;             => a count of registers is from 0 to 1000000, not '2000000000'
            .reg .word %x;                        => '.word' is no type of a register
            .shared .pred x;                      => '.pred' is no type of a variable
            .shared .align 3 .b8 x;               => an alignment is a power of two, not 3
            .shared .b8 x[-1];                    => dimension -1 of 'x' is no size
            .shared .b8 x[1 << 40][1 << 40];      => array 'x' has more than 2^63 bytes
            .shared x;                            => expected a type, found 'x'
            .alias a, b;                          => directive '.alias' is not supported here
            @%r1 ret;                             => '%r1' is no predicate
            %r1 ret;                              => '%r1' is no instruction
            mov.u32 %r1, 0x;                      => number '0x' is malformed
            mov.u32 %r1, 09;                      => number '09' is malformed
            mov.u32 %r1, 0f3F80;                  => number '0f3F80' is malformed
            mov.u32 %r1, 0x10000000000000000;     => number '0x10000000000000000' has more than 64 bits
            mov.u32 %r1, 1 / 0;                   => a constant expression divides by zero
            mov.u32 %r1, 1 + 1.5;                 => a constant expression mixes whole and floating-point numbers
            ld.global.u32 %r1, [%d1 + 1.5];       => an offset is a whole number, not '1.5'
            ld.global.u32 %r1, [%d1;              => expected ']', found ';'
            ld.global.u32 %r1, [];                => expected an operand, found ']'
            ld.global.u32 %r1, [%tid.x];          => brackets begin with a register, a variable or a number, not '%tid'
            mov.b64 %d1, {%r1, {{{{{%r2}}}}}};    => an operand is nested more than 4 deep
            mov.u32 %r1, %r2 # 3;                 => '#' has no meaning here
            mov.u32 %r1, %r2 ü;                   => character U+00FC has no meaning in PTX
            /* ret;                               => a comment begins and does not end
            .pragma "x;                           => a string begins and does not end on its line
            """)
    void namesTheMistakeInABody(String body, String message) {
        assertThatThrownBy(() -> Texts.kernel(body))
                .isInstanceOf(InputException.class)
                .hasMessage("t.ptx:6: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            .entry                                => expected the name of a kernel, found the end of the file
            .entry k()                            => expected '{' or ';', found the end of the file
            .entry k(.param .u64 a .param .u64 b) => expected ',' or ')', found '.param'
            .entry k() .fast { ret; }             => directive '.fast' of a function is not supported
            .entry k() .maxntid 70000, 70000 { }  => '.maxntid' is more than 2^31 in all
            .entry k() { } .entry k() { }         => 'k' is defined a second time
            .entry k() { ret;                     => expected an instruction, a directive, a label or '}', found the end of the file
            .global .u8 x = 256;                  => 256 does not fit into '.u8'
            .global .u32 x = 1.5;                 => '1.5' is no value of '.u32'
            .global .f32 x = 1;                   => '1' is no value of '.f32'
            .global .u32 x[2] = {1, 2, 3};        => more values than the array has elements, from '3' on
            .global .u32 x[2] = {{1}, 2};         => braces are nested deeper than the array has dimensions
            .global .u32 x[2] = 1;                => expected '{', found '1'
            .global .u64 x = y;                   => 'y' is not declared
            .global .u8 y; .global .u8 x[8] = {0xFF00(y)}; => 0xFF00(...) does not follow the byte before it
            .global .u8 y; .global .u8 x[8] = {0x1F(y)};   => 0x1F(...) is no byte of an address
            .global .texref t;                    => '.texref' is no type of a variable
            .section .debug_str { .b8 1           => '{' has no '}' before the end of the file
            mov.u32 %r1, 0;                       => expected a directive, found 'mov'
            .file 1 x                             => expected the name of a file, found 'x'
            """)
    void namesTheMistakeInAModule(String declarations, String message) {
        assertThatThrownBy(() -> Texts.module(declarations))
                .isInstanceOf(InputException.class)
                .hasMessage("t.ptx:4: " + message);
    }

    @Test
    void namesTheLineOfWhatIsMissingAtTheTop() {
        assertThatThrownBy(() -> PtxParser.parse("t.ptx", ""))
                .hasMessage("t.ptx:1: expected '.version', found the end of the file");
        assertThatThrownBy(() -> PtxParser.parse("t.ptx", "// A comment.\r\n\r\n.target sm_80"))
                .hasMessage("t.ptx:3: expected '.version', found '.target'");
        assertThatThrownBy(() -> PtxParser.parse("t.ptx", "/*\n\n*/.version 9.0\n.entry k() {}"))
                .hasMessage("t.ptx:4: expected '.target', found '.entry'");
    }

    @Test
    void boundsHowDeepItGoes() {
        assertThatThrownBy(() -> Texts.kernel("{".repeat(100)))
                .hasMessage("t.ptx:6: braces are nested more than 64 deep");
        assertThatThrownBy(() -> Texts.kernel("mov.u32 %r1, " + "(".repeat(100_000) + "1;"))
                .hasMessage("t.ptx:6: a constant expression is nested more than 100 deep");
        assertThatThrownBy(() -> Texts.kernel("mov.u32 %r1, " + "-".repeat(100_000) + "1;"))
                .hasMessage("t.ptx:6: a constant expression is nested more than 100 deep");
    }
}
