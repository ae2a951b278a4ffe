package dev.diptych.systems.serving;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Runs of each model before the first request, one after the other in one stream: what a driver does at first use is over then, and it is known
 * how long operations take alone.
 */
final class WarmUp {
    private record Pending(long opId, OpTimes times, int op) {}

    private static final int STREAM = 0;
    private static final double NANOS_PER_MICRO = 1000;

    private final Host host;
    private final Gpu gpu;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private long lastEndNanos;

    WarmUp(Host host, Gpu gpu) {
        this.host = host;
        this.gpu = gpu;
    }

    /** Runs an instance of a model whose times are kept; to be called before the first request. */
    void run(OpTimes times, List<Op> ops) {
        for (int op = 0; op < ops.size(); op++) {
            pending.add(new Pending(host.submit(gpu, STREAM, Host.NO_REQUEST, ops.get(op)), times, op));
        }
    }

    /** Takes an operation's end if it is one of the warm-ups'; returns whether it was. */
    boolean takes(long opId, long startNanos, long endNanos) {
        Pending oldest = pending.peek();
        if (oldest == null || oldest.opId != opId) {
            return false;
        }
        pending.remove();
        double tookMicros = (endNanos - Math.max(startNanos, lastEndNanos)) / NANOS_PER_MICRO;
        lastEndNanos = endNanos;
        oldest.times.warmedUp(oldest.op, tookMicros);
        return true;
    }
}
