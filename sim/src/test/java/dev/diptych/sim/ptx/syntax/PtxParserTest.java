package dev.diptych.sim.ptx.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.sim.ptx.syntax.Variable.Initial;
import dev.diptych.sim.ptx.syntax.Variable.Relocation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PtxParserTest {
    private static Operand.Reg reg(String name) {
        return new Operand.Reg(name, false);
    }

    @Test
    void readsAWholeModule() {
        Module module = PtxParser.parse("whole.ptx", """
                .version 9.0
                .target sm_90a, debug
                .address_size 64
                .file 1 "whole.cu", 1234, 56
                .visible .entry k(
                	.param .u64 .ptr .global .align 16 out,
                	.param .align 8 .b8 big[72]
                )
                .maxntid 32, 4, 2
                .minnctapersm 2
                .reqntid 128
                {
                	.reg .pred 	%p<2>;
                	.shared .align 16 .b8 tile[64];
                	.loc 1 7 3
                $L_top:
                	@!%p1 bra.uni 	$L_end;
                	.pragma "nounroll";
                	.loc	1 9 1, function_name $L__info_string0, inlined_at 1 20 2
                	@%p0 st.shared::cta.v2.u32 	[tile+4], {1, -1};
                $L_end:
                }
                .section	.debug_str { $L__info_string0: .b8 1,2,3 }
                """);
        assertThat(module)
                .isEqualTo(new Module(
                        "whole.ptx",
                        "9.0",
                        "sm_90a",
                        64,
                        List.of(),
                        List.of(new Function(
                                "k",
                                true,
                                true,
                                List.of(),
                                List.of(
                                        new Variable(
                                                Space.PARAM, Type.U64, "out", 8, 8, Initial.NONE, List.of(), false, 6),
                                        new Variable(
                                                Space.PARAM, Type.B8, "big", 72, 8, Initial.NONE, List.of(), false, 7)),
                                List.of(new Register("%p0", Type.PRED), new Register("%p1", Type.PRED)),
                                List.of(new Variable(
                                        Space.SHARED, Type.B8, "tile", 64, 16, Initial.NONE, List.of(), false, 14)),
                                List.of(
                                        new Instruction(
                                                new Operand.Reg("%p1", true),
                                                "bra",
                                                List.of("uni"),
                                                List.of(new Operand.Symbol("$L_end", 0)),
                                                17,
                                                new SourcePosition(1, 7)),
                                        new Instruction(
                                                reg("%p0"),
                                                "st",
                                                List.of("shared::cta", "v2", "u32"),
                                                List.of(
                                                        new Operand.Address(new Operand.Symbol("tile", 0), 4),
                                                        new Operand.Vector(
                                                                List.of(new Operand.Int(1), new Operand.Int(-1)))),
                                                20,
                                                new SourcePosition(1, 9))),
                                Map.of("$L_top", 0, "$L_end", 2),
                                Map.of(),
                                Set.of(1),
                                256,
                                128,
                                5)),
                        Map.of(1, "whole.cu")));
    }

    @Test
    void readsEveryShapeOfOperand() {
        assertThat(Texts.operands("setp.lt.and.s32 %p1|%p2, %r1, 2, !%p3;"))
                .containsExactly(
                        new Operand.Pair(reg("%p1"), reg("%p2")),
                        reg("%r1"),
                        new Operand.Int(2),
                        new Operand.Reg("%p3", true));
        assertThat(Texts.operands("elect.sync _|%p1, 0xffffffff;"))
                .containsExactly(new Operand.Pair(new Operand.Sink(), reg("%p1")), new Operand.Int(0xffffffffL));
        assertThat(Texts.operands("ld.global.v4.b32 { %r1, _, %r3, %r4 }, [ %d1 + -16 ];"))
                .containsExactly(
                        new Operand.Vector(List.of(reg("%r1"), new Operand.Sink(), reg("%r3"), reg("%r4"))),
                        new Operand.Address(reg("%d1"), -16));
        assertThat(Texts.operands("ld.param.u64 %d1, [out];"))
                .containsExactly(reg("%d1"), new Operand.Address(new Operand.Symbol("out", 0), 0));
        assertThat(Texts.operands("ld.shared.u32 %r1, [16];"))
                .containsExactly(reg("%r1"), new Operand.Address(new Operand.Int(16), 0));
        assertThat(Texts.operands("mov.u32 %r1, %ctaid.z;"))
                .containsExactly(reg("%r1"), new Operand.Special("%ctaid", "z"));
        assertThat(Texts.operands("mov.u64 %d1, %clock64;"))
                .containsExactly(reg("%d1"), new Operand.Special("%clock64", ""));
        assertThat(Texts.operands("mov.u64 %d1, out+8-4;")).containsExactly(reg("%d1"), new Operand.Symbol("out", 4));
        assertThat(Texts.operands("exit;")).isEmpty();
    }

    @Test
    void readsListsInBrackets() {
        Operand.Vector place = new Operand.Vector(List.of(reg("%r1"), reg("%r2")));
        assertThat(
                        Texts.operands(
                                "cp.async.bulk.tensor.2d.shared::cluster.global.mbarrier::complete_tx::bytes [%r3], [%d1, {%r1, %r2}], [%r4];"))
                .containsExactly(
                        new Operand.Address(reg("%r3"), 0),
                        new Operand.Address(new Operand.Vector(List.of(reg("%d1"), place)), 0),
                        new Operand.Address(reg("%r4"), 0));
    }

    @Test
    void keepsDoubleColonsInsideModifiers() {
        assertThat(Texts.kernel("ld.global.L1::evict_last.L2::128B.u32 %r1, [%d1];")
                        .body()
                        .get(0)
                        .modifiers())
                .containsExactly("global", "L1::evict_last", "L2::128B", "u32");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            0x1F                            => 31
            017                             => 15
            0b101U                          => 5
            -9223372036854775808            => -9223372036854775808
            18446744073709551615            => -1
            (1 + 2) * 3 - 10 / 3            => 6
            1 << 4 | WARP_SZ                => 48
            -8 >> 1                         => -4
            -8U >> 1                        => 9223372036854775804
            (.u64) -8 >> 1                  => 9223372036854775804
            (.s64) 0xFFFFFFFFFFFFFFF8 >> 1  => -4
            -1 < 1                          => 1
            -1 < 1U                         => 0
            -7 % 4                          => -3
            -7 / 2U                         => 9223372036854775804
            1 << 64                         => 0
            !5 + !0                         => 1
            ~0 >> 63                        => 1
            1 > 2 ? 10 : 3 == 3 && 1 ? 20 : 30 => 20
            """)
    void computesWholeExpressions(String expression, long value) {
        assertThat(Texts.operands("mov.u64 %d1, " + expression + ";").get(1)).isEqualTo(new Operand.Int(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0f3F800000,         F32, 3f800000",
        "0F7fffffff,         F32, 7fffffff",
        "-0f3F800000,        F32, bf800000",
        "0d3FF0000000000000, F64, 3ff0000000000000",
        "1.0,                F64, 3ff0000000000000",
        "-1.5e+2,            F64, c062c00000000000",
        "2e-1,               F64, 3fc999999999999a",
        "1.0 / 4.0,          F64, 3fd0000000000000"
    })
    void keepsTheBitsOfFloats(String text, Type type, String bits) {
        assertThat(Texts.operands("mov.f32 %f1, " + text + ";").get(1))
                .isEqualTo(new Operand.Float(type, Long.parseUnsignedLong(bits, 16)));
    }

    @Test
    void makesNamesOfNestedScopesUnique() {
        Function function = Texts.kernel("""
                bra DONE;
                { .reg .b32 t; .param .b32 q; mov.b32 t, 1; bra DONE; DONE: }
                { .reg .f32 t; .param .b64 q; mov.b32 t, 2; { mov.b32 t, 3; } bra LATER; }
                LATER: st.param.b32 [out], %r1;
                DONE: ret;
                """);
        assertThat(function.body().stream().map(Texts::render))
                .containsExactly(
                        "bra DONE;",
                        "mov.b32 t,1;",
                        "bra DONE$1;",
                        "mov.b32 t$1,2;",
                        "mov.b32 t$1,3;",
                        "bra LATER;",
                        "st.param.b32 [out],%r1;",
                        "ret;");
        assertThat(function.labels()).isEqualTo(Map.of("DONE", 7, "DONE$1", 3, "LATER", 6));
        assertThat(function.registers()).contains(new Register("t", Type.B32), new Register("t$1", Type.F32));
        assertThat(function.variables()).extracting(Variable::name).containsExactly("q", "q$1");
    }

    @Test
    void keepsANameOfTheModuleApartFromThatOfAFunction() {
        Module module = Texts.module("""
                .shared .b32 x;
                .entry k() { .reg .b64 %d; mov.u64 %d, x; { .shared .b64 x; mov.u64 %d, x; } }
                .entry l() { .shared .b8 y; }
                .global .b32 y;
                """);
        assertThat(module.functions().get(0).body().stream()
                        .map(it -> it.operands().get(1)))
                .containsExactly(new Operand.Symbol("x", 0), new Operand.Symbol("x$1", 0));
        assertThat(module.variables()).extracting(Variable::name).containsExactly("x", "y");
    }

    @Test
    void readsCalls() {
        Module module = Texts.module("""
                .extern .func (.param .b32 result) print(.param .b64 text, .param .b64 rest);
                .func (.reg .b32 %out) twice(.reg .b32 %in) .noreturn { add.s32 %out, %in, %in; ret; }
                .entry k() {
                .reg .b64 %d<2>; .reg .b32 %r<2>; .param .b32 a; .param .b32 b;
                call.uni (a), print, (b, b);
                call (%r0), twice, (%r1);
                p: .callprototype (.param .b32 _) _ (.param .b32 _);
                t: .calltargets twice, print;
                call (a), %d1, (b), p;
                call twice;
                }
                """);
        Operand.Tuple a = new Operand.Tuple(List.of(new Operand.Symbol("a", 0)));
        Operand.Symbol b = new Operand.Symbol("b", 0);
        assertThat(module.functions().get(2).body().stream().map(Instruction::operands))
                .containsExactly(
                        List.of(a, new Operand.Symbol("print", 0), new Operand.Tuple(List.of(b, b))),
                        List.of(
                                new Operand.Tuple(List.of(reg("%r0"))),
                                new Operand.Symbol("twice", 0),
                                new Operand.Tuple(List.of(reg("%r1")))),
                        List.of(a, reg("%d1"), new Operand.Tuple(List.of(b)), new Operand.Symbol("p", 0)),
                        List.of(new Operand.Symbol("twice", 0)));
        assertThat(module.functions().get(2).labels()).isEmpty();
        assertThat(module.functions()).extracting(Function::isDefined).containsExactly(false, true, true);
        assertThat(module.functions().get(1).parameters().get(0).space()).isEqualTo(Space.GENERIC);
        assertThat(module.functions().get(1).registers())
                .containsExactly(new Register("%out", Type.B32), new Register("%in", Type.B32));
    }

    @Test
    void readsTablesOfBranchTargets() {
        Function function = Texts.kernel("A: ts: .branchtargets A, B, A;\n@%p1 brx.idx.uni %r1, ts;\nB: ret;");
        assertThat(function.branchTargets()).isEqualTo(Map.of("ts", List.of("A", "B", "A")));
        assertThat(function.labels()).isEqualTo(Map.of("A", 0, "B", 1));
        assertThat(function.body().get(0).operands()).containsExactly(reg("%r1"), new Operand.Symbol("ts", 0));
    }

    @Test
    void takesVectorsOfRegistersApart() {
        Function function =
                Texts.kernel(".reg .v4 .f32 v; mov.f32 %f1, v.y; mov.f32 %f1, v.a; st.global.v4.f32 [%d1], v;");
        assertThat(function.body().stream().map(Texts::render))
                .containsExactly("mov.f32 %f1,v.y;", "mov.f32 %f1,v.w;", "st.global.v4.f32 [%d1],{v.x,v.y,v.z,v.w};");
    }

    @Test
    void laysOutInitializers() {
        Module module = Texts.module("""
                .const .align 4 .b8 coefficients[12] = {0, 0, 192, 63, 0XFF, -1};
                .global .u32 grid[2][3] = {{1, 2}, {3}};
                .global .u16 flat[2][2] = {1, 2, 3};
                .global .f32 open[] = {1.0, 0f40000000, -0.5, 0};
                .global .f64 real = 0d3FF0000000000000;
                .global .v2 .u8 pairs[2] = {{1, 2}, {3, 4}};
                .global .attribute(.managed) .align 4 .u32 managed, second = 7;
                .extern .shared .align 16 .b8 dynamic[];
                """);
        assertThat(module.variables().stream()
                        .map(it -> it.name() + " " + it.bytes() + " "
                                + it.initial().hex()))
                .containsExactly(
                        "coefficients 12 0000c03fffff",
                        "grid 24 01000000020000000000000003000000",
                        "flat 8 010002000300",
                        "open 16 0000803f00000040000000bf00000000",
                        "real 8 000000000000f03f",
                        "pairs 4 01020304",
                        "managed 4 ",
                        "second 4 07000000",
                        "dynamic 0 ");
        assertThat(module.variables()).extracting(Variable::alignment).containsExactly(4, 4, 2, 4, 8, 2, 4, 4, 16);
        assertThat(module.variables().get(8).isExternal()).isTrue();
    }

    @Test
    void keepsAddressesInInitializersForLater() {
        Module module = Texts.module("""
                .func f() { ret; }
                .global .u32 x;
                .global .u64 all[4] = {f, x + 4, generic(x) + 8, all};
                .global .align 1 .u8 packed[10] = {7, 0xFF(generic(x)), 0xFF00(generic(x)), 0xFF0000(generic(x)), 0xFF000000(generic(x)), 1};
                """);
        assertThat(module.variables().get(1).relocations())
                .containsExactly(
                        new Relocation(0, 8, "f", 0, false),
                        new Relocation(8, 8, "x", 4, false),
                        new Relocation(16, 8, "x", 8, true),
                        new Relocation(24, 8, "all", 0, false));
        assertThat(module.variables().get(2).relocations()).containsExactly(new Relocation(1, 4, "x", 0, true));
        assertThat(module.variables().get(2).initial().hex()).isEqualTo("070000000001");
    }

    @Test
    void keepsTheLinesOfTheSource() {
        Module module = Texts.parse("/dev/diptych/sim/ptx/syntax/structures.ptx");
        assertThat(module.sourceFiles()).containsEntry(1, "structures.cu");
        Function times = module.functions().stream()
                .filter(it -> it.isDefined() && it.name().equals("_Z5timesif"))
                .findFirst()
                .orElseThrow();
        assertThat(times.body())
                .extracting(instruction -> instruction.source().line())
                .containsOnly(11);
    }
}
