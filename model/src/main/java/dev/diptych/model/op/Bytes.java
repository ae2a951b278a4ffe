package dev.diptych.model.op;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An immutable run of bytes; numbers in it are little-endian, as on every GPU. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** Returns a copy of what remains in {@code buffer}, whose position does not move. */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] content = new byte[buffer.remaining()];
        buffer.duplicate().get(content);
        return new Bytes(content);
    }

    public static Bytes ofInts(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asIntBuffer().put(values);
        return new Bytes(buffer.array());
    }

    public static Bytes ofLongs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(values);
        return new Bytes(buffer.array());
    }

    public int size() {
        return content.length;
    }

    public int getInt(int offsetBytes) {
        return buffer().getInt(offsetBytes);
    }

    public long getLong(int offsetBytes) {
        return buffer().getLong(offsetBytes);
    }

    /** Returns a read-only, little-endian view from the first byte to the last. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
