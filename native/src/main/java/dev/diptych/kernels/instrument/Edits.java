package dev.diptych.kernels.instrument;

/** Changes of a text, from its beginning to its end. */
final class Edits {
    private final String text;
    private final StringBuilder edited = new StringBuilder();
    private int at;

    Edits(String text) {
        this.text = text;
    }

    void insert(int where, String added) {
        replace(where, where, added);
    }

    /**
     * Puts something in the place of a part.
     *
     * @throws IllegalStateException if the part begins before the end of the last one
     */
    void replace(int from, int to, String with) {
        if (from < at) {
            throw new IllegalStateException("a change at %d came after one that ended at %d".formatted(from, at));
        }
        edited.append(text, at, from).append(with);
        at = to;
    }

    /** Returns the text with all changes. */
    String text() {
        return edited + text.substring(at);
    }
}
