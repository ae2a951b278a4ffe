package dev.diptych.model.run;

import dev.diptych.model.op.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes that a run's inputs carried, end to end; at most 2 GiB. */
public final class PayloadStore {
    private byte[] content = new byte[0];
    private int size;

    /** Appends bytes and returns where they begin. */
    public int add(Bytes bytes) {
        int offset = size;
        int needed = Math.addExact(size, bytes.size());
        if (needed > content.length) {
            content = Arrays.copyOf(content, (int)
                    Math.max(needed, Math.min(2L * content.length, Integer.MAX_VALUE - 8)));
        }
        bytes.buffer().get(content, offset, bytes.size());
        size = needed;
        return offset;
    }

    public Bytes get(int offset, int bytes) {
        return bytes == 0
                ? Bytes.EMPTY
                : Bytes.copyOf(ByteBuffer.wrap(content, 0, size).slice(offset, bytes));
    }

    public int size() {
        return size;
    }
}
