package dev.diptych.sim.ptx.syntax;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.List;

/** The tokens of a file with a place in them. */
final class Tokens {
    private final String file;
    private final List<Token> tokens;
    private int next;

    Tokens(String file, List<Token> tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    /** Returns the token that comes next; at the end of the file the END, forever. */
    Token peek() {
        return peek(0);
    }

    /** Returns the token after {@code ahead} others. */
    Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        next++;
        return token;
    }

    /** Takes the next token if it is of this text, and returns whether it was. */
    boolean takeIf(String text) {
        if (peek().is(text)) {
            next++;
            return true;
        }
        return false;
    }

    Token expect(String text) {
        if (!peek().is(text)) {
            throw unexpected("'" + text + "'");
        }
        return take();
    }

    Token expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return take();
    }

    /** Takes a whole number of this range without a sign. */
    long number(String what, long minimum, long maximum) {
        Token token = peek();
        Token first = expect(Kind.NUMBER, what);
        if (!(Constants.literal(this, first) instanceof Operand.Int whole)) {
            throw error(token, "%s is a whole number, not %s".formatted(what, token.description()));
        }
        if (whole.value() < minimum || whole.value() > maximum) {
            throw error(token, "%s is from %d to %d, not %s".formatted(what, minimum, maximum, token.description()));
        }
        return whole.value();
    }

    /** Goes past the matching sign of an opening one that was taken. */
    void skipPast(String open, String close) {
        Token begin = tokens.get(next - 1);
        int depth = 1;
        while (depth > 0) {
            Token token = take();
            if (token.kind() == Kind.END) {
                throw error(begin, "'%s' has no '%s' before the end of the file".formatted(open, close));
            }
            depth += token.is(open) ? 1 : token.is(close) ? -1 : 0;
        }
    }

    /** Goes past the next semicolon. */
    void skipStatement() {
        while (!takeIf(";")) {
            Token token = peek();
            if (token.kind() == Kind.END || token.is("{") || token.is("}")) {
                throw unexpected("';'");
            }
            next++;
        }
    }

    InputException unexpected(String wanted) {
        return error(peek(), "expected %s, found %s".formatted(wanted, peek().description()));
    }

    InputException error(Token at, String message) {
        return new InputException("%s:%d: %s".formatted(file, at.line(), message));
    }
}
