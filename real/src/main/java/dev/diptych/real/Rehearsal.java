package dev.diptych.real;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelEntry;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A program that goes the ways of every operation often enough for the JVM to compile them, before the run that counts.
 *
 * <p>It warms what this backend does for an operation. What a system and its arrivals run through is warmed by the run's own first requests
 * only, which a metric has to skip.
 */
final class Rehearsal implements Program {
    /** Operations of a request: launches, and a write, a copy and a read-back. */
    static final int REQUEST_OPS = 50;

    private static final int BYTES = 256;
    private static final Gpu GPU = new Gpu(0);

    private final Launch launch;

    Rehearsal(KernelCatalog catalog) {
        this.launch = nothing(catalog);
    }

    /** Returns a launch of a kernel that does nothing. */
    static Launch nothing(KernelCatalog catalog) {
        KernelEntry spin = catalog.entry("spin", "spin");
        Kernel kernel = new Kernel(spin.module(), spin.name(), spin.registersPerThread(), spin.staticSharedBytes());
        return new Launch(kernel, Dim.of(1), Dim.of(32), List.of(new Arg.I64(0)));
    }

    /** Returns requests, all at once, with at least {@code ops} operations in all. */
    static List<Arrival> arrivals(int ops) {
        return LongStream.range(0, (ops + REQUEST_OPS - 1) / REQUEST_OPS)
                .mapToObj(id -> new Arrival(id, 0, 0, Bytes.EMPTY))
                .toList();
    }

    @Override
    public Controller start(Host host) {
        Buffer one = host.allocate(GPU, BYTES);
        Buffer other = host.allocate(GPU, BYTES);
        Bytes bytes = Bytes.ofLongs(new long[BYTES / Long.BYTES]);
        return new Controller() {
            private final Deque<Long> waiting = new ArrayDeque<>();
            private long opsLeft;

            @Override
            public void onArrival(Arrival arrival) {
                waiting.add(arrival.requestId());
                if (opsLeft == 0) {
                    host.timer(0, host.nowNanos());
                    opsLeft = REQUEST_OPS;
                }
            }

            @Override
            public void onTimer(long timerId) {
                long requestId = waiting.remove();
                host.submit(GPU, 0, requestId, new Write(bytes, one.all()));
                host.submit(GPU, 0, requestId, new Copy(one.all(), other.all()));
                host.submit(GPU, 0, requestId, new ReadBack(other.all()));
                for (int i = 3; i < REQUEST_OPS; i++) {
                    host.submit(GPU, 1, requestId, launch);
                }
                host.finish(requestId);
            }

            @Override
            public void onOpDone(long opId, long startNanos, long endNanos) {
                opsLeft--;
                if (opsLeft == 0 && !waiting.isEmpty()) {
                    host.timer(0, host.nowNanos());
                    opsLeft = REQUEST_OPS;
                }
            }

            @Override
            public void onValue(long opId, Bytes value) {
                if (!value.equals(bytes)) {
                    throw new IllegalStateException(
                            "operation %d of the rehearsal brought other bytes back, %d operations left"
                                    .formatted(opId, opsLeft));
                }
            }
        };
    }
}
