package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.random.Permutation;
import dev.diptych.model.random.Philox;
import dev.diptych.systems.argument.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** The kernels of module {@code fill} against their definitions. */
final class FillChecks {
    private static final String MODULE = "fill";
    private static final int ELEMENTS = 0;
    private static final int ROWS = 2;
    private static final long SEED = -7;
    private static final int MARGIN_BYTES = 16;
    private static final int[] COUNTS = {0, 1, 5, 1000};

    private FillChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("fill_zeros", FillChecks::zeros),
                new Check("fill_random draws every type", FillChecks::random),
                new Check("fill_below", FillChecks::below),
                new Check("fill_iota", FillChecks::iota),
                new Check("fill_permutation has each number once", FillChecks::permutation),
                new Check("fill_csr", FillChecks::csr));
    }

    private static void zeros(Lab lab) {
        for (int bytes : new int[] {0, 1, 4, 1027}) {
            Buffer out = lab.buffer(TestData.wrap(TestData.bytes(bytes + MARGIN_BYTES, 21)));
            lab.launch(MODULE, "fill_zeros", Dim.of(2), Dim.of(64), new Arg.Address(out.all()), new Arg.I64(bytes));
            byte[] expected = TestData.bytes(bytes + MARGIN_BYTES, 21);
            java.util.Arrays.fill(expected, 0, bytes, (byte) 0);
            lab.expect(bytes + " zeros", out.all(), TestData.wrap(expected));
        }
    }

    private static void random(Lab lab) {
        List<ElementType> types = List.of(
                ElementType.U8,
                ElementType.U16,
                ElementType.U32,
                ElementType.U64,
                ElementType.BOOL,
                ElementType.F16,
                ElementType.BF16,
                ElementType.F32,
                ElementType.F64);
        for (int code = 0; code < types.size(); code++) {
            ElementType type = types.get(code);
            each(
                    lab,
                    "fill_random",
                    type,
                    i -> type.random(Philox.bits64(SEED, ELEMENTS, i)),
                    new Arg.I64(SEED),
                    new Arg.I32(code));
        }
    }

    private static void below(Lab lab) {
        for (ElementType type : List.of(ElementType.I32, ElementType.I64)) {
            for (long bound : new long[] {1, 1000, type == ElementType.I32 ? 1L << 31 : Long.MAX_VALUE}) {
                each(
                        lab,
                        "fill_below",
                        type,
                        i -> Philox.below(bound, SEED, ELEMENTS, i),
                        new Arg.I64(SEED),
                        new Arg.I64(bound),
                        new Arg.I32(type.bytes()));
            }
        }
    }

    private static void iota(Lab lab) {
        for (ElementType type : List.of(ElementType.I32, ElementType.I64)) {
            each(lab, "fill_iota", type, i -> 5 - 3 * i, new Arg.I64(5), new Arg.I64(-3), new Arg.I32(type.bytes()));
        }
    }

    private static void permutation(Lab lab) {
        for (int count : new int[] {1, 2, 8, 4096}) {
            Permutation permutation = new Permutation(count, SEED);
            long[] permuted = new long[count];
            boolean[] isThere = new boolean[count];
            for (int i = 0; i < count; i++) {
                permuted[i] = permutation.of(i);
                lab.require(!isThere[(int) permuted[i]], "%d is there twice".formatted(permuted[i]));
                isThere[(int) permuted[i]] = true;
            }
            for (ElementType type : List.of(ElementType.I32, ElementType.I64)) {
                one(
                        lab,
                        "fill_permutation",
                        type,
                        count,
                        i -> permuted[(int) i],
                        new Arg.I64(SEED),
                        new Arg.I32(type.bytes()));
            }
        }
    }

    private static void csr(Lab lab) {
        int mean = 8;
        int rows = 64;
        List<Long> starts = new ArrayList<>(List.of(0L));
        for (int group = 0; group * rows < COUNTS[COUNTS.length - 1]; group++) {
            long drawn = Philox.bits64(SEED, ROWS, group);
            int factor = (int) (drawn >>> 32) | 1;
            for (int row = 0; row < rows; row++) {
                int rank = (row * factor + (int) drawn) & (rows - 1);
                long entries = mean / 2 + (rank == rows - 1 ? 1 : ((long) rows * mean / 2) >>> (rank + 1));
                starts.add(starts.get(starts.size() - 1) + entries);
            }
            lab.require(
                    starts.get(starts.size() - 1) == (group + 1L) * rows * mean,
                    "group %d ends at entry %d".formatted(group, starts.get(starts.size() - 1)));
        }
        for (ElementType type : List.of(ElementType.I32, ElementType.I64)) {
            each(
                    lab,
                    "fill_csr",
                    type,
                    i -> starts.get((int) i),
                    new Arg.I64(SEED),
                    new Arg.I64(mean),
                    new Arg.I32(type.bytes()));
        }
    }

    private static void each(Lab lab, String entry, ElementType type, LongUnaryOperator bits, Arg... more) {
        for (int count : COUNTS) {
            one(lab, entry, type, count, bits, more);
        }
    }

    private static void one(Lab lab, String entry, ElementType type, int count, LongUnaryOperator bits, Arg... more) {
        byte[] before = TestData.bytes(count * type.bytes() + MARGIN_BYTES, 22);
        Buffer out = lab.buffer(TestData.wrap(before));
        List<Arg> args = new ArrayList<>(List.of(new Arg.Address(out.all()), new Arg.I64(count)));
        args.addAll(List.of(more));
        lab.launch(MODULE, entry, Dim.of(3), new Dim(32, 2, 1), args.toArray(Arg[]::new));
        ByteBuffer expected = ByteBuffer.wrap(before.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            type.put(expected, bits.applyAsLong(i));
        }
        Bytes all = TestData.wrap(expected.array());
        lab.expect("%d elements of %s".formatted(count, type), out.all(), all);
    }
}
