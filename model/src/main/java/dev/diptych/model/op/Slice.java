package dev.diptych.model.op;

/** A part of a buffer, inside its bounds. */
public record Slice(Buffer buffer, long offsetBytes, long bytes) {
    public Slice {
        if (offsetBytes < 0 || bytes < 0 || offsetBytes > buffer.bytes() - bytes) {
            throw new IllegalArgumentException("slice of %d bytes at %d leaves buffer %d of %d bytes"
                    .formatted(bytes, offsetBytes, buffer.id(), buffer.bytes()));
        }
    }
}
