package dev.diptych.systems.embedding;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.systems.plan.NativeKernel;
import java.util.List;

/** Counters in a GPU's memory that begin at zero. */
public final class Zeros {
    private static final int THREADS = 128;

    private Zeros() {}

    /** Returns what clears a few bytes. */
    public static Launch in(Slice counters) {
        return new Launch(
                NativeKernel.of("fill", "fill_zeros"),
                Dim.of(1),
                Dim.of(THREADS),
                List.of(new Arg.Address(counters), new Arg.I64(counters.bytes())));
    }
}
