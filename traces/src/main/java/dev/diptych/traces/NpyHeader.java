package dev.diptych.traces;

import dev.diptych.model.InputException;
import dev.diptych.model.table.Column;
import dev.diptych.model.table.Table;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before the numbers of a {@code .npy} file, version 1.0: the magic bytes, the version, the header's length, and a Python
 * dictionary padded with blanks so that the data begin at a multiple of 64 bytes (NumPy Enhancement Proposal 1, "Format specification").
 */
final class NpyHeader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int PREFIX_BYTES = MAGIC.length + Short.BYTES;
    private static final int ALIGNMENT_BYTES = 64;
    private static final Pattern DICTIONARY =
            Pattern.compile("\\{'descr': (.+), 'fortran_order': False, 'shape': \\((\\d{1,18}),\\), \\} *\n");

    private NpyHeader() {}

    /** Returns the element type of a table's rows, as Python writes it: its fields lie one after the other, without gaps. */
    static String rowType(Table table) {
        return table.columns().stream()
                .map(column ->
                        "('%s', '%s')".formatted(column.name(), column.type() == Column.Type.I32 ? "<i4" : "<i8"))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Returns the header of {@code count} elements of a type. */
    static byte[] of(String elementType, long count) {
        String dictionary = "{'descr': %s, 'fortran_order': False, 'shape': (%d,), }".formatted(elementType, count);
        int unpadded = PREFIX_BYTES + dictionary.length() + 1;
        int bytes = (unpadded + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
        if (bytes - PREFIX_BYTES > 0xFFFF) {
            throw new IllegalStateException("a header of %d bytes does not fit version 1.0".formatted(bytes));
        }
        String padded = dictionary + " ".repeat(bytes - unpadded) + "\n";
        return ByteBuffer.allocate(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) (bytes - PREFIX_BYTES))
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /**
     * Reads past a file's header and returns how many elements it announces. The element type has to be the expected one to the letter.
     *
     * @throws InputException when it is no {@code .npy} file of version 1.0, or one of another type or of more than one dimension
     */
    static long read(FileChannel channel, Path file, String elementType) throws IOException {
        ByteBuffer prefix = bytes(channel, PREFIX_BYTES, file);
        byte[] magic = new byte[MAGIC.length];
        prefix.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new InputException("%s: is not a NumPy file of version 1.0".formatted(file));
        }
        int length = Short.toUnsignedInt(prefix.getShort());
        String text =
                StandardCharsets.ISO_8859_1.decode(bytes(channel, length, file)).toString();
        Matcher matcher = DICTIONARY.matcher(text);
        if (!matcher.matches()) {
            throw new InputException("%s: its header is not that of a table: %s".formatted(file, printable(text)));
        }
        if (!matcher.group(1).equals(elementType)) {
            throw new InputException(
                    "%s: its rows should be %s, but are %s".formatted(file, elementType, printable(matcher.group(1))));
        }
        return Long.parseLong(matcher.group(2));
    }

    private static ByteBuffer bytes(FileChannel channel, int count, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new InputException("%s: ends inside its header".formatted(file), new EOFException());
            }
        }
        return buffer.flip();
    }

    /** Keeps a damaged header from breaking a message's one line. */
    private static String printable(String text) {
        String clean = text.strip().replaceAll("[^ -~]", "?");
        return clean.length() <= 200 ? clean : clean.substring(0, 200) + "...";
    }
}
