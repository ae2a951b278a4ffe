package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.util.Arrays;
import java.util.List;

/** The micro-benchmarks of how the lanes of a warp share out what they touch: strides, records, columns and scattered groups. */
final class AccessShapeChecks {
    private static final int BLOCKS = 3;
    private static final int THREADS = 64;
    private static final int ALL_THREADS = BLOCKS * THREADS;
    /** Accesses of a thread. */
    private static final int ACCESSES = 8;

    private static final int VALUE = 1000;
    private static final int SEED = 50;

    private AccessShapeChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("load_strided and load_strided_own add up words that are apart", AccessShapeChecks::loads),
                new Check("store_strided", AccessShapeChecks::stores),
                new Check("records_read finds a record", AccessShapeChecks::recordsRead),
                new Check("records_write and records_update", AccessShapeChecks::recordsWritten),
                new Check("write_columns and read_columns", AccessShapeChecks::columns),
                new Check(
                        "store_scattered stores every word once, load_scattered loads it",
                        AccessShapeChecks::scattered));
    }

    private static void loads(Lab lab) {
        for (int stride : new int[] {1, 2, 32}) {
            for (int shift : new int[] {0, 1, 8}) {
                allWords(lab, stride, shift);
                ownWords(lab, stride, shift);
            }
        }
    }

    /** Fewer words than are loaded, so that the walk begins again. */
    private static void allWords(Lab lab, int stride, int shift) {
        int[] in = TestData.words(1024, SEED);
        int[] sums = new int[ALL_THREADS];
        for (int i = 0; i < ALL_THREADS * ACCESSES; i++) {
            sums[i % ALL_THREADS] += in[(i * stride + shift) % in.length];
        }
        Arg mask = new Arg.I32(in.length - 1);
        loads(lab, "load_strided", in, sums, new Arg.I32(stride), new Arg.I32(shift), mask, new Arg.I32(ACCESSES));
    }

    private static void ownWords(Lab lab, int stride, int shift) {
        int quarterWords = 1024;
        int[] in = TestData.words(BLOCKS * 4 * quarterWords, SEED);
        int[] sums = new int[ALL_THREADS];
        for (int thread = 0; thread < ALL_THREADS; thread++) {
            for (int i = 0; i < ACCESSES; i++) {
                int quarter = thread / THREADS * 4 + i % 4;
                int word = ((thread % THREADS + i / 4 * THREADS) * stride + shift) % quarterWords;
                sums[thread] += in[quarter * quarterWords + word];
            }
        }
        loads(lab, "load_strided_own", in, sums, new Arg.I32(stride), new Arg.I32(shift), new Arg.I32(ACCESSES));
    }

    private static void loads(Lab lab, String entry, int[] in, int[] sums, Arg... shape) {
        Buffer out = filled(lab, new int[ALL_THREADS]);
        Arg[] args = new Arg[2 + shape.length];
        args[0] = whole(filled(lab, in));
        args[1] = whole(out);
        System.arraycopy(shape, 0, args, 2, shape.length);
        launch(lab, "strided", entry, args);
        lab.expect(entry + " with " + List.of(shape), out.all(), Bytes.ofInts(sums));
    }

    private static void stores(Lab lab) {
        int words = 4096;
        for (int stride : new int[] {1, 4, 32}) {
            int shift = 3;
            int[] expected = TestData.words(words, SEED);
            Buffer out = filled(lab, expected);
            for (int i = 0; i < ALL_THREADS * ACCESSES; i++) {
                int word = (i * stride + shift) % words;
                expected[word] = VALUE + word;
            }
            launch(
                    lab,
                    "strided",
                    "store_strided",
                    whole(out),
                    new Arg.I32(VALUE),
                    new Arg.I32(stride),
                    new Arg.I32(shift),
                    new Arg.I32(words - 1),
                    new Arg.I32(ACCESSES));
            lab.expect("store_strided by " + stride, out.all(), Bytes.ofInts(expected));
        }
    }

    private static void recordsRead(Lab lab) {
        for (int words = 2; words <= 8; words *= 2) {
            int[] in = TestData.words(words * ALL_THREADS, SEED);
            int record = ALL_THREADS - 7;
            int sum = Arrays.stream(in, words * record, words * (record + 1)).sum();
            finds(lab, "records", "records_read_" + words, Dim.of(BLOCKS), Dim.of(THREADS), in, record, sum);
        }
    }

    /** Launches a search for what only {@code place} has. */
    private static void finds(
            Lab lab, String module, String entry, Dim grid, Dim block, int[] in, int place, int sought, Arg... more) {
        Buffer found = filled(lab, new int[] {-1});
        Arg[] args = new Arg[3 + more.length];
        args[0] = whole(filled(lab, in));
        args[1] = whole(found);
        args[2] = new Arg.I32(sought);
        System.arraycopy(more, 0, args, 3, more.length);
        lab.launch(module, entry, grid, block, args);
        lab.expect(entry, found.all(), Bytes.ofInts(place));
    }

    private static void recordsWritten(Lab lab) {
        for (int words = 2; words <= 8; words *= 2) {
            int[] expected = new int[words * ALL_THREADS];
            Buffer records = filled(lab, expected);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = i / words + VALUE + i % words;
            }
            launch(lab, "records", "records_write_" + words, whole(records), new Arg.I32(VALUE));
            lab.expect(words + " words written", records.all(), Bytes.ofInts(expected));
            for (int i = 0; i < expected.length; i++) {
                expected[i] -= 7;
            }
            launch(lab, "records", "records_update_" + words, whole(records), new Arg.I32(-7));
            lab.expect(words + " words updated", records.all(), Bytes.ofInts(expected));
        }
    }

    /** Blocks lie on a matrix whose rows are longer than what is touched of them; the rest stays as it was. */
    private static void columns(Lab lab) {
        int rows = 64;
        int width = 16;
        int pitch = 21;
        Dim grid = new Dim(rows / 32, 2, 1);
        Dim block = new Dim(32, width / 2, 1);
        int[] words = TestData.words(rows * pitch, SEED);
        int place = 37 * pitch + width - 1;
        finds(lab, "columns", "read_columns", grid, block, words, place, words[place], new Arg.I32(pitch));
        Buffer out = filled(lab, words);
        for (int i = 0; i < words.length; i++) {
            words[i] = i % pitch < width ? i + VALUE : words[i];
        }
        lab.launch("columns", "write_columns", grid, block, whole(out), new Arg.I32(VALUE), new Arg.I32(pitch));
        lab.expect("write_columns", out.all(), Bytes.ofInts(words));
    }

    /** As many accesses as words: if every word is stored, none is stored twice. */
    private static void scattered(Lab lab) {
        int wordBits = 11;
        int words = 1 << wordBits;
        int threads = words / ACCESSES;
        int[] stored = new int[words];
        Arrays.setAll(stored, word -> word + VALUE);
        for (int groupBits : new int[] {0, 3, 4, 5}) {
            Buffer out = filled(lab, new int[words]);
            lab.launch(
                    "scattered",
                    "store_scattered",
                    Dim.of(threads / THREADS),
                    Dim.of(THREADS),
                    whole(out),
                    new Arg.I32(VALUE),
                    new Arg.I32(wordBits),
                    new Arg.I32(groupBits),
                    new Arg.I32(ACCESSES));
            lab.expect("store_scattered in groups of " + (1 << groupBits), out.all(), Bytes.ofInts(stored));
            int[] in = TestData.words(words, SEED);
            int[] sums = new int[threads];
            for (int i = 0; i < words; i++) {
                sums[i % threads] += in[scatteredWord(i, wordBits, groupBits)];
            }
            Buffer loaded = filled(lab, new int[threads]);
            lab.launch(
                    "scattered",
                    "load_scattered",
                    Dim.of(threads / THREADS),
                    Dim.of(THREADS),
                    whole(filled(lab, in)),
                    whole(loaded),
                    new Arg.I32(wordBits),
                    new Arg.I32(groupBits),
                    new Arg.I32(ACCESSES));
            lab.expect("load_scattered in groups of " + (1 << groupBits), loaded.all(), Bytes.ofInts(sums));
        }
    }

    /** Where an access lies: its group's number twice times an odd factor and xor-ed with its upper half, modulo the count of places. */
    private static int scatteredWord(int access, int wordBits, int groupBits) {
        int placeBits = wordBits - groupBits;
        int place = access >>> groupBits;
        for (int factor : new int[] {0x9E3779B1, 0x85EBCA6B}) {
            place = (place * factor) & ((1 << placeBits) - 1);
            place ^= place >>> ((placeBits + 1) / 2);
        }
        return (place << groupBits) | (access & ((1 << groupBits) - 1));
    }

    private static void launch(Lab lab, String module, String entry, Arg... args) {
        lab.launch(module, entry, Dim.of(BLOCKS), Dim.of(THREADS), args);
    }

    private static Buffer filled(Lab lab, int[] words) {
        return lab.buffer(Bytes.ofInts(words));
    }

    private static Arg whole(Buffer buffer) {
        return new Arg.Address(buffer.all());
    }
}
