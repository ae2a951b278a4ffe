package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.util.List;

/** Reads of caches and of shared memory: that everything is read. */
final class CachedChecks {
    private CachedChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("l1_read, l1_read_lines and l2_read add up what they read", CachedChecks::cached),
                new Check("shared_read and shared_chase", CachedChecks::shared));
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
        int words = isShared ? count * unitWords : ownWords * MicroLaunch.BLOCKS;
        int[] in = MicroLaunch.ints(words);
        int repeats = 3;
        int[] sums = new int[MicroLaunch.BLOCKS * threads];
        for (int i = 0; i < sums.length; i++) {
            int block = i / threads;
            int first = isShared ? block * (count / MicroLaunch.BLOCKS) : 0;
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
        int count = 32 * 2 * MicroLaunch.THREADS;
        int repeats = 40;
        int[] in = MicroLaunch.ints(MicroLaunch.BLOCKS * count);
        int[] sums = new int[MicroLaunch.BLOCKS * MicroLaunch.THREADS];
        for (int i = 0; i < sums.length; i++) {
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (int line = i % MicroLaunch.THREADS; line < count / 32; line += MicroLaunch.THREADS) {
                    sums[i] += in[i / MicroLaunch.THREADS * count + 32 * line + repeat % 32];
                }
            }
        }
        launchReads(lab, "l1_read_lines", MicroLaunch.THREADS, in, count, repeats, sums);
    }

    private static void launchReads(
            Lab lab, String entry, int threads, int[] in, int count, int repeats, int[] expected) {
        Buffer out = lab.buffer(Bytes.ofInts(new int[expected.length]));
        lab.launch(
                "cached",
                entry,
                Dim.of(MicroLaunch.BLOCKS),
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
            MicroLaunch.eachThread(
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
        MicroLaunch.eachThread(lab, "shared", "shared_chase", thread -> (thread + loads) % 32, new Arg.I32(loads));
    }
}
