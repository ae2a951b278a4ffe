package dev.diptych.model.op;

/** A kernel argument: a scalar, or the address of a slice. */
public sealed interface Arg {
    record I32(int value) implements Arg {}

    record I64(long value) implements Arg {}

    record F32(float value) implements Arg {}

    record F64(double value) implements Arg {}

    /** The address of a slice's first byte, in whatever place it lies. */
    record Address(Slice slice) implements Arg {}

    /** A null pointer, for a parameter that the kernel documents as optional. */
    record Null() implements Arg {}
}
