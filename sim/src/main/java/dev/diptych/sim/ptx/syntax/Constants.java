package dev.diptych.sim.ptx.syntax;

import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Constants and expressions of them (PTX ISA 9.0, sections "Constants" and "Constant Expressions"). Whole numbers have 64 bits and are
 * {@code .s64} unless they end in {@code U} or are too big for it; an operation is unsigned if an operand is, and {@code & | ^ ~} always.
 */
final class Constants {
    private static final int WARP_LANES = 32;
    private static final int MAX_DEPTH = 100;
    private static final Pattern WHOLE =
            Pattern.compile("(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|(0[0-7]*)|([1-9][0-9]*))(U?)");
    private static final Pattern BITS = Pattern.compile("0[fF]([0-9a-fA-F]{8})|0[dD]([0-9a-fA-F]{16})");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?");

    /** From the one that binds least. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("|"),
            List.of("^"),
            List.of("&"),
            List.of("==", "!="),
            List.of("<", "<=", ">", ">="),
            List.of("<<", ">>"),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    private final Tokens tokens;
    private int depth;

    private Constants(Tokens tokens) {
        this.tokens = tokens;
    }

    /** A value on the way; {@code isUnsigned} is of no meaning where it is a {@link Operand.Float}. */
    private record Value(Operand operand, boolean isUnsigned) {
        static Value whole(long value, boolean isUnsigned) {
            return new Value(new Operand.Int(value), isUnsigned);
        }
    }

    /** Takes an expression and returns its value, an {@link Operand.Int} or an {@link Operand.Float}. */
    static Operand expression(Tokens tokens) {
        return new Constants(tokens).choice().operand;
    }

    /** Takes an expression of whole numbers. */
    static long whole(Tokens tokens, String what) {
        Token first = tokens.peek();
        return whole(tokens, first, what, expression(tokens));
    }

    /** Takes {@code + offset} and {@code - offset}, as often as they follow, and returns their sum: 0 for none. */
    static long offset(Tokens tokens) {
        long offset = 0;
        while (tokens.peek().is("+") || tokens.peek().is("-")) {
            boolean isMinus = tokens.take().is("-");
            Token first = tokens.peek();
            Operand term = new Constants(tokens).binary(LEVELS.size() - 1).operand;
            long value = whole(tokens, first, "an offset", term);
            offset += isMinus ? -value : value;
        }
        return offset;
    }

    private static long whole(Tokens tokens, Token first, String what, Operand operand) {
        if (!(operand instanceof Operand.Int value)) {
            throw tokens.error(first, "%s is a whole number, not %s".formatted(what, first.description()));
        }
        return value.value();
    }

    /** Returns whether a constant can begin here. */
    static boolean begins(Token token) {
        return token.kind() == Kind.NUMBER
                || token.is("WARP_SZ")
                || token.is("-")
                || token.is("+")
                || token.is("~")
                || token.is("(")
                || token.is("!");
    }

    /** Returns the value of one number. */
    static Operand literal(Tokens tokens, Token token) {
        return literalValue(tokens, token).operand;
    }

    private static Value literalValue(Tokens tokens, Token token) {
        String text = token.text();
        Matcher whole = WHOLE.matcher(text);
        if (whole.matches()) {
            return wholeValue(tokens, token, whole);
        }
        Matcher bits = BITS.matcher(text);
        if (bits.matches()) {
            Type type = bits.group(1) != null ? Type.F32 : Type.F64;
            return new Value(new Operand.Float(type, Long.parseUnsignedLong(text.substring(2), 16)), false);
        }
        if (DECIMAL.matcher(text).matches() && !(text.startsWith("0") && text.matches("[0-9]+"))) {
            return real(Double.parseDouble(text));
        }
        throw tokens.error(token, "number '%s' is malformed".formatted(text));
    }

    private static Value wholeValue(Tokens tokens, Token token, Matcher match) {
        String[] digits = {match.group(1), match.group(2), match.group(3), match.group(4)};
        int[] radix = {16, 2, 8, 10};
        for (int i = 0; i < digits.length; i++) {
            if (digits[i] != null) {
                try {
                    long value = Long.parseUnsignedLong(digits[i], radix[i]);
                    return Value.whole(value, value < 0 || match.group(5).equals("U"));
                } catch (NumberFormatException e) {
                    throw tooLong(tokens, token);
                }
            }
        }
        throw new IllegalStateException("number '%s' has no digits".formatted(token.text()));
    }

