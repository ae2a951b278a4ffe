package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import java.util.function.IntUnaryOperator;

/** Arrays that kernels read, as arguments. */
final class Operand {
    private Operand() {}

    static Arg of(Lab lab, float[] floats) {
        return new Arg.Address(lab.buffer(TestData.wrap(TestData.with(new byte[4 * floats.length], 0, floats)))
                .all());
    }

    static Arg of(Lab lab, int[] words) {
        return new Arg.Address(lab.buffer(TestData.wrap(TestData.with(new byte[4 * words.length], 0, words)))
                .all());
    }

    /** Returns an array of the values of a function at 0, 1, and so on. */
    static int[] ints(int count, IntUnaryOperator value) {
        int[] ints = new int[count];
        java.util.Arrays.setAll(ints, value);
        return ints;
    }
}
