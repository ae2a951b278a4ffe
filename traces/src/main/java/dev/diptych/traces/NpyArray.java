package dev.diptych.traces;

import dev.diptych.model.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A plain array in a {@code .npy} file, in C order: the last index runs fastest. Its elements stay in the file and pass through a small
 * buffer, so that an array takes no memory of its own, however large it is.
 *
 * @param shape elements along each dimension; none for a single number
 */
public record NpyArray(Path file, NpyType type, List<Long> shape) {
    /** A multiple of every element's size. */
    private static final int PIECE_BYTES = 1 << 20;

    public NpyArray {
        shape = List.copyOf(shape);
        bytes(type, shape, file);
    }

    /** Takes or gives the bytes that begin at an offset of the array: all that the buffer, a little-endian one, has room for. */
    public interface Piece {
        void pass(long offsetBytes, ByteBuffer bytes);
    }

    /**
     * Returns the array in a file, whose contents are yet to be read.
     *
     * @throws InputException when the file is missing, is cut or too long, is no array of numbers, or lies in Fortran order
     */
    public static NpyArray open(Path file) {
        try (FileChannel channel = NpyFile.open(file)) {
            NpyHeader header = NpyHeader.read(channel, file);
            // With at most one dimension that is longer than 1, both orders are the same.
            if (header.isFortranOrder()
                    && header.shape().stream().filter(length -> length != 1).count() > 1) {
                throw new InputException(
                        "%s: is in Fortran order; save numpy.ascontiguousarray(array) instead".formatted(file));
            }
            NpyArray array = new NpyArray(file, NpyType.of(header.elementType(), file), header.shape());
            NpyFile.dataBytes(
                    channel, file, array.count(), "elements", array.type().bytes());
            return array;
        } catch (IOException e) {
            throw NpyFile.unreadable(file, e);
        }
    }

    /** Returns the number of elements. */
    public long count() {
        return bytes() / type.bytes();
    }

    /** Returns the size of the elements, without the header. */
    public long bytes() {
        return bytes(type, shape, file);
    }

    /**
     * Hands the contents over, from the first byte to the last.
     *
     * @throws InputException when the file cannot be read, or has changed since it was opened
     */
    public void read(Piece to) {
        try (FileChannel channel = NpyFile.open(file)) {
            NpyHeader.read(channel, file);
            ByteBuffer buffer = buffer(bytes());
            for (long at = 0; at < bytes(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), bytes() - at));
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer) < 0) {
                        throw new InputException(
                                "%s: became shorter while it was read".formatted(file), new EOFException());
                    }
                }
                to.pass(at, buffer.flip());
            }
        } catch (IOException e) {
            throw NpyFile.unreadable(file, e);
        }
    }

    /**
     * Writes the array's file, in place of one that may be there.
     *
     * @param from fills each buffer that it is handed
     * @throws InputException when the file cannot be written
     */
    public void write(Piece from) {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            NpyFile.put(channel, ByteBuffer.wrap(new NpyHeader(type.elementType(), false, shape).bytes()));
            ByteBuffer buffer = buffer(bytes());
            for (long at = 0; at < bytes(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), bytes() - at));
                from.pass(at, buffer);
                // A source may fill the buffer without moving its position.
                NpyFile.put(channel, buffer.rewind());
            }
        } catch (IOException e) {
            throw new InputException("%s: cannot be written (%s)".formatted(file, e), e);
        }
    }

    private static ByteBuffer buffer(long bytes) {
        return ByteBuffer.allocate((int) Math.min(PIECE_BYTES, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long bytes(NpyType type, List<Long> shape, Path file) {
        if (shape.contains(0L)) {
            return 0;
        }
        try {
            return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw new InputException("%s: shape %s of %s is beyond 2^63 bytes".formatted(file, shape, type), e);
        }
    }
}
