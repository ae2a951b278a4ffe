package dev.diptych.clients;

/**
 * A request as a word: 16 bits of its position, 12 of its model, 12 of its slot, 24 of its input's size, from the lowest on.
 *
 * @param inputBytes of the slot that the input fills
 */
record RequestWord(int sequence, int model, int slot, int inputBytes) {
    static final int SEQUENCE_BITS = 16;
    static final int MODEL_BITS = 12;
    static final int SLOT_BITS = 12;
    static final int SIZE_BITS = 24;

    private static final int SLOT_SHIFT = SEQUENCE_BITS + MODEL_BITS;
    private static final int SIZE_SHIFT = SLOT_SHIFT + SLOT_BITS;

    /** Returns what a word says, whatever it is. */
    static RequestWord of(long word) {
        return new RequestWord(
                sequence(word),
                (int) (word >>> SEQUENCE_BITS) & (1 << MODEL_BITS) - 1,
                (int) (word >>> SLOT_SHIFT) & (1 << SLOT_BITS) - 1,
                (int) (word >>> SIZE_SHIFT) & (1 << SIZE_BITS) - 1);
    }

    /** Returns the position that a word of either ring claims to have. */
    static int sequence(long word) {
        return (int) word & (1 << SEQUENCE_BITS) - 1;
    }

    /** Returns what the word of a position claims, counted from 0. */
    static int sequenceAt(long position) {
        return sequence(position + 1);
    }

    long word() {
        return sequence | (long) model << SEQUENCE_BITS | (long) slot << SLOT_SHIFT | (long) inputBytes << SIZE_SHIFT;
    }
}
