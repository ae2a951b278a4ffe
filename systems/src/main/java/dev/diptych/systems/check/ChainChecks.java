package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Chains of instructions, alone and eight at a time. */
final class ChainChecks {
    /** Instructions of a chain in a round, where it is alone and where there are eight. */
    private static final int ALONE = 32;

    private static final int OF_EIGHT = 4;
    private static final int CHAINS = 8;

    private ChainChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("chains of instructions", ChainChecks::chains),
                new Check("eight chains of instructions", ChainChecks::issue),
                new Check("chain_barrier ends", ChainChecks::barriers));
    }

    /** What an instruction makes of a value, what the thread began with, and the constant. */
    private interface Step {
        int of(int x, int own, int constant);
    }

    private static void chains(Lab lab) {
        one(lab, "chain_fma_f32", MicroLaunch.floats(), 0.5f, MicroLaunch::fma);
        one(lab, "chain_lop3", MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS), 77, ChainChecks::lop3);
        one(
                lab,
                "chain_mad_s32",
                MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS),
                77,
                (x, own, c) -> x * own + c);
        one(lab, "chain_ex2", infinities(), 0f, (x, own, c) -> x);
        // An even number of exchanges with the neighbour.
        one(lab, "chain_shuffle", MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS), 0, (x, own, c) -> x);
        doubles(lab, "chain", "chain_fma_f64", 1, MicroLaunch.ROUNDS * ALONE);
    }

    private static void issue(Lab lab) {
        eight(lab, "issue_fma_f32", MicroLaunch.floats(), 0.5f, MicroLaunch::fma, MicroLaunch::fma);
        eight(
                lab,
                "issue_lop3",
                MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS),
                77,
                ChainChecks::lop3,
                ChainChecks::lop3);
        Step mad = (x, own, c) -> x * own + c;
        eight(lab, "issue_mad_s32", MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS), 77, mad, mad);
        eight(
                lab,
                "issue_lop3_mad",
                MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS),
                77,
                ChainChecks::lop3,
                mad);
        Step divide = (x, own, c) -> c / x;
        eight(lab, "issue_div_u32", small(), Integer.MAX_VALUE, divide, divide);
        Step divideFloat = (x, own, c) -> MicroLaunch.bits(Float.intBitsToFloat(x) / Float.intBitsToFloat(c));
        eight(lab, "issue_div_f32", MicroLaunch.floats(), 1.5f, divideFloat, divideFloat);
        Step popc = (x, own, c) -> Integer.bitCount(x);
        eight(lab, "issue_popc", MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS), 0, popc, popc);
        Step same = (x, own, c) -> x;
        eight(lab, "issue_shuffle", MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS), 0, same, same);
        Step rint = (x, own, c) -> MicroLaunch.bits((float) (int) StrictMath.rint(Float.intBitsToFloat(x)));
        eight(lab, "issue_convert", MicroLaunch.floats(), 0f, rint, rint);
        // Approximations are exact where the manual says what they make of an infinity.
        eight(lab, "issue_ex2", infinities(), 0f, same, same);
        eight(lab, "issue_rsqrt", infinities(), 0f, same, same);
        Step notANumber = (x, own, c) -> MicroLaunch.NOT_A_NUMBER;
        eight(lab, "issue_sin", infinities(), 0f, notANumber, notANumber);
        eight(lab, "issue_fma_ex2", infinities(), 0.5f, same, same);
        // With a factor of 0 each half is the summand.
        int[] halves = new int[MicroLaunch.BLOCKS * MicroLaunch.THREADS];
        Arrays.fill(halves, 0x3C003C00);
        Step summand = (x, own, c) -> own;
        eight(lab, "issue_fma_f16x2", halves, 0, summand, summand);
        doubles(lab, "issue", "issue_fma_f64", CHAINS, MicroLaunch.ROUNDS * OF_EIGHT);
        additions(lab);
        withShared(lab);
    }

    private static void barriers(Lab lab) {
        MicroLaunch.eachThread(
                lab, "chain", "chain_barrier", thread -> MicroLaunch.ROUNDS, new Arg.I32(MicroLaunch.ROUNDS));
    }

    private static void one(Lab lab, String entry, Object in, Object constant, Step step) {
        int[] begun = words(in);
        int[] expected = new int[begun.length];
        for (int i = 0; i < begun.length; i++) {
            expected[i] = begun[i];
            for (int k = 0; k < MicroLaunch.ROUNDS * ALONE; k++) {
                expected[i] = step.of(expected[i], begun[i], constant(constant));
            }
        }
        launch(lab, "chain", entry, begun, constant, expected);
    }

    private static void eight(Lab lab, String entry, Object in, Object constant, Step even, Step odd) {
        int[] begun = words(in);
        boolean isFloat = constant instanceof Float;
        int[] expected = new int[begun.length];
        for (int i = 0; i < begun.length; i++) {
            for (int chain = 0; chain < CHAINS; chain++) {
                int x = isFloat ? MicroLaunch.bits(Float.intBitsToFloat(begun[i]) + (float) chain) : begun[i] + chain;
                for (int k = 0; k < MicroLaunch.ROUNDS * OF_EIGHT; k++) {
                    x = (chain % 2 == 0 ? even : odd).of(x, begun[i], constant(constant));
                }
                expected[i] = chain == 0 ? x : sum(expected[i], x, isFloat);
            }
        }
        launch(lab, "issue", entry, begun, constant, expected);
    }

    private static int sum(int a, int b, boolean isFloat) {
        return isFloat ? MicroLaunch.bits(Float.intBitsToFloat(a) + Float.intBitsToFloat(b)) : a + b;
    }

    private static void launch(Lab lab, String module, String entry, int[] in, Object constant, int[] expected) {
        Buffer out = lab.buffer(Bytes.ofInts(new int[expected.length]));
        lab.launch(
                module,
                entry,
                Dim.of(MicroLaunch.BLOCKS),
                Dim.of(MicroLaunch.THREADS),
                new Arg.Address(lab.buffer(Bytes.ofInts(in)).all()),
                new Arg.Address(out.all()),
                constant instanceof Float number ? new Arg.F32(number) : new Arg.I32(constant(constant)),
                new Arg.I32(MicroLaunch.ROUNDS));
        lab.expect(entry, out.all(), Bytes.ofInts(expected));
    }

    private static void doubles(Lab lab, String module, String entry, int chains, int steps) {
        ByteBuffer in = ByteBuffer.allocate(MicroLaunch.BLOCKS * MicroLaunch.THREADS * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer expected = ByteBuffer.allocate(in.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        double constant = 0.7;
        for (float begun : MicroLaunch.floats()) {
            double total = 0;
            for (int chain = 0; chain < chains; chain++) {
                double x = (double) begun + chain;
                for (int k = 0; k < steps; k++) {
                    x = Math.fma(x, constant, (double) begun);
                }
                total = chain == 0 ? x : total + x;
            }
            in.putDouble(begun);
            expected.putDouble(total);
        }
        Buffer out = lab.buffer(Lab.gpu(), in.capacity());
        lab.launch(
                module,
                entry,
                Dim.of(MicroLaunch.BLOCKS),
                Dim.of(MicroLaunch.THREADS),
                new Arg.Address(lab.buffer(TestData.wrap(in.array())).all()),
                new Arg.Address(out.all()),
                new Arg.F64(constant),
                new Arg.I32(MicroLaunch.ROUNDS));
        lab.expect(entry, out.all(), TestData.wrap(expected.array()));
    }

    private static void additions(Lab lab) {
        int[] in = MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS);
        int[] expected = new int[in.length];
        int constant = 77;
        for (int i = 0; i < in.length; i++) {
            int[] x = new int[CHAINS];
            for (int chain = 0; chain < CHAINS; chain++) {
                x[chain] = in[i] + chain * constant;
            }
            for (int k = 0; k < MicroLaunch.ROUNDS * OF_EIGHT; k++) {
                for (int chain = 0; chain < CHAINS; chain++) {
                    x[chain] += x[(chain + 3) % CHAINS];
                }
            }
            for (int value : x) {
                expected[i] ^= value;
            }
        }
        launch(lab, "issue", "issue_add_s32", in, constant, expected);
    }

    private static void withShared(Lab lab) {
        int[] in = MicroLaunch.bits(MicroLaunch.floats());
        int[] expected = new int[in.length];
        int constant = MicroLaunch.bits(0.5f);
        for (int i = 0; i < in.length; i++) {
            int[] x = new int[CHAINS];
            for (int chain = 0; chain < CHAINS; chain++) {
                x[chain] = MicroLaunch.bits(Float.intBitsToFloat(in[i]) + (float) chain);
            }
            for (int k = 0; k < MicroLaunch.ROUNDS * CHAINS * 3; k++) {
                x[k % CHAINS] = MicroLaunch.fma(x[k % CHAINS], in[i], constant);
            }
            expected[i] = x[0];
            for (int chain = 1; chain < CHAINS; chain++) {
                expected[i] = sum(expected[i], x[chain], true);
            }
        }
        launch(lab, "issue", "issue_fma_shared", in, 0.5f, expected);
    }

    /** Table 0x6A of the manual's inputs 0xF0, 0xCC and 0xAA: the third, but where both others are 1 its opposite. */
    private static int lop3(int x, int own, int constant) {
        return (x & own) ^ constant;
    }

    private static int[] words(Object values) {
        if (values instanceof int[] ints) {
            return ints;
        }
        return MicroLaunch.bits((float[]) values);
    }

    private static int constant(Object constant) {
        return constant instanceof Float number ? MicroLaunch.bits(number.floatValue()) : (Integer) constant;
    }

    private static float[] infinities() {
        float[] infinities = new float[MicroLaunch.BLOCKS * MicroLaunch.THREADS];
        Arrays.fill(infinities, Float.POSITIVE_INFINITY);
        return infinities;
    }

    /** Positive numbers; the quotients of a large one by them are, too. */
    private static int[] small() {
        return Arrays.stream(MicroLaunch.ints(MicroLaunch.BLOCKS * MicroLaunch.THREADS))
                .map(value -> (value & 0xFFFF) + 1)
                .toArray();
    }
}
