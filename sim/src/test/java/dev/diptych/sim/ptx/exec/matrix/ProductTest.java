package dev.diptych.sim.ptx.exec.matrix;

import static dev.diptych.sim.ptx.exec.matrix.Element.B1;
import static dev.diptych.sim.ptx.exec.matrix.Element.BF16;
import static dev.diptych.sim.ptx.exec.matrix.Element.E4M3;
import static dev.diptych.sim.ptx.exec.matrix.Element.E5M2;
import static dev.diptych.sim.ptx.exec.matrix.Element.F16;
import static dev.diptych.sim.ptx.exec.matrix.Element.F32;
import static dev.diptych.sim.ptx.exec.matrix.Element.F64;
import static dev.diptych.sim.ptx.exec.matrix.Element.S32;
import static dev.diptych.sim.ptx.exec.matrix.Element.S4;
import static dev.diptych.sim.ptx.exec.matrix.Element.S8;
import static dev.diptych.sim.ptx.exec.matrix.Element.TF32;
import static dev.diptych.sim.ptx.exec.matrix.Element.U4;
import static dev.diptych.sim.ptx.exec.matrix.Element.U8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.arith.Half;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.sim.ptx.exec.Machine;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mma}, with fragments filled by the manual's formulas, shape by shape. */
class ProductTest {
    /** Which row or column element {@code i} of a lane is, with the manual's groupID and threadID_in_group. */
    interface Formula {
        int of(int group, int thread, int i);
    }

    /** A shape with types, and where the manual says that its elements are. */
    record Case(int m, int k, Element a, Element b, Element sum, Formula rowOfA, Formula columnOfA, Formula rowOfB) {
        @Override
        public String toString() {
            return "m%dn8k%d.row.col.%s.%s.%s.%s".formatted(m, k, name(sum), name(a), name(b), name(sum));
        }

