package dev.diptych.traces.graph;

import dev.diptych.model.InputException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Lines of a text file, as fields with blanks or tabs between them. Fields become numbers without becoming strings first, as files have hundreds of
 * millions of lines. A name that ends in {@code .gz} is that of a compressed file.
 */
final class TextLines implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MOST_LINE_BYTES = 1 << 16;
    /** More than any line needs; later fields are only counted. */
    private static final int KEPT_FIELDS = 8;

    private static final int MOST_SHOWN = 60;
    /** Of a whole number that 53 bits hold. */
    private static final int EXACT_DIGITS = 15;

    private static final String COMPRESSED = ".gz";

    private final Path file;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int limit;
    private final byte[] line = new byte[MOST_LINE_BYTES];
    private int length;
    private long number;
    private final int[] starts = new int[KEPT_FIELDS];
    private final int[] ends = new int[KEPT_FIELDS];
    private int fields;

    private TextLines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static TextLines open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException("%s: there is no such file".formatted(file));
        }
        try {
            InputStream raw = Files.newInputStream(file);
            try {
                return new TextLines(
                        file, file.toString().endsWith(COMPRESSED) ? new GZIPInputStream(raw, BUFFER_BYTES) : raw);
            } catch (IOException e) {
                raw.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(file, reason(e)), e);
        }
    }

    /** Returns whether a file's name ends so, compressed or not. */
    static boolean endsWith(Path file, String ending) {
        String name = file.toString();
        return name.endsWith(ending) || name.endsWith(ending + COMPRESSED);
    }

    /** Goes to the next line; false at the end. */
    boolean next() {
        try {
            if (!fill()) {
                return false;
            }
            number++;
            length = 0;
            while (fill()) {
                byte character = buffer[next++];
                if (character == '\n') {
                    break;
                }
                if (length == MOST_LINE_BYTES) {
                    throw wrong("is longer than %d bytes; is it text?".formatted(MOST_LINE_BYTES));
                }
                line[length++] = character;
            }
        } catch (IOException e) {
            throw new InputException("%s: cannot be read after line %d (%s)".formatted(file, number, reason(e)), e);
        }
        split();
        return true;
    }

    private boolean fill() throws IOException {
        if (next == limit) {
            next = 0;
            // Compressed data may come in empty pieces.
            do {
                limit = in.read(buffer);
            } while (limit == 0);
            limit = Math.max(limit, 0);
        }
        return limit > 0;
    }

    private void split() {
        fields = 0;
        int at = 0;
        while (true) {
            while (at < length && isBlank(line[at])) {
                at++;
            }
            if (at == length) {
                return;
            }
            int start = at;
            while (at < length && !isBlank(line[at])) {
                at++;
            }
            if (fields < KEPT_FIELDS) {
                starts[fields] = start;
                ends[fields] = at;
            }
            fields++;
        }
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t' || character == '\r';
    }

    int fields() {
        return fields;
    }

    /** Returns the first character of the line that is no blank; 0 if there is none. */
    char firstCharacter() {
        return fields == 0 ? 0 : (char) (line[starts[0]] & 0xFF);
    }

    /** Returns a field as text. */
    String text(int field) {
        return new String(line, starts[field], ends[field] - starts[field], StandardCharsets.ISO_8859_1);
    }

    /** Returns a field as a whole number from 0 on, of at most 63 bits. */
    long whole(int field, String what) {
        long value = 0;
        for (int at = starts[field]; at < ends[field]; at++) {
            int digit = line[at] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                throw wrong("%s '%s' should be a whole number from 0 to 2^63 - 1".formatted(what, shown(field)));
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** Returns a field as a weight. */
    float weight(int field) {
        return Weights.of(decimal(field), this::where);
    }

    /** Only what files mean by a number: Java's own parser also takes a type's letter and hexadecimal digits. */
    private double decimal(int field) {
        long whole = 0;
        boolean isWhole = ends[field] - starts[field] <= EXACT_DIGITS;
        for (int at = starts[field]; at < ends[field]; at++) {
            int digit = line[at] - '0';
            if (digit < 0 || digit > 9) {
                isWhole = false;
                if ("+-.eE".indexOf(line[at]) < 0) {
                    return special(field);
                }
            }
            whole = 10 * whole + digit;
        }
        if (isWhole) {
            return whole;
        }
        try {
            return Double.parseDouble(text(field));
        } catch (NumberFormatException e) {
            throw new InputException("%s: weight '%s' should be a number".formatted(where(), shown(field)), e);
        }
    }

    /** Numbers that are none, so that the message can say why they are refused. */
    private double special(int field) {
        return switch (text(field).toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw wrong("weight '%s' should be a number".formatted(shown(field)));
        };
    }

    /** Returns {@code file:line}. */
    String where() {
        return file + ":" + number;
    }

    InputException wrong(String what) {
        return new InputException(where() + ": " + what);
    }

    /** Returns a field for a message. */
    String shown(int field) {
        String text = text(field).replaceAll("[^ -~]", "?");
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }

    private static String reason(IOException e) {
        return e instanceof EOFException ? "it is cut short" : String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(file, reason(e)), e);
        }
    }
}
