package dev.diptych.systems.argument;

import dev.diptych.model.InputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write and read them; what is printed reads back as the same bits. */
public final class Numbers {
    private static final Pattern WHOLE = Pattern.compile("([+-]?)(?:0[xX]([0-9a-fA-F]{1,32})|(\\d{1,40}))");
    private static final Pattern FLOAT = Pattern.compile(
            "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,9})?|[+-]?0[xX][0-9a-fA-F]*\\.?[0-9a-fA-F]*[pP][+-]?\\d{1,9}");
    private static final Pattern INFINITY = Pattern.compile("[+-]?(?i:inf|infinity)");
    private static final Pattern NAN = Pattern.compile("[+-]?(?i:nan)");
    /** No double takes more significant digits to be told from all others. */
    private static final int MAX_DIGITS = 17;

    private static final double PLAIN_FROM = 1e-4;
    private static final double PLAIN_BELOW = 1e16;

    private Numbers() {}

    /** Returns the bits of a number in text. */
    public static long parse(String text, ElementType type) {
        return switch (type.kind()) {
            case BOOL -> bool(text);
            case SIGNED, UNSIGNED -> whole(text, type);
            case FLOAT -> floating(text, type);
        };
    }

    private static long bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true" -> 1;
            case "0", "false" -> 0;
            default -> throw new InputException("'%s' should be true or false".formatted(text));
        };
    }

    private static long whole(String text, ElementType type) {
        Matcher matcher = WHOLE.matcher(text);
        if (!matcher.matches()) {
            throw new InputException("'%s' should be a whole number, decimal or 0x...".formatted(text));
        }
        boolean isHex = matcher.group(2) != null;
        BigInteger value = isHex ? new BigInteger(matcher.group(2), 16) : new BigInteger(matcher.group(3));
        if (matcher.group(1).equals("-")) {
            value = value.negate();
        }
        boolean isSigned = type.kind() == ElementType.Kind.SIGNED;
        BigInteger low = isSigned ? BigInteger.ONE.shiftLeft(type.bits() - 1).negate() : BigInteger.ZERO;
        // Hexadecimal digits are taken for the bits, so 0xFFFFFFFF is the i32 of value -1.
        BigInteger high = BigInteger.ONE.shiftLeft(isSigned && !isHex ? type.bits() - 1 : type.bits());
        if (value.compareTo(low) < 0 || value.compareTo(high) >= 0) {
            throw new InputException(
                    "%s does not fit %s, %s to %s".formatted(text, type, low, high.subtract(BigInteger.ONE)));
        }
        return value.longValue() & -1L >>> (Long.SIZE - type.bits());
    }

    private static long floating(String text, ElementType type) {
        if (NAN.matcher(text).matches()) {
            return bits(text.startsWith("-") ? -Double.NaN : Double.NaN, type);
        }
        if (INFINITY.matcher(text).matches()) {
            return bits(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, type);
        }
        if (!FLOAT.matcher(text).matches()) {
            throw new InputException("'%s' should be a number such as 1.5, -2e-3, 0x1.8p0, inf or nan".formatted(text));
        }
        long bits = nearest(text, type);
        if (Double.isInfinite(type.toDouble(bits))) {
            throw new InputException("%s is beyond the range of %s; write inf if that is meant".formatted(text, type));
        }
        return bits;
    }

    private static long nearest(String text, ElementType type) {
        // The narrow types go through f64, as in NumPy; f32 does not, so that it is rounded once.
        return type == ElementType.F32
                ? Float.floatToRawIntBits(Float.parseFloat(text)) & 0xFFFFFFFFL
                : bits(Double.parseDouble(text), type);
    }

    private static long bits(double value, ElementType type) {
        return switch (type) {
            case F16 -> NarrowFloat.F16.encode(value);
            case BF16 -> NarrowFloat.BF16.encode(value);
            case F32 -> Float.floatToRawIntBits((float) value) & 0xFFFFFFFFL;
            case F64 -> Double.doubleToRawLongBits(value);
            default -> throw new IllegalStateException(type + " is no floating-point type");
        };
    }

    /** Returns a value as NumPy prints it. */
    public static String text(long bits, ElementType type) {
        if (type.kind() == ElementType.Kind.BOOL) {
            return bits == 0 ? "False" : "True";
        }
        if (type.kind() != ElementType.Kind.FLOAT) {
            return type.toInteger(bits).toString();
        }
        double value = type.toDouble(bits);
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value < 0 ? "-inf" : "inf";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        return sign + notation(shortest(bits, type).abs());
    }

    private static String notation(BigDecimal magnitude) {
        double value = magnitude.doubleValue();
        if (value == 0 || (value >= PLAIN_FROM && value < PLAIN_BELOW)) {
            // A number that happens to be whole is still one of a floating-point type.
            String plain = magnitude.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = magnitude.unscaledValue().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return "%s%se%+03d".formatted(digits.charAt(0), fraction, magnitude.precision() - magnitude.scale() - 1);
    }

    /** Returns a value for JSON: a number, a boolean, or the text of what JSON has no number for. */
    public static Object json(long bits, ElementType type) {
        if (type.kind() == ElementType.Kind.BOOL) {
            return bits != 0;
        }
        if (type.kind() != ElementType.Kind.FLOAT) {
            return type.toInteger(bits);
        }
        double value = type.toDouble(bits);
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            // Names that Python's float() and JavaScript's Number() understand; the sign of a zero is kept.
            return value == 0 ? (Object) value : Double.toString(value);
        }
        BigDecimal shortest = shortest(bits, type);
        return shortest.scale() <= 0 && Math.abs(value) < PLAIN_BELOW ? shortest.setScale(1) : shortest;
    }

    /** Returns the decimal of fewest digits that reads back as the same bits: Float.toString's differ from JDK to JDK. */
    private static BigDecimal shortest(long bits, ElementType type) {
        BigDecimal exact = new BigDecimal(type.toDouble(bits));
        for (int digits = 1; digits < MAX_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            // Compared as values: the text of a zero has lost its sign.
            if (type.toDouble(nearest(rounded.toString(), type)) == type.toDouble(bits)) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }
}