        private static String name(Element element) {
            return element.name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Formula GROUP = (g, t, i) -> g;

    static Stream<Case> cases() {
        return Stream.of(
                wide(8, F16, F16, F32),
                wide(8, F16, F16, F16),
                wide(8, BF16, BF16, F32),
                wider(F16, F32),
                wider(F16, F16),
                wider(BF16, F32),
                new Case(16, 4, TF32, TF32, F32, (g, t, i) -> g + 8 * i, (g, t, i) -> t, (g, t, i) -> t),
                eighths(TF32, F32),
                new Case(8, 4, F64, F64, F64, GROUP, (g, t, i) -> t, (g, t, i) -> t),
                new Case(16, 4, F64, F64, F64, (g, t, i) -> g + 8 * i, (g, t, i) -> t, (g, t, i) -> t),
                eighths(F64, F64),
                new Case(
                        16,
                        16,
                        F64,
                        F64,
                        F64,
                        (g, t, i) -> i % 2 == 0 ? g : g + 8,
                        (g, t, i) -> i % 2 == 0 ? i * 2 + t : i * 2 - 2 + t,
                        (g, t, i) -> t + i * 4),
                new Case(8, 16, S8, S8, S32, GROUP, (g, t, i) -> t * 4 + i, (g, t, i) -> t * 4 + i),
                bytes16(S8, U8, S32),
                bytes16(E5M2, E4M3, F16),
                bytes32(U8, S8, S32),
                bytes32(U8, U8, S32),
                bytes32(E4M3, E4M3, F32),
                bytes32(E4M3, E5M2, F16),
                new Case(8, 32, S4, U4, S32, GROUP, (g, t, i) -> t * 8 + i, (g, t, i) -> t * 8 + i),
                new Case(
                        16,
                        32,
                        U4,
                        U4,
                        S32,
                        (g, t, i) -> i < 8 ? g : g + 8,
                        (g, t, i) -> t * 8 + (i & 7),
                        (g, t, i) -> t * 8 + (i & 7)),
                new Case(
                        16,
                        64,
                        S4,
                        S4,
                        S32,
                        (g, t, i) -> i < 8 || (i >= 16 && i < 24) ? g : g + 8,
                        (g, t, i) -> t * 8 + (i & 7) + (i < 16 ? 0 : 32),
                        (g, t, i) -> t * 8 + (i & 7) + (i < 8 ? 0 : 32)),
                new Case(8, 128, B1, B1, S32, GROUP, (g, t, i) -> t * 32 + i, (g, t, i) -> t * 32 + i),
                new Case(
                        16,
                        128,
                        B1,
                        B1,
                        S32,
                        (g, t, i) -> i < 32 ? g : g + 8,
                        (g, t, i) -> t * 32 + (i & 31),
                        (g, t, i) -> t * 32 + i),
                new Case(
                        16,
                        256,
                        B1,
                        B1,
                        S32,
                        (g, t, i) -> i < 32 || (i >= 64 && i < 96) ? g : g + 8,
                        (g, t, i) -> t * 32 + (i & 31) + (i < 64 ? 0 : 128),
                        (g, t, i) -> t * 32 + (i & 31) + (i < 32 ? 0 : 128)));
    }

    private static Case wide(int k, Element a, Element b, Element sum) {
        return new Case(
                16, k, a, b, sum, (g, t, i) -> i < 2 ? g : g + 8, (g, t, i) -> t * 2 + (i & 1), (g, t, i) -> t * 2 + i);
    }

    private static Case wider(Element a, Element sum) {
        return new Case(
                16,
                16,
                a,
                a,
                sum,
                (g, t, i) -> i < 2 || (i >= 4 && i < 6) ? g : g + 8,
                (g, t, i) -> t * 2 + (i & 1) + (i < 4 ? 0 : 8),
                (g, t, i) -> t * 2 + (i & 1) + (i < 2 ? 0 : 8));
    }

    private static Case eighths(Element a, Element sum) {
        return new Case(
                16,
                8,
                a,
                a,
                sum,
                (g, t, i) -> i == 0 || i == 2 ? g : g + 8,
                (g, t, i) -> i < 2 ? t : t + 4,
                (g, t, i) -> i == 0 ? t : t + 4);
    }

    private static Case bytes16(Element a, Element b, Element sum) {
        return new Case(
                16,
                16,
                a,
                b,
                sum,
                (g, t, i) -> i < 4 ? g : g + 8,
                (g, t, i) -> t * 4 + (i & 3),
                (g, t, i) -> t * 4 + (i & 3));
    }

    private static Case bytes32(Element a, Element b, Element sum) {
        return new Case(
                16,
                32,
                a,
                b,
                sum,
                (g, t, i) -> i < 4 || (i >= 8 && i < 12) ? g : g + 8,
                (g, t, i) -> t * 4 + (i & 3) + (i < 8 ? 0 : 16),
                (g, t, i) -> t * 4 + (i & 3) + (i < 4 ? 0 : 16));
    }

    private static int rowOfSum(int g, int i) {
        return i < 2 ? g : g + 8;
    }

    private static List<String> registers(Element element, int elements, int first) {
        int count = elements / element.perRegister();
        return element == F64 ? Machine.names("%fd", first, count) : Machine.names("%r", first + 1, count);
    }

    private static String kernel(String instruction, Case of) {
        List<String> a = registers(of.a, of.m * of.k / 32, 0);
        List<String> b = registers(of.b, of.k * 8 / 32, 10);
        List<String> c = registers(of.sum, of.m * 8 / 32, 20);
        boolean isWide = of.a == F64;
        return Machine.load("%rd1", a, isWide)
                + Machine.load("%rd2", b, isWide)
                + Machine.load("%rd3", c, isWide)
                + "%s %s, %s, %s, %s;%n"
                        .formatted(
                                instruction, Machine.braces(c), Machine.braces(a), Machine.braces(b), Machine.braces(c))
                + Machine.store("%rd4", c, isWide);
    }

    private static double value(ByteBuffer result, Element element, int index) {
        return switch (element) {
            case F16 -> Half.toFloat(result.getShort(index * 2));
            case F32 -> result.getFloat(index * 4);
            case F64 -> result.getDouble(index * 8);
            default -> result.getInt(index * 4);
        };
    }

    private static void multiplies(Case of, String instruction, long seed, boolean isXor) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] a = new double[of.m * of.k];
        double[] b = new double[of.k * 8];
        double[] c = new double[of.m * 8];
        Packed packedA = new Packed(of.a, a.length);
        Packed packedB = new Packed(of.b, b.length);
        Packed packedC = new Packed(of.sum, c.length);
        int elementsOfC = of.m * 8 / 32;
        for (int lane = 0; lane < 32; lane++) {
            int g = lane >> 2;
            int t = lane % 4;
            for (int i = 0; i < a.length / 32; i++) {
                int at = of.rowOfA.of(g, t, i) * of.k + of.columnOfA.of(g, t, i);
                a[at] = packedA.draw(random, lane * (a.length / 32) + i);
            }
            for (int i = 0; i < b.length / 32; i++) {
                b[of.rowOfB.of(g, t, i) * 8 + g] = packedB.draw(random, lane * (b.length / 32) + i);
            }
            for (int i = 0; i < elementsOfC; i++) {
                c[rowOfSum(g, i) * 8 + t * 2 + (i & 1)] = packedC.draw(random, lane * elementsOfC + i);
            }
        }

        Machine machine = new Machine(
                kernel(instruction, of), packedC.bytes().length, packedA.bytes(), packedB.bytes(), packedC.bytes());

