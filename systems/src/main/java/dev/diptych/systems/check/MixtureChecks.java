package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.util.Arrays;
import java.util.List;

/** Loads and arithmetic in turns. */
final class MixtureChecks {
    private static final float FACTOR = 0.75f;
    private static final float SUMMAND = 1.25f;

    private MixtureChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("intensity", MixtureChecks::intensity),
                new Check("streams with arithmetic on each vector", MixtureChecks::streams),
                new Check("tiles of operands in shared memory", MixtureChecks::tiles));
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
                expected[i] = MicroLaunch.bits(x);
            }
            Buffer out = lab.buffer(Lab.gpu(), 4L * in.length);
            lab.launch(
                    "intensity",
                    "intensity",
                    Dim.of(MicroLaunch.BLOCKS),
                    Dim.of(MicroLaunch.THREADS),
                    new Arg.Address(
                            lab.buffer(Bytes.ofInts(MicroLaunch.bits(in))).all()),
                    new Arg.Address(out.all()),
                    new Arg.I64(in.length / 4),
                    new Arg.F32(0.75f),
                    new Arg.F32(1.25f),
                    new Arg.I32(fmas));
            lab.expect(fmas + " fmas", out.all(), Bytes.ofInts(expected));
        }
    }

    private static void streams(Lab lab) {
        int threads = MicroLaunch.BLOCKS * MicroLaunch.THREADS;
        float[] in = TestData.floats(4 * 300, 33);
        for (int fmas : new int[] {8, 32, 128}) {
            float[][] totals = new float[threads][4];
            for (int i = 0; i < in.length; i++) {
                float x = in[i];
                for (int k = 1; k < fmas / 4; k++) {
                    x = Math.fma(x, FACTOR, SUMMAND);
                }
                float[] total = totals[i / 4 % threads];
                total[i % 4] = Math.fma(x, FACTOR, total[i % 4]);
            }
            MicroLaunch.eachThread(
                    lab,
                    "mixture",
                    "stream_fma_" + fmas,
                    MicroLaunch.bits(in),
                    sums(totals),
                    new Arg.I64(in.length / 4),
                    new Arg.F32(FACTOR),
                    new Arg.F32(SUMMAND));
        }
    }

    private static void tiles(Lab lab) {
        int threads = 256;
        int tiles = 4;
        int steps = 5;
        float[] in = TestData.floats(4 * threads * tiles, 34);
        for (int fmas : new int[] {16, 64, 256}) {
            float[][] chains = new float[MicroLaunch.BLOCKS * threads][4];
            for (int i = 0; i < chains.length; i++) {
                int thread = i % threads;
                Arrays.fill(chains[i], (float) thread);
                for (int step = 0; step < steps; step++) {
                    int tile = (i / threads + step * MicroLaunch.BLOCKS) % tiles;
                    int first = 4 * (tile * threads + thread / 32 * 16);
                    for (int k = 0; k < fmas; k++) {
                        chains[i][k % 4] = Math.fma(chains[i][k % 4], FACTOR, in[first + k]);
                    }
                }
            }
            Buffer out = lab.buffer(Bytes.ofInts(new int[chains.length]));
            Arg[] args = MicroLaunch.inAndOut(
                    lab, MicroLaunch.bits(in), out, new Arg.I32(tiles), new Arg.F32(FACTOR), new Arg.I32(steps));
            lab.launch("mixture", "tile_fma_" + fmas, Dim.of(MicroLaunch.BLOCKS), Dim.of(threads), args);
            lab.expect("tile_fma_" + fmas, out.all(), Bytes.ofInts(sums(chains)));
        }
    }

    private static int[] sums(float[][] chains) {
        int[] sums = new int[chains.length];
        for (int i = 0; i < sums.length; i++) {
            float[] x = chains[i];
            sums[i] = MicroLaunch.bits((x[0] + x[1]) + (x[2] + x[3]));
        }
        return sums;
    }
}
