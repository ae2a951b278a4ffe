package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;

/** An array of 4-byte elements that a kernel writes, with a margin behind it that the kernel has to leave as it is. */
final class Output {
    private static final int MARGIN_BYTES = 64;

    private final Lab lab;
    private final Buffer buffer;
    private final byte[] before;

    private Output(Lab lab, byte[] before) {
        this.lab = lab;
        this.before = before;
        this.buffer = lab.buffer(TestData.wrap(before));
    }

    /** Returns an array of elements that are none of the results. */
    static Output of(Lab lab, int count) {
        return new Output(lab, TestData.bytes(4 * count + MARGIN_BYTES, 9));
    }

    /** Returns an array that holds numbers which the kernel adds to. */
    static Output holding(Lab lab, int[] words) {
        return new Output(lab, TestData.with(TestData.bytes(4 * words.length + MARGIN_BYTES, 9), 0, words));
    }

    Arg arg() {
        return new Arg.Address(buffer.slice(0, buffer.bytes() - MARGIN_BYTES));
    }

    void expect(String what, float[] expected) {
        lab.expect(what, buffer.all(), TestData.wrap(TestData.with(before, 0, expected)));
    }

    void expect(String what, int[] expected) {
        lab.expect(what, buffer.all(), TestData.wrap(TestData.with(before, 0, expected)));
    }

    /**
     * Expects numbers that functions without an exact result led to.
     *
     * @param tolerance the largest difference from an expected number, over the larger of 1 and that number
     */
    void expectNear(String what, double[] expected, double tolerance) {
        lab.expectNear(what, buffer.slice(0, 4L * expected.length), expected, tolerance);
    }
}
