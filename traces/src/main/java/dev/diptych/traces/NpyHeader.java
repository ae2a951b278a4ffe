package dev.diptych.traces;

import dev.diptych.model.InputException;
import dev.diptych.model.table.Column;
import dev.diptych.model.table.Table;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands before the numbers of a {@code .npy} file: the magic bytes, the version, the header's length, and a Python dictionary padded
 * with blanks so that the data begin at a multiple of 64 bytes (NumPy Enhancement Proposal 1, "Format specification"). Version 1.0 is
 * written; 2.0 and 3.0, whose length has four bytes, are read, too.
 *
 * @param elementType as Python writes it, quotes and brackets included
 * @param isFortranOrder whether the first index runs fastest
 * @param shape elements along each dimension; none for a single number
 */
record NpyHeader(String elementType, boolean isFortranOrder, List<Long> shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int VERSION_BYTES = 2;
    private static final int PREFIX_BYTES = MAGIC.length + VERSION_BYTES + Short.BYTES;
    private static final int ALIGNMENT_BYTES = 64;
    /** Far more than any dictionary takes; a damaged length is not to cost gigabytes. */
    private static final int MAX_DICTIONARY_BYTES = 1 << 20;

    private static final Pattern DICTIONARY = Pattern.compile("\\{.*}\\s*", Pattern.DOTALL);
    private static final Pattern ELEMENT_TYPE = Pattern.compile("'descr'\\s*:\\s*(\\[[^\\[\\]]*]|'[^']*')");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE =
            Pattern.compile("'shape'\\s*:\\s*\\(\\s*((?:\\d{1,18}\\s*,\\s*)*(?:\\d{1,18}\\s*)?)\\)");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /** Returns the element type of a table's rows, as Python writes it: its fields lie one after the other, without gaps. */
    static String rowType(Table table) {
        return table.columns().stream()
                .map(column ->
                        "('%s', '%s')".formatted(column.name(), column.type() == Column.Type.I32 ? "<i4" : "<i8"))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Returns the header of {@code count} elements of a type. */
    static byte[] of(String elementType, long count) {
        return new NpyHeader(elementType, false, List.of(count)).bytes();
    }

    /** Returns what stands in a file before the data. */
    byte[] bytes() {
        String dictionary = "{'descr': %s, 'fortran_order': %s, 'shape': %s, }"
                .formatted(elementType, isFortranOrder ? "True" : "False", tuple());
        int unpadded = PREFIX_BYTES + dictionary.length() + 1;
        int bytes = (unpadded + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
        if (bytes - PREFIX_BYTES > 0xFFFF) {
            throw new IllegalStateException("a header of %d bytes does not fit version 1.0".formatted(bytes));
        }
        String padded = dictionary + " ".repeat(bytes - unpadded) + "\n";
        return ByteBuffer.allocate(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (bytes - PREFIX_BYTES))
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** Returns the shape as a Python tuple; one of a single element keeps its comma. */
    private String tuple() {
        return shape.size() == 1
                ? "(%d,)".formatted(shape.get(0))
                : shape.stream().map(Object::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    /**
     * Reads past a file's header and returns it.
     *
     * @throws InputException when it is no {@code .npy} file of version 1.0, 2.0 or 3.0, or its dictionary is damaged
     */
    static NpyHeader read(ReadableByteChannel channel, Path file) throws IOException {
        ByteBuffer prefix = bytes(channel, MAGIC.length + VERSION_BYTES, file);
        byte[] magic = new byte[MAGIC.length];
        prefix.get(magic);
        int major = prefix.get();
        if (!Arrays.equals(magic, MAGIC) || major < 1 || major > 3 || prefix.get() != 0) {
            throw new InputException("%s: is not a NumPy file of version 1.0, 2.0 or 3.0".formatted(file));
        }
        int length = major == 1
                ? Short.toUnsignedInt(bytes(channel, Short.BYTES, file).getShort())
                : bytes(channel, Integer.BYTES, file).getInt();
        if (length < 0 || length > MAX_DICTIONARY_BYTES) {
            throw new InputException("%s: its header should be at most %d bytes, but is %d"
                    .formatted(file, MAX_DICTIONARY_BYTES, Integer.toUnsignedLong(length)));
        }
        String text =
                StandardCharsets.ISO_8859_1.decode(bytes(channel, length, file)).toString();
        Matcher elementType = ELEMENT_TYPE.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!DICTIONARY.matcher(text).matches() || !elementType.find() || !order.find() || !shape.find()) {
            throw new InputException("%s: its header is not that of an array: %s".formatted(file, printable(text)));
        }
        List<Long> dimensions = Stream.of(shape.group(1).split(","))
                .map(String::strip)
                .filter(number -> !number.isEmpty())
                .map(Long::valueOf)
                .toList();
        return new NpyHeader(elementType.group(1), order.group(1).equals("True"), dimensions);
    }

    /**
     * Returns how many rows a table's file announces. The element type has to be the expected one to the letter.
     *
     * @throws InputException when it is another one, or the array has other than one dimension
     */
    long rows(Path file, String expectedType) {
        if (isFortranOrder || shape.size() != 1) {
            throw new InputException("%s: its header is not that of a table: shape %s".formatted(file, tuple()));
        }
        if (!elementType.equals(expectedType)) {
            throw new InputException(
                    "%s: its rows should be %s, but are %s".formatted(file, expectedType, printable(elementType)));
        }
        return shape.get(0);
    }

    private static ByteBuffer bytes(ReadableByteChannel channel, int count, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new InputException("%s: ends inside its header".formatted(file), new EOFException());
            }
        }
        return buffer.flip();
    }

    /** Keeps a damaged header from breaking a message's one line. */
    static String printable(String text) {
        String clean = text.strip().replaceAll("[^ -~]", "?");
        return clean.length() <= 200 ? clean : clean.substring(0, 200) + "...";
    }
}
