package dev.diptych.sim.ptx.exec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.sim.ptx.arith.Half;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.sim.ptx.exec.Machine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code wmma}: matrices in memory, multiplied. */
class TileTest {
    /** A shape with types; registers of each factor as the manual has them. */
    record Case(int m, int n, int k, Element factor, Element sum, int registersOfA, int registersOfB) {
        String shape() {
            return "m%dn%dk%d".formatted(m, n, k);
        }

        int registersOfSum() {
            return m * n / 32 / sum.perRegister();
        }

        String types() {
            String a = name(factor);
            String c = name(sum);
            return factor == Element.F16 ? c + "." + c : String.join(".", c, a, a, c);
        }

        @Override
        public String toString() {
            return shape() + "." + types();
        }
    }

    /** Which of the three matrices lie by row. */
    record Orders(boolean a, boolean b, boolean d) {}

    private static String name(Element element) {
        return element.name().toLowerCase(Locale.ROOT);
    }

    private static String order(boolean isByRow) {
        return isByRow ? "row" : "col";
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        int[][] tiles = {{16, 16}, {32, 8}, {8, 32}};
        for (int[] tile : tiles) {
            int m = tile[0];
            int n = tile[1];
            cases.add(new Case(m, n, 16, Element.F16, Element.F32, 8, 8));
            cases.add(new Case(m, n, 16, Element.F16, Element.F16, 8, 8));
            cases.add(new Case(m, n, 16, Element.BF16, Element.F32, m / 4, n / 4));
            cases.add(new Case(m, n, 16, Element.S8, Element.S32, m / 8, n / 8));
            cases.add(new Case(m, n, 16, Element.U8, Element.S32, m / 8, n / 8));
        }
        cases.add(new Case(16, 16, 8, Element.TF32, Element.F32, 4, 4));
        cases.add(new Case(8, 8, 4, Element.F64, Element.F64, 1, 1));
        cases.add(new Case(8, 8, 32, Element.S4, Element.S32, 1, 1));
        return cases.stream();
    }

    private static List<String> registers(Element element, int count, int first) {
        return element == Element.F64 ? Machine.names("%fd", first, count) : Machine.names("%r", first + 1, count);
    }

    private static String kernel(Case of, Orders orders, int strideOfA) {
        List<String> a = registers(of.factor, of.registersOfA, 0);
        List<String> b = registers(of.factor, of.registersOfB, 10);
        List<String> c = registers(of.sum, of.registersOfSum(), 20);
        String rnd = of.factor == Element.F64 ? ".rn" : "";
        return "mov.u32 %%r50, %d;\n".formatted(strideOfA)
                + "wmma.load.a.sync.aligned.%s.%s.global.%s %s, [%%rd1], %%r50;\n"
                        .formatted(order(orders.a), of.shape(), name(of.factor), Machine.braces(a))
                // Without a stride: as wide as the matrix.
                + "wmma.load.b.sync.aligned.%s.%s.%s %s, [%%rd2];\n"
                        .formatted(order(orders.b), of.shape(), name(of.factor), Machine.braces(b))
                + "wmma.load.c.sync.aligned.row.%s.global.%s %s, [%%rd3], %d;\n"
                        .formatted(of.shape(), name(of.sum), Machine.braces(c), of.n)
                + "wmma.mma.sync.aligned.%s.%s.%s%s.%s %s, %s, %s, %s;\n"
                        .formatted(
                                order(orders.a),
                                order(orders.b),
                                of.shape(),
                                rnd,
                                of.types(),
                                Machine.braces(c),
                                Machine.braces(a),
                                Machine.braces(b),
                                Machine.braces(c))
                + "wmma.store.d.sync.aligned.%s.%s.global.%s [%%rd4], %s, %d;\n"
                        .formatted(
                                order(orders.d), of.shape(), name(of.sum), Machine.braces(c), orders.d ? of.n : of.m);
    }

