package dev.diptych.kernels.instrument;

import dev.diptych.kernels.instrument.Token.Kind;
import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PTX text cut into tokens that know where they are, so that what is not rewritten stays as it is, byte for byte (PTX ISA 9.0, chapter
 * "Syntax"). Only what the pass looks for has to come out as it is meant: a number may come out in pieces.
 */
final class Tokenizer {
    private static final Pattern PIECE = Pattern.compile(
            "(?<blank>\\s+|//[^\\n]*|/\\*.*?\\*/)"
                    + "|(?<string>\"[^\"\\\\\\n]*(?:\\\\.[^\"\\\\\\n]*)*\")"
                    + "|(?<dotted>\\.[\\w$]+(?:::[\\w$]+)*)"
                    + "|(?<number>\\d\\w*)"
                    + "|(?<word>%?[\\w$]+)"
                    + "|(?<sign>.)",
            Pattern.DOTALL);

    private Tokenizer() {}

    /**
     * Returns the tokens.
     *
     * @throws InputException for a comment or string that does not end
     */
    static List<Token> split(String file, String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher piece = PIECE.matcher(text);
        int line = 1;
        while (piece.lookingAt()) {
            Kind kind = kind(piece);
            if (kind != null) {
                tokens.add(new Token(kind, piece.group(), piece.start(), line));
            }
            if (kind == Kind.SIGN && (text.startsWith("\"", piece.start()) || text.startsWith("/*", piece.start()))) {
                throw new InputException("%s:%d: a comment or string begins and does not end".formatted(file, line));
            }
            line += (int) piece.group().chars().filter(c -> c == '\n').count();
            piece.region(piece.end(), text.length());
        }
        return tokens;
    }

    private static @Nullable Kind kind(Matcher piece) {
        if (piece.group("blank") != null) {
            return null;
        }
        if (piece.group("string") != null) {
            return Kind.STRING;
        }
        if (piece.group("dotted") != null) {
            return Kind.DOTTED;
        }
        if (piece.group("number") != null) {
            return Kind.NUMBER;
        }
        return piece.group("word") != null ? Kind.WORD : Kind.SIGN;
    }
}
