package dev.diptych.kernels.instrument;

/**
 * A piece of PTX text that is neither white space nor a comment.
 *
 * @param text as written; a {@link Kind#DOTTED} with its dot
 * @param start where it begins in the file's text
 * @param line counted from 1
 */
record Token(Kind kind, String text, int start, int line) {
    enum Kind {
        /** An identifier, an opcode, or the name of a register. */
        WORD,
        /** A directive, or a modifier such as {@code .shared::cta}. */
        DOTTED,
        NUMBER,
        STRING,
        SIGN
    }

    /** Returns where it ends in the file's text. */
    int end() {
        return start + text.length();
    }

    /** Returns whether this is a word, directive or sign of this text. */
    boolean is(String other) {
        return kind != Kind.STRING && text.equals(other);
    }
}
