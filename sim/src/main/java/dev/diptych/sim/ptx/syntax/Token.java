package dev.diptych.sim.ptx.syntax;

/**
 * A piece of PTX text.
 *
 * @param text as written; a {@link Kind#DOTTED} with its dot, a {@link Kind#STRING} with its quotes
 * @param line counted from 1
 */
record Token(Kind kind, String text, int line) {
    enum Kind {
        /** An identifier, an opcode or the name of a register. */
        WORD,
        /** A directive, or a modifier such as {@code .shared::cta}. */
        DOTTED,
        NUMBER,
        STRING,
        SIGN,
        END
    }

    /** Returns whether this is a word, directive or sign of this text. */
    boolean is(String other) {
        return text.equals(other) && kind != Kind.STRING && kind != Kind.END;
    }

    /** Returns how messages name it. */
    String description() {
        return kind == Kind.END ? "the end of the file" : "'" + text + "'";
    }
}
