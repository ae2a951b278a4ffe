package dev.diptych.model.op;

import dev.diptych.model.hw.Place;

/**
 * A stretch of memory that a run allocated: a name for it, not a handle.
 *
 * @param id dense, from 0, in the order of allocation
 * @param bytes its size, at least 1
 */
public record Buffer(int id, Place place, long bytes) {
    public Buffer {
        if (id < 0 || bytes < 1) {
            throw new IllegalArgumentException(
                    "buffer %d of %d bytes: ids start at 0 and sizes at 1".formatted(id, bytes));
        }
    }

    public Slice all() {
        return new Slice(this, 0, bytes);
    }

    public Slice slice(long offsetBytes, long sliceBytes) {
        return new Slice(this, offsetBytes, sliceBytes);
    }
}
