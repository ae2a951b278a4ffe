package dev.diptych.sim.ptx;

import dev.diptych.model.op.Bytes;

/** An argument of a kernel; a pointer is an {@link I64}. */
public sealed interface PtxArg {
    record I32(int value) implements PtxArg {}

    record I64(long value) implements PtxArg {}

    record F32(float value) implements PtxArg {}

    record F64(double value) implements PtxArg {}

    /** A structure by value, or a scalar of fewer than 4 bytes. */
    record Raw(Bytes bytes) implements PtxArg {}
}
