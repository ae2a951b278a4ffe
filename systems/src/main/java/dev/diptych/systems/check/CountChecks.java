package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import java.util.Arrays;
import java.util.List;

/** Kernels that make few numbers of many, or sums along the way: {@code reduction}, {@code scan}, {@code histogram}. */
final class CountChecks {
    private static final int[] COUNTS = {1, 511, 512, 513, 10_000};
    private static final int BIN_BITS = 11;

    private CountChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("sum_tree", CountChecks::sumsByTree),
                new Check("sum_shuffle", CountChecks::sumsByShuffle),
                new Check("scan_blocks", CountChecks::scans),
                new Check("histogram_shared", lab -> counts(lab, "histogram_shared", 8)),
                new Check("histogram_global", lab -> counts(lab, "histogram_global", BIN_BITS)));
    }

    private static void sumsByTree(Lab lab) {
        for (int count : COUNTS) {
            float[] in = TestData.wholes(count, 1);
            float[] partials = new float[(count + 511) / 512];
            for (int i = 0; i < count; i++) {
                partials[i / 512] += in[i];
            }
            Output out = Output.of(lab, partials.length);
            lab.launch(
                    "reduction",
                    "sum_tree",
                    Dim.of(partials.length),
                    Dim.of(256),
                    out.arg(),
                    Operand.of(lab, in),
                    new Arg.I32(count));
            out.expect(count + " floats", partials);
        }
    }

    private static void sumsByShuffle(Lab lab) {
        for (int count : COUNTS) {
            float[] in = TestData.wholes(count, 2);
            float sum = 3;
            for (float each : in) {
                sum += each;
            }
            Output total = Output.holding(lab, new int[] {Float.floatToRawIntBits(3)});
            lab.launch(
                    "reduction",
                    "sum_shuffle",
                    Dim.of(3),
                    Dim.of(96),
                    total.arg(),
                    Operand.of(lab, in),
                    new Arg.I32(count));
            total.expect(count + " floats", new float[] {sum});
        }
    }

    private static void scans(Lab lab) {
        for (int count : COUNTS) {
            int[] in = TestData.words(count, 3);
            int[] scanned = in.clone();
            int[] sums = new int[(count + 511) / 512];
            for (int i = 0; i < count; i++) {
                scanned[i] += i % 512 == 0 ? 0 : scanned[i - 1];
                sums[i / 512] = scanned[i];
            }
            Output out = Output.of(lab, count);
            Output ends = Output.of(lab, sums.length);
            lab.launch(
                    "scan",
                    "scan_blocks",
                    Dim.of(sums.length),
                    Dim.of(512),
                    out.arg(),
                    ends.arg(),
                    Operand.of(lab, in),
                    new Arg.I32(count));
            out.expect(count + " words", scanned);
            ends.expect("the sums of %d words".formatted(count), sums);
        }
    }

    private static void counts(Lab lab, String entry, int binBits) {
        for (int count : COUNTS) {
            int[] values = TestData.words(count, 4);
            int[] bins = TestData.words(1 << binBits, 5);
            int[] expected = bins.clone();
            for (int value : values) {
                expected[value >>> (32 - binBits)]++;
            }
            Output out = Output.holding(lab, bins);
            Arg in = Operand.of(lab, values);
            Arg[] args = {out.arg(), in, new Arg.I32(count), new Arg.I32(binBits)};
            lab.launch(
                    "histogram",
                    entry,
                    Dim.of(4),
                    Dim.of(128),
                    entry.equals("histogram_shared") ? Arrays.copyOf(args, 3) : args);
            out.expect(count + " values", expected);
        }
    }
}
