package dev.diptych.sim.ptx.syntax;

/** What the operators of constant expressions compute (PTX ISA 9.0, section "Integer Constant Expression Evaluation"). */
final class ConstantArithmetic {
    private ConstantArithmetic() {}

    static boolean isComparison(String sign) {
        return switch (sign) {
            case "<", "<=", ">", ">=", "==", "!=", "&&", "||" -> true;
            default -> false;
        };
    }

    static boolean compare(String sign, long a, long b, boolean isUnsigned) {
        int order = isUnsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
        return switch (sign) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "&&" -> a != 0 && b != 0;
            case "||" -> a != 0 || b != 0;
            default -> throw new IllegalStateException("'%s' does not compare".formatted(sign));
        };
    }

    static long wholes(Tokens tokens, Token sign, long a, long b, boolean isUnsigned) {
        return switch (sign.text()) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/", "%" -> quotient(tokens, sign, a, b, isUnsigned);
            case "&" -> a & b;
            case "|" -> a | b;
            case "^" -> a ^ b;
            case "<<" -> isShort(b) ? a << b : 0;
            case ">>" -> isUnsigned ? (isShort(b) ? a >>> b : 0) : a >> (isShort(b) ? b : Long.SIZE - 1);
            default -> throw new IllegalStateException("'%s' does not compute".formatted(sign.text()));
        };
    }

    private static boolean isShort(long shift) {
        return shift >= 0 && shift < Long.SIZE;
    }

    private static long quotient(Tokens tokens, Token sign, long a, long b, boolean isUnsigned) {
        if (b == 0) {
            throw tokens.error(sign, "a constant expression divides by zero");
        }
        if (sign.is("/")) {
            return isUnsigned ? Long.divideUnsigned(a, b) : a / b;
        }
        return isUnsigned ? Long.remainderUnsigned(a, b) : a % b;
    }

    static double reals(Tokens tokens, Token sign, double a, double b) {
        return switch (sign.text()) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> throw tokens.error(sign, "'%s' is not for floating-point constants".formatted(sign.text()));
        };
    }
}
