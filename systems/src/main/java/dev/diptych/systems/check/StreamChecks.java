package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.util.List;

/** The kernels of module {@code stream}, bit for bit, with what lies beside their arrays. */
final class StreamChecks {
    private static final String MODULE = "stream";
    private static final int[] COUNTS = {0, 1, 31, 32, 33, 1027, 300_001};
    /** Offsets in bytes of the output and of both inputs: aligned, misaligned alike, and each in its own way. */
    private static final int[][] OFFSETS = {{0, 0, 0}, {4, 4, 4}, {12, 12, 12}, {0, 4, 8}};

    private static final int MARGIN_BYTES = 64;
    private static final float SCALAR = 1.7f;

    private StreamChecks() {}

    /** What a kernel makes of two inputs. */
    private interface Oracle {
        float of(float b, float c);
    }

    static List<Check> all() {
        return List.of(
                new Check("stream_read reads and writes nothing", StreamChecks::read),
                new Check("stream_write", lab -> each(lab, "stream_write", 0, (b, c) -> SCALAR)),
                new Check("stream_copy", lab -> each(lab, "stream_copy", 1, (b, c) -> b)),
                new Check("stream_triad", lab -> each(lab, "stream_triad", 2, (b, c) -> Math.fma(SCALAR, c, b))));
    }

    private static void read(Lab lab) {
        for (int count : COUNTS) {
            byte[] sink = TestData.bytes(MARGIN_BYTES, 5);
            Buffer in = input(lab, TestData.floats(count, 6), 4);
            Buffer out = lab.buffer(TestData.wrap(sink));
            lab.launch(
                    MODULE,
                    "stream_read",
                    grid(count),
                    block(count),
                    new Arg.Address(in.slice(4, 4L * count)),
                    new Arg.Address(out.all()),
                    new Arg.I64(count));
            lab.expect("the sink of %d floats".formatted(count), out.all(), TestData.wrap(sink));
        }
    }

    private static void each(Lab lab, String entry, int inputs, Oracle oracle) {
        for (int count : COUNTS) {
            for (int[] offsets : OFFSETS) {
                one(lab, entry, inputs, count, offsets, oracle);
            }
        }
    }

    private static void one(Lab lab, String entry, int inputs, int count, int[] offsets, Oracle oracle) {
        float[] b = TestData.floats(count, 7);
        float[] c = TestData.floats(count, 8);
        float[] result = new float[count];
        for (int i = 0; i < count; i++) {
            result[i] = oracle.of(b[i], c[i]);
        }
        byte[] before = TestData.bytes(4 * count + MARGIN_BYTES, 9);
        Buffer out = lab.buffer(TestData.wrap(before));
        long bytes = 4L * count;
        Arg to = new Arg.Address(out.slice(offsets[0], bytes));
        Arg fromB = new Arg.Address(input(lab, b, offsets[1]).slice(offsets[1], bytes));
        Arg fromC = new Arg.Address(input(lab, c, offsets[2]).slice(offsets[2], bytes));
        Arg scalar = new Arg.F32(SCALAR);
        Arg length = new Arg.I64(count);
        Arg[] args = switch (inputs) {
            case 0 -> new Arg[] {to, scalar, length};
            case 1 -> new Arg[] {to, fromB, length};
            default -> new Arg[] {to, fromB, fromC, scalar, length};
        };
        lab.launch(MODULE, entry, grid(count), block(count), args);
        Bytes expected = TestData.wrap(TestData.with(before, offsets[0], result));
        lab.expect("%d floats at %d, %d, %d".formatted(count, offsets[0], offsets[1], offsets[2]), out.all(), expected);
    }

    private static Buffer input(Lab lab, float[] floats, int offset) {
        byte[] around = TestData.bytes(4 * floats.length + MARGIN_BYTES, 10);
        return lab.buffer(TestData.wrap(TestData.with(around, offset, floats)));
    }

    /** Shapes of one, two and three dimensions; every kernel is right for any. */
    private static Dim grid(int count) {
        return switch (count % 3) {
            case 0 -> Dim.of(5);
            case 1 -> new Dim(1, 4, 2);
            default -> new Dim(3, 2, 1);
        };
    }

    private static Dim block(int count) {
        return count % 2 == 0 ? new Dim(32, 8, 1) : Dim.of(96);
    }
}
