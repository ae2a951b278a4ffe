package dev.diptych.model.op;

/** Brings values of the controller to a place: keys, parameters, inputs of a request. The opposite of {@link ReadBack}. */
public record Write(Bytes bytes, Slice to) implements Op {
    public Write {
        if (bytes.size() != to.bytes()) {
            throw new IllegalArgumentException("write of %d bytes into %d bytes".formatted(bytes.size(), to.bytes()));
        }
    }
}
