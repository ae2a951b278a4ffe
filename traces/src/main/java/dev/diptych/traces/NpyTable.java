package dev.diptych.traces;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.PayloadStore;
import dev.diptych.model.table.Column;
import dev.diptych.model.table.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A table as one NumPy structured array, and a payload as one array of bytes: {@code numpy.load(file, mmap_mode="r")} opens both. Rows are
 * little-endian and packed, so row {@code i} lies at {@code header + i * rowBytes}.
 */
public final class NpyTable {
    private static final String BYTE_TYPE = "'|u1'";
    /** A mapping holds at most 2 GiB, so a file is read through windows of this size. */
    private static final long WINDOW_BYTES = 1L << 28;

    private static final int CHUNK_BYTES = 1 << 16;

    private NpyTable() {}

    /** Writes a table to a file that does not exist yet. */
    public static void write(Path file, Table table) throws IOException {
        try (FileChannel channel = create(file)) {
            NpyFile.put(channel, ByteBuffer.wrap(NpyHeader.of(NpyHeader.rowType(table), table.rows())));
            int rowBytes = rowBytes(table);
            ByteBuffer chunk = ByteBuffer.allocateDirect(Math.max(rowBytes, CHUNK_BYTES / rowBytes * rowBytes))
                    .order(ByteOrder.LITTLE_ENDIAN);
            List<Column> columns = table.columns();
            for (int row = 0; row < table.rows(); row++) {
                if (!chunk.hasRemaining()) {
                    NpyFile.put(channel, chunk.flip());
                    chunk.clear();
                }
                for (Column column : columns) {
                    if (column.type() == Column.Type.I32) {
                        chunk.putInt((int) column.get(row));
                    } else {
                        chunk.putLong(column.get(row));
                    }
                }
            }
            NpyFile.put(channel, chunk.flip());
        }
    }

    /**
     * Appends the rows of a file to a table.
     *
     * @throws InputException when the file is missing, is not such a table, or holds fewer or more bytes than its rows take
     */
    public static void read(Path file, Table table) {
        try (FileChannel channel = NpyFile.open(file)) {
            long rows = NpyHeader.read(channel, file).rows(file, NpyHeader.rowType(table));
            int rowBytes = rowBytes(table);
            long dataBytes = dataBytes(channel, file, rows, rowBytes);
            long windowBytes = WINDOW_BYTES / rowBytes * rowBytes;
            long[] values = new long[table.columns().size()];
            for (long at = 0; at < dataBytes; at += windowBytes) {
                ByteBuffer window = map(channel, at, Math.min(windowBytes, dataBytes - at));
                while (window.hasRemaining()) {
                    for (int i = 0; i < values.length; i++) {
                        values[i] =
                                table.columns().get(i).type() == Column.Type.I32 ? window.getInt() : window.getLong();
                    }
                    table.add(values);
                }
            }
        } catch (IOException e) {
            throw NpyFile.unreadable(file, e);
        }
    }

    /** Writes a payload to a file that does not exist yet. */
    public static void write(Path file, PayloadStore payload) throws IOException {
        try (FileChannel channel = create(file)) {
            NpyFile.put(channel, ByteBuffer.wrap(NpyHeader.of(BYTE_TYPE, payload.size())));
            for (int at = 0; at < payload.size(); at += CHUNK_BYTES) {
                NpyFile.put(
                        channel,
                        payload.get(at, Math.min(CHUNK_BYTES, payload.size() - at))
                                .buffer());
            }
        }
    }

    /**
     * Returns the payload in a file.
     *
     * @throws InputException when the file is missing, is not an array of bytes, is cut or too long, or holds more than 2 GiB
     */
    public static PayloadStore readPayload(Path file) {
        try (FileChannel channel = NpyFile.open(file)) {
            long count = NpyHeader.read(channel, file).rows(file, BYTE_TYPE);
            long dataBytes = dataBytes(channel, file, count, 1);
            PayloadStore payload = new PayloadStore();
            for (long at = 0; at < dataBytes; at += WINDOW_BYTES) {
                payload.add(Bytes.copyOf(map(channel, at, Math.min(WINDOW_BYTES, dataBytes - at))));
            }
            return payload;
        } catch (IOException e) {
            throw NpyFile.unreadable(file, e);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static int rowBytes(Table table) {
        return table.columns().stream()
                .mapToInt(column -> column.type().bytes())
                .sum();
    }

    private static long dataBytes(FileChannel channel, Path file, long rows, int rowBytes) throws IOException {
        long bytes = NpyFile.dataBytes(channel, file, rows, "rows", rowBytes);
        if (rows > Integer.MAX_VALUE - 8) {
            throw new InputException("%s: %d rows are more than the 2^31 that memory holds".formatted(file, rows));
        }
        return bytes;
    }

    private static ByteBuffer map(FileChannel channel, long offsetBytes, long bytes) throws IOException {
        return channel.map(MapMode.READ_ONLY, channel.position() + offsetBytes, bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
