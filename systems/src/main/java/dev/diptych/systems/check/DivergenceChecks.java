package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import java.util.List;

/** Lanes that go different ways, and meet again. */
final class DivergenceChecks {
    /** So near 1 that every instruction shows in the result. */
    private static final float CONSTANT = 0.999f;

    private static final int UNROLLED = 32;
    private static final int TRIP = 8;

    private DivergenceChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("lanes go two ways", DivergenceChecks::ways),
                new Check("lanes make trips of different number", DivergenceChecks::trips));
    }

    private static void ways(Lab lab) {
        float[] in = MicroLaunch.floats();
        for (int lanes : new int[] {0, 1, 16, 32}) {
            int[] expected = new int[in.length];
            for (int i = 0; i < in.length; i++) {
                float x = in[i];
                for (int k = 0; k < MicroLaunch.ROUNDS * UNROLLED; k++) {
                    x = Math.fma(x, CONSTANT, i % 32 < lanes ? in[i] : CONSTANT);
                }
                expected[i] = MicroLaunch.bits(x);
            }
            for (String entry : List.of("diverge_once", "diverge_rounds")) {
                launch(lab, entry, in, lanes, expected);
            }
        }
    }

    private static void trips(Lab lab) {
        float[] in = MicroLaunch.floats();
        for (int lengths : new int[] {1, 4, 32}) {
            int[] expected = new int[in.length];
            for (int i = 0; i < in.length; i++) {
                float x = in[i];
                for (int k = 0; k < MicroLaunch.ROUNDS * TRIP * 8 * (i % 32 % lengths + 1); k++) {
                    x = Math.fma(x, CONSTANT, in[i]);
                }
                expected[i] = MicroLaunch.bits(x);
            }
            launch(lab, "diverge_trips", in, lengths, expected);
        }
    }

    private static void launch(Lab lab, String entry, float[] in, int which, int[] expected) {
        MicroLaunch.eachThread(
                lab,
                "divergence",
                entry,
                MicroLaunch.bits(in),
                expected,
                new Arg.F32(CONSTANT),
                new Arg.I32(which),
                new Arg.I32(MicroLaunch.ROUNDS));
    }
}