    private static double[] draw(
            Packed packed, SplittableRandom random, int rows, int columns, boolean isByRow, int stride) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            int column = i % columns;
            values[i] = packed.draw(random, isByRow ? row * stride + column : column * stride + row);
        }
        return values;
    }

    private static void multiplies(Case of, Orders orders, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int strideOfA = (orders.a ? of.k : of.m) + 32;
        Packed a = new Packed(of.factor, strideOfA * Math.max(of.m, of.k));
        Packed b = new Packed(of.factor, of.k * of.n);
        Packed c = new Packed(of.sum, of.m * of.n);
        double[] left = draw(a, random, of.m, of.k, orders.a, strideOfA);
        double[] right = draw(b, random, of.k, of.n, orders.b, orders.b ? of.n : of.k);
        double[] first = draw(c, random, of.m, of.n, true, of.n);

        Machine machine = new Machine(kernel(of, orders, strideOfA), c.bytes().length, a.bytes(), b.bytes(), c.bytes());

        ByteBuffer result = machine.result();
        double[] values = new double[first.length];
        double[] expected = first.clone();
        for (int i = 0; i < first.length; i++) {
            int row = i / of.n;
            int column = i % of.n;
            for (int k = 0; k < of.k; k++) {
                expected[i] += left[row * of.k + k] * right[k * of.n + column];
            }
            expected[i] = of.sum == Element.S32 ? (int) (long) expected[i] : expected[i];
            int at = orders.d ? i : column * of.m + row;
            values[i] = switch (of.sum) {
                case F16 -> Half.toFloat(result.getShort(at * 2));
                case F32 -> result.getFloat(at * 4);
                case F64 -> result.getDouble(at * 8);
                default -> result.getInt(at * 4);
            };
        }
        assertThat(values).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void multipliesMatricesByRowAndByColumn(Case of) {
        for (int i = 0; i < 8; i++) {
            // Of elements below a byte, only the order in which a lane's elements lie together is allowed.
            boolean isNarrow = of.factor == Element.S4;
            multiplies(of, new Orders(isNarrow || i % 2 == 0, !isNarrow && i / 2 % 2 == 0, i / 4 == 0), i);
        }
    }

    @Test
    void repeatsTheElementsOfHalvesThatFillNoWholeFragment() {
        String body =
                "wmma.load.a.sync.aligned.row.m16n16k16.global.f16 {%r1,%r2,%r3,%r4,%r5,%r6,%r7,%r8}, [%rd1], 16;\n"
                        + Machine.store("%rd4", Machine.names("%r", 1, 8), false);
        byte[] a = new byte[512];
        new java.util.Random(1).nextBytes(a);

        ByteBuffer result = new Machine(body, 1024, a).result();

        for (int lane = 0; lane < 32; lane++) {
            for (int i = 0; i < 4; i++) {
                assertThat(result.getInt(lane * 32 + i * 4)).isEqualTo(result.getInt(lane * 32 + i * 4 + 16));
            }
        }
    }

    @Test
    void countsEachSectorOnceAnInstruction() {
        Case of = new Case(16, 16, 16, Element.F16, Element.F32, 8, 8);

        Machine machine = new Machine(
                kernel(of, new Orders(true, true, true), 32), 1024, new byte[1024], new byte[512], new byte[1024]);

        // Rows of 32 bytes, 64 bytes apart, are 16 sectors; so are 512 bytes in a row; the accumulator has 1024 bytes.
        assertThat(machine.counts().globalLoads()).isEqualTo(3);
        assertThat(machine.counts().globalStores()).isEqualTo(1);
        assertThat(machine.counts().globalSectors()).isEqualTo(16 + 16 + 32 + 32);
    }

    private static final String SHARED = """
            .shared .align 16 .b8 tile[4096];
            mov.u32 %r49, tile;
            """;

    private static String storeAndLoad(int storeStride, int loadStride) {
        return SHARED
                + "wmma.load.c.sync.aligned.row.m16n16k16.global.f32 {%f0,%f1,%f2,%f3,%f4,%f5,%f6,%f7}, [%rd3], 16;\n"
                + "wmma.store.d.sync.aligned.row.m16n16k16.shared.f32 [%r49], {%f0,%f1,%f2,%f3,%f4,%f5,%f6,%f7}, "
                + storeStride
                + ";\n"
                + "wmma.load.c.sync.aligned.row.m16n16k16.shared.f32 {%f0,%f1,%f2,%f3,%f4,%f5,%f6,%f7}, [tile], "
                + loadStride
                + ";\n"
                + "wmma.store.d.sync.aligned.row.m16n16k16.global.f32 [%rd4], {%f0,%f1,%f2,%f3,%f4,%f5,%f6,%f7}, 16;\n";
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 32})
    void keepsAnAccumulatorInSharedMemory(int stride) {
        byte[] c = new byte[1024];
        new java.util.Random(2).nextBytes(c);

        Machine machine = new Machine(storeAndLoad(stride, stride), 1024, new byte[32], new byte[32], c);

        assertThat(machine.result().array()).isEqualTo(c);
        assertThat(machine.counts().sharedStores()).isEqualTo(1);
        assertThat(machine.counts().sharedLoads()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24})
    void countsWavefrontsAsLanesHoldTheirElements(int stride) {
        Machine machine = new Machine(storeAndLoad(stride, stride), 1024, new byte[32], new byte[32], new byte[1024]);

        // Two instructions; a lane has four pairs of floats, moved by half warps: four rows of 32 bytes. At 16 floats a
        // row, every second
        // row begins at the same bank; at 24, four rows are in four different quarters of the banks.
        int degree = stride == 16 ? 2 : 1;
        assertThat(machine.counts().sharedWavefronts()).isEqualTo(16L * degree);
        assertThat(machine.counts().sharedConflicts()).isEqualTo(16L * (degree - 1));
    }

    @Test
    void findsWhatNobodyWroteToSharedMemory() {
        assertThatThrownBy(() -> new Machine(storeAndLoad(16, 32), 1024, new byte[32], new byte[32], new byte[1024]))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("wmma.load.c")
                .hasMessageContaining("uninitialised");
    }

    @Test
    void findsWhatLiesOutsideABuffer() {
        Case of = new Case(16, 16, 16, Element.F16, Element.F32, 8, 8);

        assertThatThrownBy(() -> new Machine(
                        kernel(of, new Orders(true, true, true), 64),
                        1024,
                        new byte[1024],
                        new byte[512],
                        new byte[1024]))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("out of bounds: 4 bytes at offset 1024 of 'input 0', which has 1024");
    }
}