    private static RuntimeException tooLong(Tokens tokens, Token token) {
        return tokens.error(token, "number '%s' has more than 64 bits".formatted(token.text()));
    }

    private Value choice() {
        Value condition = binary(0);
        if (!tokens.takeIf("?")) {
            return condition;
        }
        enter();
        Value first = choice();
        tokens.expect(":");
        Value second = choice();
        depth--;
        return isTrue(condition) ? first : second;
    }

    private Value binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Value left = binary(level + 1);
        while (LEVELS.get(level).contains(tokens.peek().text())) {
            Token sign = tokens.take();
            left = apply(sign, left, binary(level + 1));
        }
        return left;
    }

    private Value unary() {
        Token token = tokens.take();
        if (token.kind() == Kind.NUMBER) {
            return literalValue(tokens, token);
        }
        if (token.is("WARP_SZ")) {
            return Value.whole(WARP_LANES, false);
        }
        if (!begins(token)) {
            throw tokens.error(token, "expected a constant, found " + token.description());
        }
        enter();
        Value value = token.is("(") ? parenthesis() : negated(token, unary());
        depth--;
        return value;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw tokens.error(tokens.peek(), "a constant expression is nested more than %d deep".formatted(MAX_DEPTH));
        }
    }

    private Value parenthesis() {
        Token first = tokens.peek();
        if (tokens.takeIf(".s64") || tokens.takeIf(".u64")) {
            tokens.expect(")");
            Token operand = tokens.peek();
            return Value.whole(whole(tokens, operand, "what is cast", unary().operand), first.is(".u64"));
        }
        Value value = choice();
        tokens.expect(")");
        return value;
    }

    private Value negated(Token sign, Value value) {
        if (sign.is("+")) {
            return value;
        }
        if (value.operand instanceof Operand.Float number && sign.is("-")) {
            long signBit = number.type() == Type.F32 ? 1L << 31 : 1L << 63;
            return new Value(new Operand.Float(number.type(), number.bits() ^ signBit), false);
        }
        if (sign.is("!")) {
            return Value.whole(isTrue(value) ? 0 : 1, false);
        }
        long bits = whole(tokens, sign, "what follows '%s'".formatted(sign.text()), value.operand);
        return sign.is("-") ? Value.whole(-bits, value.isUnsigned) : Value.whole(~bits, true);
    }

    private Value apply(Token sign, Value left, Value right) {
        if (left.operand instanceof Operand.Int a && right.operand instanceof Operand.Int b) {
            return ConstantArithmetic.isComparison(sign.text())
                    ? Value.whole(compare(sign, a, b, left.isUnsigned || right.isUnsigned), false)
                    : arithmetic(sign, a.value(), left.isUnsigned, b.value(), right.isUnsigned);
        }
        return real(ConstantArithmetic.reals(tokens, sign, number(left), number(right)));
    }

    private static long compare(Token sign, Operand.Int a, Operand.Int b, boolean isUnsigned) {
        return ConstantArithmetic.compare(sign.text(), a.value(), b.value(), isUnsigned) ? 1 : 0;
    }

    private Value arithmetic(Token sign, long a, boolean isUnsignedA, long b, boolean isUnsignedB) {
        boolean isShift = sign.is("<<") || sign.is(">>");
        boolean isBits = sign.is("&") || sign.is("|") || sign.is("^");
        boolean isUnsigned = isBits || isUnsignedA || (isUnsignedB && !isShift);
        return Value.whole(ConstantArithmetic.wholes(tokens, sign, a, b, isUnsigned), isUnsigned);
    }

    private boolean isTrue(Value value) {
        return value.operand instanceof Operand.Int whole ? whole.value() != 0 : number(value) != 0;
    }

    private double number(Value value) {
        if (value.operand instanceof Operand.Float real) {
            return real.type() == Type.F32
                    ? Float.intBitsToFloat((int) real.bits())
                    : Double.longBitsToDouble(real.bits());
        }
        throw tokens.error(tokens.peek(), "a constant expression mixes whole and floating-point numbers");
    }

    private static Value real(double value) {
        return new Value(new Operand.Float(Type.F64, Double.doubleToRawLongBits(value)), false);
    }
}
