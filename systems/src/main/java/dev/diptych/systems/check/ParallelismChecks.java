package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.util.List;

/** Chains beside each other that do not wait for one another. */
final class ParallelismChecks {
    /** So near 1 that every instruction shows in the result. */
    private static final float CONSTANT = 0.999f;
    /** Halves the errors of what is an approximation. */
    private static final float HALF = 0.5f;

    private static final int FMAS = 32;
    private static final int STEPS = 8;

    private ParallelismChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("independent chains of fused multiply-adds", ParallelismChecks::fmas),
                new Check("independent chains of reciprocal square roots", ParallelismChecks::roots),
                new Check("independent chains of shared loads", ParallelismChecks::sharedLoads),
                new Check("operands from shared memory", ParallelismChecks::operands));
    }

    private static void fmas(Lab lab) {
        float[] in = MicroLaunch.floats();
        for (int chains = 1; chains <= 8; chains *= 2) {
            int[] expected = new int[in.length];
            for (int i = 0; i < in.length; i++) {
                float[] x = begun(in[i], chains);
                for (int k = 0; k < MicroLaunch.ROUNDS * FMAS; k++) {
                    x[k % chains] = Math.fma(x[k % chains], CONSTANT, in[i]);
                }
                expected[i] = sum(x);
            }
            MicroLaunch.eachThread(
                    lab,
                    "parallelism",
                    "fma_" + chains,
                    MicroLaunch.bits(in),
                    expected,
                    new Arg.F32(CONSTANT),
                    new Arg.I32(MicroLaunch.ROUNDS));
        }
    }

    private static void roots(Lab lab) {
        float[] in = TestData.fractions(MicroLaunch.BLOCKS * MicroLaunch.THREADS, 35);
        for (int chains : new int[] {1, 4}) {
            for (int rounds : new int[] {0, 1, MicroLaunch.ROUNDS}) {
                double[] expected = new double[in.length];
                for (int i = 0; i < in.length; i++) {
                    for (int chain = 0; chain < chains; chain++) {
                        double x = in[i] + chain;
                        for (int k = 0; k < rounds * STEPS / chains; k++) {
                            x = 1 / Math.sqrt(x);
                            x = ((x * HALF + in[i]) * HALF + in[i]) * HALF + in[i];
                        }
                        expected[i] += x;
                    }
                }
                Buffer out = lab.buffer(Bytes.ofInts(new int[in.length]));
                Arg[] args =
                        MicroLaunch.inAndOut(lab, MicroLaunch.bits(in), out, new Arg.F32(HALF), new Arg.I32(rounds));
                String entry = "rsqrt_" + chains;
                lab.launch("parallelism", entry, Dim.of(MicroLaunch.BLOCKS), Dim.of(MicroLaunch.THREADS), args);
                lab.expectNear(entry, out.all(), expected, 1e-5);
            }
        }
    }

    private static void sharedLoads(Lab lab) {
        float[] in = MicroLaunch.floats();
        int words = 1024;
        int rounds = 140;
        for (int chains : new int[] {1, 4}) {
            int[] expected = new int[in.length];
            for (int i = 0; i < in.length; i++) {
                float[] x = begun(in[i], chains);
                for (int k = 0; k < rounds * STEPS; k++) {
                    int chain = k % chains;
                    int next = i % MicroLaunch.THREADS + chain * (words / chains) + k / chains + 1;
                    float word = Float.intBitsToFloat(0x3F800000 | 4 * (next % words));
                    x[chain] = Math.fma(x[chain], CONSTANT, word);
                }
                expected[i] = sum(x);
            }
            MicroLaunch.eachThread(
                    lab,
                    "parallelism",
                    "shared_fma_" + chains,
                    MicroLaunch.bits(in),
                    expected,
                    new Arg.F32(CONSTANT),
                    new Arg.I32(rounds));
        }
    }

    private static void operands(Lab lab) {
        float[] in = MicroLaunch.floats();
        for (int fmas = 4; fmas <= 32; fmas *= 2) {
            for (int sharing : new int[] {1, 8}) {
                int[] expected = new int[in.length];
                for (int i = 0; i < in.length; i++) {
                    float[] x = begun(in[i], 8);
                    for (int k = 0; k < MicroLaunch.ROUNDS * 8 * fmas; k++) {
                        int word = k / fmas % 8 * 128 + i % 32 / sharing * 4 + k % fmas % 4;
                        x[k % 8] = Math.fma(x[k % 8], CONSTANT, (float) word);
                    }
                    expected[i] = sum(x);
                }
                MicroLaunch.eachThread(
                        lab,
                        "operands",
                        "operands_" + fmas,
                        MicroLaunch.bits(in),
                        expected,
                        new Arg.I32(sharing),
                        new Arg.F32(CONSTANT),
                        new Arg.I32(MicroLaunch.ROUNDS));
            }
        }
    }

    private static float[] begun(float own, int chains) {
        float[] x = new float[chains];
        for (int chain = 0; chain < chains; chain++) {
            x[chain] = own + chain;
        }
        return x;
    }

    private static int sum(float[] chains) {
        float total = chains[0];
        for (int chain = 1; chain < chains.length; chain++) {
            total += chains[chain];
        }
        return MicroLaunch.bits(total);
    }
}
