package dev.diptych.sim.ptx.syntax;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** PTX text cut into tokens (PTX ISA 9.0, chapter "Syntax"). White space and comments of both kinds separate tokens and are dropped. */
final class Lexer {
    private static final List<String> LONG_SIGNS = List.of("<<", ">>", "<=", ">=", "==", "!=", "&&", "||");
    private static final String SIGNS = "{}()[]<>,;:@!|&^~+-*/%=?";

    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private Lexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Returns the tokens, an {@link Kind#END} behind them.
     *
     * @throws InputException for a character that PTX does not know, and for a comment or string that does not end
     */
    static List<Token> split(String file, String text) {
        Lexer lexer = new Lexer(file, text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                comment();
            } else {
                token(c);
            }
        }
        tokens.add(new Token(Kind.END, "", line));
    }

    private void comment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw error("a comment begins and does not end");
        }
        for (int i = at; i < end; i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        at = end + 2;
    }

    private void token(char c) {
        if (isDigit(c)) {
            add(Kind.NUMBER, number());
        } else if (isLetter(c) || c == '_' || c == '$' || (c == '%' && isFollower(at + 1))) {
            add(Kind.WORD, followers(at + 1));
        } else if (c == '.' && isFollower(at + 1)) {
            int end = followers(at + 1);
            while (text.startsWith("::", end) && isFollower(end + 2)) {
                end = followers(end + 2);
            }
            add(Kind.DOTTED, end);
        } else if (c == '"') {
            add(Kind.STRING, string());
        } else if (at + 1 < text.length() && LONG_SIGNS.contains(text.substring(at, at + 2))) {
            add(Kind.SIGN, at + 2);
        } else if (SIGNS.indexOf(c) >= 0) {
            add(Kind.SIGN, at + 1);
        } else {
            throw error(
                    c > ' ' && c < 127
                            ? "'%c' has no meaning here".formatted(c)
                            : "character U+%04X has no meaning in PTX".formatted((int) c));
        }
    }

    /** Returns where the number ends. What it is worth, and whether it is one, is the business of {@link Constants}. */
    private int number() {
        int end = followers(at);
        boolean hasPrefix = end - at > 1 && text.charAt(at) == '0' && isLetter(text.charAt(at + 1));
        if (hasPrefix) {
            return end;
        }
        if (end < text.length() && text.charAt(end) == '.') {
            end = followers(end + 1);
        }
        char last = text.charAt(end - 1);
        boolean isExponent = (last == 'e' || last == 'E') && end + 1 < text.length();
        if (isExponent && "+-".indexOf(text.charAt(end)) >= 0 && isDigit(text.charAt(end + 1))) {
            end = followers(end + 1);
        }
        return end;
    }

    private int string() {
        for (int i = at + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        throw error("a string begins and does not end on its line");
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), line));
        at = end;
    }

    private int followers(int from) {
        int end = from;
        while (isFollower(end)) {
            end++;
        }
        return end;
    }

    private boolean isFollower(int index) {
        if (index >= text.length()) {
            return false;
        }
        char c = text.charAt(index);
        return isLetter(c) || isDigit(c) || c == '_' || c == '$';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private InputException error(String message) {
        return new InputException("%s:%d: %s".formatted(file, line, message));
    }
}
