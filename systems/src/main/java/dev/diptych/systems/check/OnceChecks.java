package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.util.List;

/** The micro-benchmarks whose threads have one element each. */
final class OnceChecks {
    private static final int BLOCKS = 3;
    private static final int THREADS = 64;
    private static final int SEED = 51;

    private OnceChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("copy_once and copy_once_wide", OnceChecks::copies),
                new Check("triad_once", OnceChecks::triad),
                new Check("stage_once passes words on to neighbours", OnceChecks::stages),
                new Check("halve_once adds up blocks", OnceChecks::halves));
    }

    /** Of as many elements as threads less a few, which leave what is there. */
    private static void copies(Lab lab) {
        for (int elementWords : new int[] {1, 4}) {
            int count = BLOCKS * THREADS - 5;
            int[] in = TestData.words(elementWords * BLOCKS * THREADS, SEED);
            int[] expected = new int[in.length];
            Buffer out = lab.buffer(Bytes.ofInts(expected));
            System.arraycopy(in, 0, expected, 0, elementWords * count);
            String entry = elementWords == 1 ? "copy_once" : "copy_once_wide";
            launch(lab, entry, THREADS, whole(out), whole(lab.buffer(Bytes.ofInts(in))), new Arg.I32(count));
            lab.expect(entry, out.all(), Bytes.ofInts(expected));
        }
    }

    private static void triad(Lab lab) {
        int count = BLOCKS * THREADS - 5;
        float scalar = 0.7f;
        float[] b = TestData.floats(BLOCKS * THREADS, SEED);
        float[] c = TestData.floats(BLOCKS * THREADS, SEED + 1);
        int[] expected = new int[BLOCKS * THREADS];
        Buffer out = lab.buffer(Bytes.ofInts(expected));
        for (int i = 0; i < count; i++) {
            expected[i] = Float.floatToRawIntBits(Math.fma(scalar, c[i], b[i]));
        }
        launch(
                lab,
                "triad_once",
                THREADS,
                whole(out),
                whole(lab.buffer(bytes(b))),
                whole(lab.buffer(bytes(c))),
                new Arg.F32(scalar),
                new Arg.I32(count));
        lab.expect("triad_once", out.all(), Bytes.ofInts(expected));
    }

    private static Bytes bytes(float[] floats) {
        return TestData.wrap(TestData.with(new byte[floats.length * Float.BYTES], 0, floats));
    }

    private static void stages(Lab lab) {
        for (int threads : new int[] {32, 128, 1024}) {
            for (int rounds : new int[] {0, 1, 4}) {
                int[] in = TestData.words(BLOCKS * threads, SEED);
                int[] expected = in.clone();
                for (int round = 0; round < rounds; round++) {
                    int[] before = expected.clone();
                    for (int i = 0; i < expected.length; i++) {
                        expected[i] += before[i / threads * threads + (i + 1) % threads];
                    }
                }
                Buffer out = lab.buffer(Bytes.ofInts(new int[in.length]));
                launch(
                        lab,
                        "stage_once",
                        threads,
                        whole(out),
                        whole(lab.buffer(Bytes.ofInts(in))),
                        new Arg.I32(rounds));
                lab.expect("%d rounds of %d threads".formatted(rounds, threads), out.all(), Bytes.ofInts(expected));
            }
        }
    }

    private static void halves(Lab lab) {
        for (int threads : new int[] {1, 32, 128, 1024}) {
            int[] in = TestData.words(BLOCKS * threads, SEED);
            int[] sums = new int[BLOCKS];
            for (int i = 0; i < in.length; i++) {
                sums[i / threads] += in[i];
            }
            Buffer out = lab.buffer(Bytes.ofInts(new int[BLOCKS]));
            launch(lab, "halve_once", threads, whole(out), whole(lab.buffer(Bytes.ofInts(in))));
            lab.expect("the sums of %d threads".formatted(threads), out.all(), Bytes.ofInts(sums));
        }
    }

    private static void launch(Lab lab, String entry, int threads, Arg... args) {
        lab.launch("once", entry, Dim.of(BLOCKS), Dim.of(threads), args);
    }

    private static Arg whole(Buffer buffer) {
        return new Arg.Address(buffer.all());
    }
}
