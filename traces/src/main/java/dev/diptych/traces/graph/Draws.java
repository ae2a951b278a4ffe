package dev.diptych.traces.graph;

/** What becomes of the words that one block of {@link dev.diptych.model.random.Philox} gives. */
final class Draws {
    /** Words of a block, of 32 bits each. */
    static final int WORDS = 4;

    private static final long LOW_WORD = 0xFFFFFFFFL;

    private Draws() {}

    /** Returns the first or the second half of a block. */
    static long bits64(int[] words, int half) {
        return ((words[2 * half] & LOW_WORD) << Integer.SIZE) | (words[2 * half + 1] & LOW_WORD);
    }
}
