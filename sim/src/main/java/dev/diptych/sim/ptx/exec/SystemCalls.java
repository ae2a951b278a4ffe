package dev.diptych.sim.ptx.exec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code printf} and {@code assert} of device code (CUDA programming guide, "Formatted Output", "Assertion"). */
public final class SystemCalls {
    private static final int MOST_CHARACTERS = 1 << 16;
    private static final Pattern CONVERSION =
            Pattern.compile("%([-+ #0]*)(\\*|\\d+)?(?:\\.(\\*|\\d+))?(hh|h|ll|l|j|z|t|L)?([diouxXeEfFgGaAcsp%])");

    private SystemCalls() {}

    /**
     * Prints.
     *
     * @param formatAt where the thread's local memory has the address of the format
     * @param argumentsAt likewise that of the arguments
     * @return how many arguments there were
     */
    public static int print(Warp warp, int lane, int site, int formatAt, int argumentsAt) {
        String format = text(warp, parameter(warp, lane, formatAt), lane, site);
        long arguments = parameter(warp, lane, argumentsAt);
        StringBuilder printed = new StringBuilder();
        Matcher matcher = CONVERSION.matcher(format);
        int from = 0;
        int count = 0;
        long at = arguments;
        while (matcher.find()) {
            printed.append(format, from, matcher.start());
            from = matcher.end();
            String conversion = matcher.group(5);
            if (conversion.equals("%")) {
                printed.append('%');
                continue;
            }
            boolean isWide = "eEfFgGaAsp".contains(conversion)
                    || ("l".equals(matcher.group(4))
                            || "ll".equals(matcher.group(4))
                            || "z".equals(matcher.group(4))
                            || "j".equals(matcher.group(4)));
            int bytes = isWide ? Long.BYTES : Integer.BYTES;
            at = (at + bytes - 1) & -bytes;
            long bits = isWide ? load64(warp, at, lane, site) : load32(warp, at, lane, site);
            at += bytes;
            count++;
            printed.append(formatted(warp, matcher, bits, isWide, lane, site));
        }
        printed.append(format, from, format.length());
        warp.block.grid().console().print(printed.toString());
        return count;
    }

    private static String formatted(Warp warp, Matcher matcher, long bits, boolean isWide, int lane, int site) {
        String conversion = matcher.group(5);
        String flags = matcher.group(1);
        String width = matcher.group(2) == null ? "" : matcher.group(2);
        String precision = matcher.group(3) == null ? "" : "." + matcher.group(3);
        return switch (conversion) {
            case "d", "i" -> String.format(Locale.ROOT, "%" + flags + width + "d", isWide ? bits : (long) (int) bits);
            case "u" ->
                String.format(
                        Locale.ROOT,
                        "%" + width + "s",
                        isWide ? Long.toUnsignedString(bits) : Integer.toUnsignedString((int) bits));
            case "x", "X", "o" ->
                String.format(Locale.ROOT, "%" + flags + width + conversion, isWide ? bits : bits & 0xFFFFFFFFL);
            case "c" -> String.valueOf((char) (bits & 0xFF));
            case "s" -> String.format(Locale.ROOT, "%" + flags + width + precision + "s", text(warp, bits, lane, site));
            case "p" -> "0x" + Long.toHexString(bits);
            case "F" ->
                String.format(Locale.ROOT, "%" + flags + width + precision + "f", Double.longBitsToDouble(bits));
            case "g", "G" -> general(flags, width, matcher.group(3), conversion, Double.longBitsToDouble(bits));
            default ->
                String.format(Locale.ROOT, "%" + flags + width + precision + conversion, Double.longBitsToDouble(bits));
        };
    }

    /** C's {@code %g} drops trailing zeros, Java's keeps them. */
    private static String general(
            String flags,
            String width,
            @org.jspecify.annotations.Nullable String precision,
            String conversion,
            double value) {
        int digits = precision == null ? 6 : Math.max(1, Integer.parseInt(precision));
        String text;
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            text = Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        } else {
            String scientific = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
            int exponent = Integer.parseInt(scientific.substring(scientific.indexOf('e') + 1));
            boolean isPlain = exponent >= -4 && exponent < digits;
            text = isPlain ? String.format(Locale.ROOT, "%." + (digits - 1 - exponent) + "f", value) : scientific;
            int end = isPlain ? text.length() : text.indexOf('e');
            String mantissa = text.substring(0, end);
            if (mantissa.contains(".")) {
                mantissa = mantissa.replaceFirst("0+$", "").replaceFirst("\\.$", "");
            }
            text = mantissa + text.substring(end);
        }
        text = conversion.equals("G") ? text.toUpperCase(Locale.ROOT) : text;
        String justify = flags.contains("-") ? "-" : "";
        return width.isEmpty() ? text : String.format(Locale.ROOT, "%" + justify + width + "s", text);
    }

    /** Stores what a call returns in a variable of the thread's local memory. */
    public static void result(Warp warp, int lane, int offset, int value) {
        Access.store32(warp.local, lane * warp.localBytesPerLane + offset, value);
    }

    /** Fails with the message of an assertion. */
    public static void fail(Warp warp, int lane, int site, int messageAt, int fileAt, int lineAt, int functionAt) {
        String message = text(warp, parameter(warp, lane, messageAt), lane, site);
        String file = text(warp, parameter(warp, lane, fileAt), lane, site);
        int line = Access.load32(warp.local, lane * warp.localBytesPerLane + lineAt);
        String function = text(warp, parameter(warp, lane, functionAt), lane, site);
        throw warp.fault(lane, site, "assertion '%s' failed in %s at %s:%d".formatted(message, function, file, line));
    }

    private static long parameter(Warp warp, int lane, int offset) {
        return Access.load64(warp.local, lane * warp.localBytesPerLane + offset);
    }

    private static long load32(Warp warp, long address, int lane, int site) {
        return Access.load32(
                Access.genericReadable(warp, address, Integer.BYTES, lane, site),
                Access.genericIndex(warp, address, Integer.BYTES, lane, site));
    }

    private static long load64(Warp warp, long address, int lane, int site) {
        return Access.load64(
                Access.genericReadable(warp, address, Long.BYTES, lane, site),
                Access.genericIndex(warp, address, Long.BYTES, lane, site));
    }

    private static String text(Warp warp, long address, int lane, int site) {
        byte[] bytes = new byte[MOST_CHARACTERS];
        for (int i = 0; i < MOST_CHARACTERS; i++) {
            byte[] array = Access.genericReadable(warp, address + i, 1, lane, site);
            byte value = array[Access.genericIndex(warp, address + i, 1, lane, site)];
            if (value == 0) {
                return new String(bytes, 0, i, StandardCharsets.UTF_8);
            }
            bytes[i] = value;
        }
        throw warp.fault(lane, site, "a text has more than %d characters".formatted(MOST_CHARACTERS));
    }
}
