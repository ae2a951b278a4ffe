package dev.diptych.systems.serving;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Runs of each model before the first request, one after the other in one stream: what a driver does at first use is over then, and it is known
 * how long operations take alone.
 */
final class WarmUp {
    /** @param times where to keep how long it took; null for nowhere */
    private record Pending(long opId, @Nullable OpTimes times, int op) {}

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

    /** Runs an instance of a model and keeps how long its operations take; to be called before the first request. */
    void run(Instance instance) {
        for (int op = 0; op < instance.size(); op++) {
            submit(instance.op(op), instance.times(), op);
        }
    }

    /** Runs the kernels of an instance as they are when they report, which is another form of them; to be called before the first request. */
    void runReporting(Instance instance) {
        for (int op = 0; op < instance.size(); op++) {
            if (instance.footprint(op) != null) {
                submit(instance.reporting(op), null, op);
            }
        }
    }

    private void submit(Op op, @Nullable OpTimes times, int index) {
        pending.add(new Pending(host.submit(gpu, STREAM, Host.NO_REQUEST, op), times, index));
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
        if (oldest.times != null) {
            oldest.times.warmedUp(oldest.op, tookMicros);
        }
        return true;
    }
}
