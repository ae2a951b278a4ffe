package dev.diptych.model.op;

/** A copy by a copy engine (or by the driver, inside one memory); both slices have the same size. */
public record Copy(Slice from, Slice to) implements Op {
    public Copy {
        if (from.bytes() != to.bytes()) {
            throw new IllegalArgumentException("copy of %d bytes into %d bytes".formatted(from.bytes(), to.bytes()));
        }
    }
}
