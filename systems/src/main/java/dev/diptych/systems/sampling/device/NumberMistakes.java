package dev.diptych.systems.sampling.device;

import dev.diptych.model.InputException;

/** What kernels find wrong with numbers, as bits of a word: what the reference refuses with the number in its message. */
final class NumberMistakes {
    /** Of {@code number.cu}. */
    private static final int NO_TERM = 1;
    /** Of {@code race.cu}. */
    private static final int NO_WEIGHT = 2;

    private NumberMistakes() {}

    /**
     * Checks that nothing is wrong.
     *
     * @throws InputException when something is
     */
    static void check(int bits) {
        if ((bits & NO_TERM) != 0) {
            throw new InputException(
                    "a sum of a batch has a term that is no number below 2^40; the reference says which");
        }
        if ((bits & NO_WEIGHT) != 0) {
            throw new InputException(
                    "a selection of a batch is given a weight that is negative or no finite number; the reference says which");
        }
    }
}
