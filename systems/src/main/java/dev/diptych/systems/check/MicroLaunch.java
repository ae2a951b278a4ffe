package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;

/** The launch that checks of micro-benchmarks share, and its inputs: two blocks of 64 threads. */
final class MicroLaunch {
    static final int BLOCKS = 2;
    static final int THREADS = 64;
    static final int WARPS = BLOCKS * THREADS / 32;
    /** Times round the loop of a kernel that is told how many. */
    static final int ROUNDS = 3;
    /** What every float operation makes of what is no number. */
    static final int NOT_A_NUMBER = 0x7FFFFFFF;

    private MicroLaunch() {}

    /** Launches a kernel whose first argument gets one word a thread, which the oracle knows by the thread's number. */
    static void eachThread(Lab lab, String module, String entry, IntUnaryOperator oracle, Arg... more) {
        int[] expected = new int[BLOCKS * THREADS];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = oracle.applyAsInt(i);
        }
        Buffer out = lab.buffer(Bytes.ofInts(new int[expected.length]));
        Arg[] args = new Arg[more.length + 1];
        args[0] = new Arg.Address(out.all());
        System.arraycopy(more, 0, args, 1, more.length);
        lab.launch(module, entry, Dim.of(BLOCKS), Dim.of(THREADS), args);
        lab.expect(entry, out.all(), Bytes.ofInts(expected));
    }

    /** Launches a kernel that makes of one word a thread another; its arguments begin with those two. */
    static void eachThread(Lab lab, String module, String entry, int[] in, int[] expected, Arg... more) {
        Buffer out = lab.buffer(Bytes.ofInts(new int[expected.length]));
        lab.launch(module, entry, Dim.of(BLOCKS), Dim.of(THREADS), inAndOut(lab, in, out, more));
        lab.expect(entry, out.all(), Bytes.ofInts(expected));
    }

    /** Returns the arguments of a kernel that reads some words and writes to a buffer. */
    static Arg[] inAndOut(Lab lab, int[] in, Buffer out, Arg... more) {
        Arg[] args = new Arg[2 + more.length];
        args[0] = new Arg.Address(lab.buffer(Bytes.ofInts(in)).all());
        args[1] = new Arg.Address(out.all());
        System.arraycopy(more, 0, args, 2, more.length);
        return args;
    }

    /** Returns the bits of {@code x * constant + own}, of the bits of floats. */
    static int fma(int x, int own, int constant) {
        return bits(Math.fma(Float.intBitsToFloat(x), Float.intBitsToFloat(constant), Float.intBitsToFloat(own)));
    }

    static int bits(float value) {
        return Float.isNaN(value) ? NOT_A_NUMBER : Float.floatToRawIntBits(value);
    }

    static int[] bits(float[] floats) {
        int[] bits = new int[floats.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = bits(floats[i]);
        }
        return bits;
    }

    static float[] floats() {
        return TestData.floats(BLOCKS * THREADS, 30);
    }

    static int[] ints(int count) {
        ByteBuffer bytes =
                ByteBuffer.wrap(TestData.bytes(count * Integer.BYTES, 32)).order(ByteOrder.LITTLE_ENDIAN);
        int[] ints = new int[count];
        bytes.asIntBuffer().get(ints);
        return ints;
    }
}
