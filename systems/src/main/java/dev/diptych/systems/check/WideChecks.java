package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import java.util.List;

/** Loads and stores of several words a lane. */
final class WideChecks {
    /** Accesses in a round, and words between one and the next of shared memory. */
    private static final int ROUND = 8;

    private static final int WARP_WORDS = 128;
    private static final int[] WORDS = {1, 2, 4};

    private WideChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("shared loads of 4, 8 and 16 bytes", WideChecks::sharedLoads),
                new Check("shared stores of 4, 8 and 16 bytes", WideChecks::sharedStores),
                new Check("cached loads of 4, 8 and 16 bytes", WideChecks::cachedLoads));
    }

    private static void sharedLoads(Lab lab) {
        for (int words : WORDS) {
            for (int sharing : new int[] {1, 4, 8, 32}) {
                MicroLaunch.eachThread(
                        lab,
                        "wide",
                        "shared_load_" + 4 * words,
                        thread -> {
                            int sum = 0;
                            for (int k = 0; k < ROUND; k++) {
                                sum += WARP_WORDS * k + thread % 32 / sharing * words + k % words;
                            }
                            return MicroLaunch.ROUNDS * sum;
                        },
                        new Arg.I32(sharing),
                        new Arg.I32(MicroLaunch.ROUNDS));
            }
        }
    }

    private static void sharedStores(Lab lab) {
        for (int words : WORDS) {
            MicroLaunch.eachThread(
                    lab,
                    "wide",
                    "shared_store_" + 4 * words,
                    thread -> words * thread + MicroLaunch.ROUNDS,
                    new Arg.I32(MicroLaunch.ROUNDS));
        }
    }

    private static void cachedLoads(Lab lab) {
        for (int words : WORDS) {
            cachedLoads(lab, words, 1, 32 / words);
            cachedLoads(lab, words, 1, 8);
            cachedLoads(lab, words, 32, 1);
        }
    }

    private static void cachedLoads(Lab lab, int words, int sharing, int perLine) {
        int blockWords = 4096;
        int rounds = 6;
        int[] in = MicroLaunch.ints(MicroLaunch.BLOCKS * blockWords);
        int[] expected = new int[MicroLaunch.BLOCKS * MicroLaunch.THREADS];
        for (int i = 0; i < expected.length; i++) {
            int run = i % 32 / sharing;
            int own = i / MicroLaunch.THREADS * blockWords + run / perLine * 32 + run % perLine * words;
            for (int round = 0; round < rounds; round++) {
                for (int k = 0; k < ROUND; k++) {
                    for (int word = 0; word < words; word++) {
                        expected[i] ^= in[own + round % 4 * WARP_WORDS + k * 4 * WARP_WORDS + word];
                    }
                }
                expected[i] *= 5;
            }
        }
        String entry = "cached_load_" + 4 * words;
        MicroLaunch.eachThread(
                lab, "wide", entry, in, expected, new Arg.I32(sharing), new Arg.I32(perLine), new Arg.I32(rounds));
    }
}
