package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.random.Philox;
import java.util.List;

/** The kernels of module {@code philox} against known answers and against the JVM's implementation. */
final class PhiloxChecks {
    private static final String MODULE = "philox";
    private static final int RANDOM_POINTS = 1000;

    /**
     * Counter, key and result of philox4x32 with 10 rounds, from the known-answer file that comes with Random123 (Salmon, Moraes, Dror,
     * Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC'11).
     */
    private static final int[][] KNOWN = {
        {0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
        {-1, -1, -1, -1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
        {
            0x243f6a88,
            0x85a308d3,
            0x13198a2e,
            0x03707344,
            0xa4093822,
            0x299f31d0,
            0xd16cfe09,
            0x94fdcceb,
            0x5001e420,
            0x24126ea1
        }
    };

    private PhiloxChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("philox_vectors gives the known answers", PhiloxChecks::known),
                new Check("philox_vectors agrees with the JVM", PhiloxChecks::random),
                new Check("philox_fill agrees with the JVM", PhiloxChecks::fill));
    }

    private static void known(Lab lab) {
        int[] counters = new int[4 * KNOWN.length];
        int[] keys = new int[2 * KNOWN.length];
        int[] results = new int[4 * KNOWN.length];
        for (int i = 0; i < KNOWN.length; i++) {
            System.arraycopy(KNOWN[i], 0, counters, 4 * i, 4);
            System.arraycopy(KNOWN[i], 4, keys, 2 * i, 2);
            System.arraycopy(KNOWN[i], 6, results, 4 * i, 4);
        }
        vectors(lab, counters, keys, results);
    }

    private static void random(Lab lab) {
        int[] counters = new int[4 * RANDOM_POINTS];
        int[] keys = new int[2 * RANDOM_POINTS];
        int[] results = new int[4 * RANDOM_POINTS];
        int[] drawn = new int[4];
        for (int i = 0; i < RANDOM_POINTS; i++) {
            for (int word = 0; word < 4; word++) {
                counters[4 * i + word] = (int) Philox.bits64(1, word, i);
            }
            keys[2 * i] = (int) Philox.bits64(2, 0, i);
            keys[2 * i + 1] = (int) Philox.bits64(2, 1, i);
            Philox.block(
                    counters[4 * i],
                    counters[4 * i + 1],
                    counters[4 * i + 2],
                    counters[4 * i + 3],
                    keys[2 * i],
                    keys[2 * i + 1],
                    drawn);
            System.arraycopy(drawn, 0, results, 4 * i, 4);
        }
        vectors(lab, counters, keys, results);
    }

    private static void vectors(Lab lab, int[] counters, int[] keys, int[] results) {
        Buffer out = lab.buffer(Lab.gpu(), 4L * results.length);
        lab.launch(
                MODULE,
                "philox_vectors",
                Dim.of(2),
                Dim.of(64),
                new Arg.Address(lab.buffer(Bytes.ofInts(counters)).all()),
                new Arg.Address(lab.buffer(Bytes.ofInts(keys)).all()),
                new Arg.Address(out.all()),
                new Arg.I64(results.length / 4));
        lab.expect("%d vectors".formatted(results.length / 4), out.all(), Bytes.ofInts(results));
    }

    private static void fill(Lab lab) {
        long seed = 0x0123_4567_89AB_CDEFL;
        for (int words : new int[] {0, 1, 2, 3, 4, 5, 1023, 100_003}) {
            for (int offset : new int[] {0, 4}) {
                int[] around = new int[words + 8];
                int[] expected = around.clone();
                int[] drawn = new int[4];
                for (int i = 0; i < words; i++) {
                    if (i % 4 == 0) {
                        Philox.block(i / 4, 0, 0, 0, (int) seed, (int) (seed >>> 32), drawn);
                    }
                    expected[offset / 4 + i] = drawn[i % 4];
                }
                Buffer out = lab.buffer(Bytes.ofInts(around));
                lab.launch(
                        MODULE,
                        "philox_fill",
                        new Dim(2, 2, 1),
                        Dim.of(100),
                        new Arg.Address(out.slice(offset, 4L * words)),
                        new Arg.I64(words),
                        new Arg.I64(seed));
                lab.expect("%d words at %d".formatted(words, offset), out.all(), Bytes.ofInts(expected));
            }
        }
    }
}
