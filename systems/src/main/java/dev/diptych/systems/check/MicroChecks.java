package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The micro-benchmarks against oracles: a loop that computes what it should has not been optimised away. */
final class MicroChecks {
    private static final int BLOCKS = 2;
    private static final int THREADS = 64;
    private static final int WARPS = BLOCKS * THREADS / 32;
    private static final int ROUNDS = 3;
    /** Instructions of a chain in a round, where it is alone and where there are eight. */
    private static final int ALONE = 32;

    private static final int OF_EIGHT = 4;
    private static final int CHAINS = 8;
    /** What every float operation makes of what is no number. */
    private static final int NOT_A_NUMBER = 0x7FFFFFFF;

    private MicroChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("chase and chase_past_l1 go round a ring", MicroChecks::ring),
                new Check("chase_warps begins at every warp's node", MicroChecks::warps),
                new Check("l1_read, l1_read_lines and l2_read add up what they read", MicroChecks::cached),
                new Check("shared_read and shared_chase", MicroChecks::shared),
                new Check("chains of instructions", MicroChecks::chains),
                new Check("eight chains of instructions", MicroChecks::issue),
                new Check("intensity", MicroChecks::intensity),
                new Check("atomic additions", MicroChecks::atomics),
                new Check("empty ends", lab -> lab.launch("empty", "empty", Dim.of(5), Dim.of(33))));
    }

    /** After all nodes a chase is back, after one fewer it is not; what it leaves is where the next goes on. */
    private static void ring(Lab lab) {
        int nodes = 64;
        for (String entry : List.of("chase", "chase_past_l1")) {
            Arg ring = ringOf(lab, nodes, 32);
            Buffer offset = lab.buffer(Bytes.ofLongs(0));
            Arg at = new Arg.Address(offset.all());
            lab.launch("chase", entry, Dim.of(1), Dim.of(32), ring, at, new Arg.I32(nodes));
            lab.expect(entry + " of a whole ring", offset.all(), Bytes.ofLongs(0));
            for (int steps : new int[] {1, nodes - 1}) {
                lab.launch("chase", entry, Dim.of(1), Dim.of(32), ring, at, new Arg.I32(steps));
            }
            lab.expect(entry + " in two parts", offset.all(), Bytes.ofLongs(0));
            lab.launch("chase", entry, Dim.of(1), Dim.of(32), ring, new Arg.Null(), new Arg.I32(5));
        }
    }

    private static void warps(Lab lab) {
        int nodes = 64;
        int strideBytes = 16;
        Buffer offsets = lab.buffer(Bytes.ofLongs(new long[WARPS]));
        lab.launch(
                "chase",
                "chase_warps",
                Dim.of(BLOCKS),
                Dim.of(THREADS),
                ringOf(lab, nodes, strideBytes),
                new Arg.I64(nodes),
                new Arg.I64(strideBytes),
                new Arg.Address(offsets.all()),
                new Arg.I32(3 * nodes));
        long[] expected = new long[WARPS];
        for (int warp = 0; warp < WARPS; warp++) {
            expected[warp] = (long) warp * (nodes / WARPS) * strideBytes;
        }
        lab.expect("each warp's node", offsets.all(), Bytes.ofLongs(expected));
    }

    private static Arg ringOf(Lab lab, int nodes, int strideBytes) {
        Buffer ring = lab.buffer(Lab.gpu(), (long) nodes * strideBytes);
        lab.launch(
                "fill",
                "fill_ring",
                Dim.of(1),
                Dim.of(32),
                new Arg.Address(ring.all()),
                new Arg.I64(nodes),
                new Arg.I64(1),
                new Arg.I64(strideBytes));
        return new Arg.Address(ring.all());
    }

    private static void cached(Lab lab) {
        int threads = 1024;
        int words = 2 * 4 * threads;
        reads(lab, "l1_read_4", threads, words, words, 1, false);
        reads(lab, "l1_read_16", threads, 4 * words, words, 4, false);
        reads(lab, "l2_read", threads, 4 * words / 2, words, 4, true);
        lines(lab);
    }

    private static void reads(
            Lab lab, String entry, int threads, int ownWords, int count, int unitWords, boolean isShared) {
        int words = isShared ? count * unitWords : ownWords * BLOCKS;
        int[] in = ints(words);
        int repeats = 3;
        int[] sums = new int[BLOCKS * threads];
        for (int i = 0; i < sums.length; i++) {
            int block = i / threads;
            int first = isShared ? block * (count / BLOCKS) : 0;
            for (int at = i % threads; at < count; at += threads) {
                for (int word = 0; word < unitWords; word++) {
                    int unit = isShared ? (first + at) % count : block * count + at;
                    sums[i] += repeats * in[unit * unitWords + word];
                }
            }
        }
        launchReads(lab, entry, threads, in, count, repeats, sums);
    }

    private static void lines(Lab lab) {
        int count = 32 * 2 * THREADS;
        int repeats = 40;
        int[] in = ints(BLOCKS * count);
        int[] sums = new int[BLOCKS * THREADS];
        for (int i = 0; i < sums.length; i++) {
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (int line = i % THREADS; line < count / 32; line += THREADS) {
                    sums[i] += in[i / THREADS * count + 32 * line + repeat % 32];
                }
            }
        }
        launchReads(lab, "l1_read_lines", THREADS, in, count, repeats, sums);
    }

    private static void launchReads(
            Lab lab, String entry, int threads, int[] in, int count, int repeats, int[] expected) {
        Buffer out = lab.buffer(Bytes.ofInts(new int[expected.length]));
        lab.launch(
                "cached",
                entry,
                Dim.of(BLOCKS),
                Dim.of(threads),
                new Arg.Address(lab.buffer(Bytes.ofInts(in)).all()),
                new Arg.Address(out.all()),
                new Arg.I32(count),
                new Arg.I32(repeats));
        lab.expect("the sums of " + entry, out.all(), Bytes.ofInts(expected));
    }

    private static void shared(Lab lab) {
        int loads = 70;
        for (int degree = 1; degree <= 32; degree *= 2) {
            int stride = degree;
            eachThread(
                    lab,
                    "shared",
                    "shared_read",
                    thread -> {
                        int sum = 0;
                        for (int i = 0; i < loads; i++) {
                            for (int k = 0; k < 16; k++) {
                                sum += thread % 32 * stride + 192 * k + i % 64;
                            }
                        }
                        return sum;
                    },
                    new Arg.I32(degree),
                    new Arg.I32(loads));
        }
        eachThread(lab, "shared", "shared_chase", thread -> (thread + loads) % 32, new Arg.I32(loads));
        eachThread(lab, "chain", "chain_barrier", thread -> ROUNDS, new Arg.I32(ROUNDS));
    }

    private static void eachThread(Lab lab, String module, String entry, IntUnaryOperator oracle, Arg... more) {
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

    /** What an instruction makes of a value, what the thread began with, and the constant. */
    private interface Step {
        int of(int x, int own, int constant);
    }

    private static void chains(Lab lab) {
        one(lab, "chain_fma_f32", floats(), 0.5f, MicroChecks::fma);
        one(lab, "chain_lop3", ints(BLOCKS * THREADS), 77, MicroChecks::lop3);
        one(lab, "chain_mad_s32", ints(BLOCKS * THREADS), 77, (x, own, c) -> x * own + c);
        one(lab, "chain_ex2", infinities(), 0f, (x, own, c) -> x);
        // An even number of exchanges with the neighbour.
        one(lab, "chain_shuffle", ints(BLOCKS * THREADS), 0, (x, own, c) -> x);
        doubles(lab, "chain", "chain_fma_f64", 1, ROUNDS * ALONE);
    }

    private static void issue(Lab lab) {
        eight(lab, "issue_fma_f32", floats(), 0.5f, MicroChecks::fma, MicroChecks::fma);
        eight(lab, "issue_lop3", ints(BLOCKS * THREADS), 77, MicroChecks::lop3, MicroChecks::lop3);
        Step mad = (x, own, c) -> x * own + c;
        eight(lab, "issue_mad_s32", ints(BLOCKS * THREADS), 77, mad, mad);
        eight(lab, "issue_lop3_mad", ints(BLOCKS * THREADS), 77, MicroChecks::lop3, mad);
        Step divide = (x, own, c) -> c / x;
        eight(lab, "issue_div_u32", small(), Integer.MAX_VALUE, divide, divide);
        Step divideFloat = (x, own, c) -> bits(Float.intBitsToFloat(x) / Float.intBitsToFloat(c));
        eight(lab, "issue_div_f32", floats(), 1.5f, divideFloat, divideFloat);
        Step popc = (x, own, c) -> Integer.bitCount(x);
        eight(lab, "issue_popc", ints(BLOCKS * THREADS), 0, popc, popc);
        Step same = (x, own, c) -> x;
        eight(lab, "issue_shuffle", ints(BLOCKS * THREADS), 0, same, same);
        Step rint = (x, own, c) -> bits((float) (int) StrictMath.rint(Float.intBitsToFloat(x)));
        eight(lab, "issue_convert", floats(), 0f, rint, rint);
        // Approximations are exact where the manual says what they make of an infinity.
        eight(lab, "issue_ex2", infinities(), 0f, same, same);
        eight(lab, "issue_rsqrt", infinities(), 0f, same, same);
        Step notANumber = (x, own, c) -> NOT_A_NUMBER;
        eight(lab, "issue_sin", infinities(), 0f, notANumber, notANumber);
        eight(lab, "issue_fma_ex2", infinities(), 0.5f, same, same);
        // With a factor of 0 each half is the summand.
        int[] halves = new int[BLOCKS * THREADS];
        java.util.Arrays.fill(halves, 0x3C003C00);
        Step summand = (x, own, c) -> own;
        eight(lab, "issue_fma_f16x2", halves, 0, summand, summand);
        doubles(lab, "issue", "issue_fma_f64", CHAINS, ROUNDS * OF_EIGHT);
        additions(lab);
        withShared(lab);
    }

    private static void one(Lab lab, String entry, Object in, Object constant, Step step) {
        int[] begun = bits(in);
        int[] expected = new int[begun.length];
        for (int i = 0; i < begun.length; i++) {
            expected[i] = begun[i];
            for (int k = 0; k < ROUNDS * ALONE; k++) {
                expected[i] = step.of(expected[i], begun[i], constant(constant));
            }
        }
        launch(lab, "chain", entry, begun, constant, expected);
    }

    private static void eight(Lab lab, String entry, Object in, Object constant, Step even, Step odd) {
        int[] begun = bits(in);
        boolean isFloat = constant instanceof Float;
        int[] expected = new int[begun.length];
        for (int i = 0; i < begun.length; i++) {
            for (int chain = 0; chain < CHAINS; chain++) {
                int x = isFloat ? bits(Float.intBitsToFloat(begun[i]) + (float) chain) : begun[i] + chain;
                for (int k = 0; k < ROUNDS * OF_EIGHT; k++) {
                    x = (chain % 2 == 0 ? even : odd).of(x, begun[i], constant(constant));
                }
                expected[i] = chain == 0 ? x : sum(expected[i], x, isFloat);
            }
        }
        launch(lab, "issue", entry, begun, constant, expected);
    }

    private static int sum(int a, int b, boolean isFloat) {
        return isFloat ? bits(Float.intBitsToFloat(a) + Float.intBitsToFloat(b)) : a + b;
    }

    private static void launch(Lab lab, String module, String entry, int[] in, Object constant, int[] expected) {
        Buffer out = lab.buffer(Bytes.ofInts(new int[expected.length]));
        lab.launch(
                module,
                entry,
                Dim.of(BLOCKS),
                Dim.of(THREADS),
                new Arg.Address(lab.buffer(Bytes.ofInts(in)).all()),
                new Arg.Address(out.all()),
                constant instanceof Float number ? new Arg.F32(number) : new Arg.I32(constant(constant)),
                new Arg.I32(ROUNDS));
        lab.expect(entry, out.all(), Bytes.ofInts(expected));
    }

    private static void doubles(Lab lab, String module, String entry, int chains, int steps) {
        ByteBuffer in = ByteBuffer.allocate(BLOCKS * THREADS * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer expected = ByteBuffer.allocate(in.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        double constant = 0.7;
        for (float begun : floats()) {
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
                Dim.of(BLOCKS),
                Dim.of(THREADS),
                new Arg.Address(lab.buffer(TestData.wrap(in.array())).all()),
                new Arg.Address(out.all()),
                new Arg.F64(constant),
                new Arg.I32(ROUNDS));
        lab.expect(entry, out.all(), TestData.wrap(expected.array()));
    }

    private static void additions(Lab lab) {
        int[] in = ints(BLOCKS * THREADS);
        int[] expected = new int[in.length];
        int constant = 77;
        for (int i = 0; i < in.length; i++) {
            int[] x = new int[CHAINS];
            for (int chain = 0; chain < CHAINS; chain++) {
                x[chain] = in[i] + chain * constant;
            }
            for (int k = 0; k < ROUNDS * OF_EIGHT; k++) {
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
        int[] in = bits(floats());
        int[] expected = new int[in.length];
        int constant = bits(0.5f);
        for (int i = 0; i < in.length; i++) {
            int[] x = new int[CHAINS];
            for (int chain = 0; chain < CHAINS; chain++) {
                x[chain] = bits(Float.intBitsToFloat(in[i]) + (float) chain);
            }
            for (int k = 0; k < ROUNDS * CHAINS * 3; k++) {
                x[k % CHAINS] = fma(x[k % CHAINS], in[i], constant);
            }
            expected[i] = x[0];
            for (int chain = 1; chain < CHAINS; chain++) {
                expected[i] = sum(expected[i], x[chain], true);
            }
        }
        launch(lab, "issue", "issue_fma_shared", in, 0.5f, expected);
    }

    private static void intensity(Lab lab) {
        float[] in = TestData.floats(4 * 300, 31);
        for (int fmas : new int[] {0, 1, 9}) {
            int[] expected = new int[in.length];
            for (int i = 0; i < in.length; i++) {
                float x = in[i];
                for (int k = 0; k < fmas; k++) {
                    x = Math.fma(x, 0.75f, 1.25f);
                }
                expected[i] = bits(x);
            }
            Buffer out = lab.buffer(Lab.gpu(), 4L * in.length);
            lab.launch(
                    "intensity",
                    "intensity",
                    Dim.of(BLOCKS),
                    Dim.of(THREADS),
                    new Arg.Address(lab.buffer(Bytes.ofInts(bits(in))).all()),
                    new Arg.Address(out.all()),
                    new Arg.I64(in.length / 4),
                    new Arg.F32(0.75f),
                    new Arg.F32(1.25f),
                    new Arg.I32(fmas));
            lab.expect(fmas + " fmas", out.all(), Bytes.ofInts(expected));
        }
    }

    private static void atomics(Lab lab) {
        int turns = 1000;
        for (int mask : new int[] {0, 31}) {
            int[] inTurn = new int[mask + 1];
            int[] random = new int[mask + 1];
            for (int turn = 0; turn < turns; turn++) {
                inTurn[turn & mask]++;
                random[mixed(turn) & mask]++;
            }
            add(lab, "atomic_stream", mask, turns, inTurn);
            add(lab, "atomic_random", mask, turns, random);
            add(
                    lab,
                    "atomic_random_return",
                    mask,
                    turns,
                    random,
                    new Arg.Address(lab.buffer(Lab.gpu(), 4L * BLOCKS * THREADS).all()));
            int[] counts = new int[mask + 1];
            for (int i = 0; i <= mask; i++) {
                counts[i] = bits((float) random[i]);
            }
            add(lab, "atomic_random_f32", mask, turns, counts);
            int[] ofBlocks = new int[BLOCKS * (mask + 1)];
            for (int turn = 0; turn < turns; turn++) {
                ofBlocks[turn / THREADS % BLOCKS * (mask + 1) + (mixed(turn) & mask)]++;
            }
            add(lab, "atomic_shared", mask, turns, ofBlocks);
        }
    }

    private static void add(Lab lab, String entry, int mask, int turns, int[] expected, Arg... more) {
        Buffer words = lab.buffer(Bytes.ofInts(new int[expected.length]));
        Arg[] args = new Arg[3 + more.length];
        args[0] = new Arg.Address(words.all());
        args[1] = new Arg.I32(mask);
        args[2] = new Arg.I32(turns);
        System.arraycopy(more, 0, args, 3, more.length);
        lab.launch("atomics", entry, Dim.of(BLOCKS), Dim.of(THREADS), args);
        lab.expect("%s to %d words".formatted(entry, mask + 1), words.all(), Bytes.ofInts(expected));
    }

    /** The finaliser of MurmurHash3, on 32 bits. */
    private static int mixed(int turn) {
        int x = turn ^ turn >>> 16;
        x *= 0x85EBCA6B;
        x ^= x >>> 13;
        x *= 0xC2B2AE35;
        return x ^ x >>> 16;
    }

    private static int fma(int x, int own, int constant) {
        return bits(Math.fma(Float.intBitsToFloat(x), Float.intBitsToFloat(constant), Float.intBitsToFloat(own)));
    }

    /** Table 0x6A of the manual's inputs 0xF0, 0xCC and 0xAA: the third, but where both others are 1 its opposite. */
    private static int lop3(int x, int own, int constant) {
        return (x & own) ^ constant;
    }

    private static int bits(float value) {
        return Float.isNaN(value) ? NOT_A_NUMBER : Float.floatToRawIntBits(value);
    }

    private static int[] bits(Object values) {
        if (values instanceof int[] ints) {
            return ints;
        }
        float[] floats = (float[]) values;
        int[] bits = new int[floats.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = bits(floats[i]);
        }
        return bits;
    }

    private static int constant(Object constant) {
        return constant instanceof Float number ? bits(number.floatValue()) : (Integer) constant;
    }

    private static float[] floats() {
        return TestData.floats(BLOCKS * THREADS, 30);
    }

    private static float[] infinities() {
        float[] infinities = new float[BLOCKS * THREADS];
        java.util.Arrays.fill(infinities, Float.POSITIVE_INFINITY);
        return infinities;
    }

    /** Positive numbers; the quotients of a large one by them are, too. */
    private static int[] small() {
        return java.util.Arrays.stream(ints(BLOCKS * THREADS))
                .map(value -> (value & 0xFFFF) + 1)
                .toArray();
    }

    private static int[] ints(int count) {
        ByteBuffer bytes =
                ByteBuffer.wrap(TestData.bytes(count * Integer.BYTES, 32)).order(ByteOrder.LITTLE_ENDIAN);
        int[] ints = new int[count];
        bytes.asIntBuffer().get(ints);
        return ints;
    }
}