        ByteBuffer result = machine.result();
        double[] values = new double[c.length];
        double[] sums = new double[c.length];
        for (int lane = 0; lane < 32; lane++) {
            for (int i = 0; i < elementsOfC; i++) {
                int row = rowOfSum(lane >> 2, i);
                int column = lane % 4 * 2 + (i & 1);
                double expected = c[row * 8 + column];
                for (int k = 0; k < of.k; k++) {
                    double x = a[row * of.k + k];
                    double y = b[k * 8 + column];
                    expected += isXor ? Math.abs(x - y) : x * y;
                }
                if (of.sum == S32) {
                    expected = instruction.contains("satfinite")
                            ? Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, expected))
                            : (int) (long) expected;
                }
                sums[row * 8 + column] = expected;
                values[row * 8 + column] = value(result, of.sum, lane * elementsOfC + i);
            }
        }
        assertThat(values).isEqualTo(sums);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void multipliesAsAMatrixProductOfRandomNumbers(Case of) {
        String operation = of.a == B1 ? ".and.popc" : "";
        for (int seed = 0; seed < 3; seed++) {
            multiplies(of, "mma.sync.aligned." + of + operation, seed, false);
        }
    }

    @Test
    void countsBitsThatDiffer() {
        Case bits = cases().filter(it -> it.a == B1).findFirst().orElseThrow();

        multiplies(bits, "mma.sync.aligned." + bits + ".xor.popc", 4, true);
    }

    @Test
    void staysAtTheGreatestWholeNumberWhereAsked() {
        Case bytes = bytes32(U8, U8, S32);

        for (int seed = 0; seed < 20; seed++) {
            multiplies(bytes, "mma.sync.aligned.m16n8k32.row.col.satfinite.s32.u8.u8.s32", seed, false);
        }
    }

    @Test
    void roundsTheSumOnce() {
        // The sum of the products is 1 + 2^-24, half a step of a float at 1; with 2^-24 more of the accumulator it is
        // one step up, but either half a step alone is a tie that stays at 1.
        Case of = wider(F16, F32);
        Packed a = new Packed(F16, 256);
        Packed b = new Packed(F16, 128);
        Packed c = new Packed(F32, 128);
        ByteBuffer left = ByteBuffer.wrap(a.bytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        ByteBuffer right = ByteBuffer.wrap(b.bytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        ByteBuffer first = ByteBuffer.wrap(c.bytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        left.putShort(0, (short) Half.of(1)).putShort(2, (short) Half.of(0x1p-12));
        right.putShort(0, (short) Half.of(1)).putShort(2, (short) Half.of(0x1p-12));
        first.putFloat(0, 0x1p-24f);

        Machine machine = new Machine(kernel("mma.sync.aligned." + of, of), 512, a.bytes(), b.bytes(), c.bytes());

        assertThat(machine.result().getFloat(0)).isEqualTo(Math.nextUp(1f));
    }

    @Test
    void givesTheCanonicalNanForInfinityTimesZero() {
        Case of = wider(F16, F32);
        byte[] a = new byte[512];
        a[1] = (byte) 0xFC;

        Machine machine = new Machine(kernel("mma.sync.aligned." + of, of), 512, a, new byte[256], new byte[512]);

        assertThat(machine.result().getInt(0)).isEqualTo(0x7FFFFFFF);
    }

    @Test
    void needsAllLanesOfAWarp() {
        Case of = wider(F16, F32);

        assertThatThrownBy(() -> new Machine(
                        PtxOptions.DEFAULT,
                        31,
                        kernel("mma.sync.aligned." + of, of),
                        512,
                        new byte[512],
                        new byte[256],
                        new byte[512]))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("only 31 lanes of the warp take part; a matrix instruction needs all 32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mma.sync.aligned.m8n8k4.row.col.f32.f16.f16.f32",
                "mma.sync.aligned.m16n8k8.row.col.s32.s8.s8.s32",
                "mma.sync.aligned.m16n8k16.row.col.f32.f16.bf16.f32",
                "mma.sync.aligned.m16n8k16.row.row.f32.f16.f16.f32",
                "mma.sync.aligned.m16n8k16.row.col.satfinite.f32.f16.f16.f32",
                "mma.sp.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32"
            })
    void refusesWhatItDoesNotKnowAtItsLine(String instruction) {
        String body = instruction + " {%r1, %r2, %r3, %r4}, {%r5, %r6, %r7, %r8}, {%r9, %r10}, {%r1, %r2, %r3, %r4};\n";

        assertThatThrownBy(() -> new Machine(body, 32))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("matrix.ptx:16: " + instruction);
    }

    @Test
    void refusesAWrongNumberOfRegisters() {
        String body =
                "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%r1, %r2}, {%r5, %r6, %r7, %r8}, {%r9, %r10}, {%r1, %r2, %r3, %r4};\n";

        assertThatThrownBy(() -> new Machine(body, 32))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("operand 0 should have 4 registers, not 2");
    }
}
