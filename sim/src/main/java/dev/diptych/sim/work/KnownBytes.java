package dev.diptych.sim.work;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Slice;
import java.util.Optional;

/** What a simulation knows of the contents of memory. */
public interface KnownBytes {
    /** Returns the bytes of a slice, or nothing when a part of them is unknown: never written, or perhaps written by a kernel. */
    Optional<Bytes> read(Slice slice);
}
