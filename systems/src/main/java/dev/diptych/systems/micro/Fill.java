package dev.diptych.systems.micro;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.List;

/** Set-up work: arrays with random contents. Nothing is timed on zeros, which some memories move faster. */
final class Fill {
    private static final int BLOCKS = 1056;
    private static final int THREADS = 256;

    private Fill() {}

    /** Submits the filling of a buffer in any place with the words of a seed of its own. */
    static void random(Host host, Gpu gpu, Buffer buffer, int which) {
        long words = buffer.bytes() / Integer.BYTES;
        host.submit(
                gpu,
                0,
                Host.NO_REQUEST,
                new Launch(
                        NativeKernel.of("philox", "philox_fill"),
                        Dim.of(BLOCKS),
                        Dim.of(THREADS),
                        List.of(new Arg.Address(buffer.all()), new Arg.I64(words), new Arg.I64(host.seed() + which))));
    }
}
