package dev.diptych.traces;

import dev.diptych.model.InputException;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.table.Varints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace of blocks as a file, little-endian: the eight letters {@code DIPTBLKS}, the number of the format and that of the columns (32 bits each), the
 * number of blocks and each column's bytes (64 bits each); then the columns, each of LEB128 numbers, in the order of {@link BlockTrace#columns}.
 */
final class BlockFile {
    static final String NAME = "blocks.bin";
    private static final long MAGIC = 0x534B4C4254504944L;
    private static final int FORMAT = 1;
    private static final int COLUMNS = 4;
    private static final int HEADER_BYTES = 8 + 2 * Integer.BYTES + (1 + COLUMNS) * Long.BYTES;

    private BlockFile() {}

    static void write(Path file, BlockTrace trace) throws IOException {
        List<Varints> columns = trace.columns();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC).putInt(FORMAT).putInt(COLUMNS).putLong(trace.count());
        columns.forEach(column -> header.putLong(column.bytes()));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeAll(channel, header.flip());
            for (Varints column : columns) {
                writeAll(channel, ByteBuffer.wrap(column.toBytes()));
            }
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Returns the trace in a file.
     *
     * @throws InputException when the file is none, or damaged
     */
    static BlockTrace read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = bytes(file, channel, HEADER_BYTES);
            if (header.getLong() != MAGIC || header.getInt() != FORMAT || header.getInt() != COLUMNS) {
                throw new InputException("%s: is no trace of blocks of format %d".formatted(file, FORMAT));
            }
            long count = header.getLong();
            List<Varints> columns = new ArrayList<>();
            for (int i = 0; i < COLUMNS; i++) {
                columns.add(Varints.of(bytes(file, channel, header.getLong()).array()));
            }
            if (channel.position() != channel.size()) {
                throw new InputException("%s: goes on after its last column".formatted(file));
            }
            return BlockTrace.of(count, columns);
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long count) throws IOException {
        if (count < 0 || count > Integer.MAX_VALUE || count > channel.size() - channel.position()) {
            throw new InputException("%s: has %d bytes, which is no room for a part of %d bytes at byte %d"
                    .formatted(file, channel.size(), count, channel.position()));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new InputException("%s: was cut short while it was read".formatted(file));
            }
        }
        return bytes.flip();
    }
}
