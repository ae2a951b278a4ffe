package dev.diptych.model.op;

/** Brings values computed on a device to the controller, and into the log. */
public record ReadBack(Slice from) implements Op {
    public ReadBack {
        if (from.bytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a read-back carries at most %d bytes, but was asked for %d"
                    .formatted(Integer.MAX_VALUE, from.bytes()));
        }
    }
}
