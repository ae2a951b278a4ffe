package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.util.List;

/** Micro-benchmarks of what blocks read in common, and of code without loops, against oracles. */
final class ReuseChecks {
    private static final int BLOCKS = 5;
    private static final int THREADS = 64;

    private ReuseChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("sum_tables adds up each block's table and words", ReuseChecks::tables),
                new Check("straight code", ReuseChecks::straight));
    }

    private static void tables(Lab lab) {
        int tableCount = 3;
        int tableWords = 150;
        int ownWords = 70;
        int[] tables = ints(tableCount * tableWords, 2654435761L);
        int[] own = ints(BLOCKS * ownWords, 40503L);
        int[] sums = new int[BLOCKS * THREADS];
        for (int i = 0; i < sums.length; i++) {
            int block = i / THREADS;
            for (int at = i % THREADS; at < ownWords; at += THREADS) {
                sums[i] += own[block * ownWords + at];
            }
            for (int at = i % THREADS; at < tableWords; at += THREADS) {
                sums[i] += tables[block % tableCount * tableWords + at];
            }
        }
        Buffer out = lab.buffer(Bytes.ofInts(new int[sums.length]));
        lab.launch(
                "reuse",
                "sum_tables",
                Dim.of(BLOCKS),
                Dim.of(THREADS),
                new Arg.Address(out.all()),
                new Arg.Address(lab.buffer(Bytes.ofInts(tables)).all()),
                new Arg.Address(lab.buffer(Bytes.ofInts(own)).all()),
                new Arg.I32(tableCount),
                new Arg.I32(tableWords),
                new Arg.I32(ownWords));
        lab.expect("sums", out.all(), Bytes.ofInts(sums));
    }

    private static int[] ints(int count, long factor) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = (int) (i * factor);
        }
        return values;
    }

    private static void straight(Lab lab) {
        float y = 0.5f;
        float c = 1.25f;
        int rounds = 2;
        for (int length : new int[] {256, 1024, 4096}) {
            int[] expected = new int[BLOCKS * THREADS];
            for (int i = 0; i < expected.length; i++) {
                float x = i % THREADS;
                for (int step = 0; step < rounds * length; step++) {
                    x = Math.fma(x, y, c);
                }
                expected[i] = Float.floatToRawIntBits(x);
            }
            Buffer out = lab.buffer(Bytes.ofInts(new int[expected.length]));
            lab.launch(
                    "reuse",
                    "straight_" + length,
                    Dim.of(BLOCKS),
                    Dim.of(THREADS),
                    new Arg.Address(out.all()),
                    new Arg.F32(y),
                    new Arg.F32(c),
                    new Arg.I32(rounds));
            lab.expect("straight_" + length, out.all(), Bytes.ofInts(expected));
        }
    }
}
