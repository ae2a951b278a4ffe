package dev.diptych.systems.micro;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Plan;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.PlanRun;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Carries out the same plan for each request, one request after the other in the order of arrival. */
final class PlanPerRequest implements Controller {
    private final Host host;
    private final Gpu gpu;
    private final Plan plan;
    private final Deque<Long> waiting = new ArrayDeque<>();
    private @Nullable PlanRun running;

    PlanPerRequest(Host host, Gpu gpu, Plan plan) {
        this.host = host;
        this.gpu = gpu;
        this.plan = plan;
    }

    @Override
    public void onArrival(Arrival arrival) {
        waiting.add(arrival.requestId());
        startNext();
    }

    @Override
    public void onOpDone(long opId, long startNanos, long endNanos) {
        PlanRun run = running;
        if (run == null) {
            // No request is served, so this was part of the set-up.
            return;
        }
        run.opDone(opId);
        if (run.isDone()) {
            running = null;
            host.finish(run.requestId());
            startNext();
        }
    }

    /** Values are part of the log; this system does not act on them. */
    @Override
    public void onValue(long opId, Bytes value) {}

    /** Notices are part of the log; this system does not act on them. */
    @Override
    public void onBlocks(long opId, int started, int finished) {}

    private void startNext() {
        if (running == null && !waiting.isEmpty()) {
            running = new PlanRun(host, gpu, 0, waiting.remove(), plan);
            running.start();
        }
    }
}
