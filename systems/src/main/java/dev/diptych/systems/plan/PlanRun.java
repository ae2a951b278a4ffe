package dev.diptych.systems.plan;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Plan;
import dev.diptych.model.run.Host;
import java.util.List;

/**
 * One execution of a plan on a GPU, for one request.
 *
 * <p>A step is submitted as soon as every step that it comes after is done or stands before it in its own stream; so a chain is submitted at
 * once and the device keeps its order, while a step that joins two streams waits for the controller to hear of the other one.
 */
public final class PlanRun {
    private static final long NOT_SUBMITTED = -1;

    private final Host host;
    private final Gpu gpu;
    private final int firstStream;
    private final long requestId;
    private final Plan plan;
    private final int[] stream;
    private final long[] opId;
    private final boolean[] done;
    private int stepsLeft;
    private int nextToSubmit;

    /** A run of {@code plan} on the streams from {@code firstStream} on; nothing is submitted before {@link #start}. */
    public PlanRun(Host host, Gpu gpu, int firstStream, long requestId, Plan plan) {
        this.host = host;
        this.gpu = gpu;
        this.firstStream = firstStream;
        this.requestId = requestId;
        this.plan = plan;
        this.stream = Streams.of(plan);
        this.opId = new long[stream.length];
        this.done = new boolean[stream.length];
        this.stepsLeft = stream.length;
        java.util.Arrays.fill(opId, NOT_SUBMITTED);
    }

    /** Submits every step that may be. */
    public void start() {
        boolean allBefore = true;
        for (int step = nextToSubmit; step < stream.length; step++) {
            if (opId[step] == NOT_SUBMITTED && mayBeSubmitted(step)) {
                opId[step] = host.submit(
                        gpu,
                        firstStream + stream[step],
                        requestId,
                        plan.steps().get(step).op());
            }
            // Steps before the first unsubmitted one need no second look.
            allBefore &= opId[step] != NOT_SUBMITTED;
            nextToSubmit = allBefore ? step + 1 : nextToSubmit;
        }
    }

    /** Takes note that an operation of this run has ended, and submits what waited for it. */
    public void opDone(long endedOpId) {
        for (int step = 0; step < stream.length; step++) {
            if (opId[step] == endedOpId) {
                done[step] = true;
                stepsLeft--;
                start();
                return;
            }
        }
        throw new IllegalStateException("operation %d is none of plan '%s'".formatted(endedOpId, plan.name()));
    }

    public boolean isDone() {
        return stepsLeft == 0;
    }

    public long requestId() {
        return requestId;
    }

    private boolean mayBeSubmitted(int step) {
        List<Integer> after = plan.steps().get(step).after();
        return after.stream()
                .allMatch(before -> done[before] || (stream[before] == stream[step] && opId[before] != NOT_SUBMITTED));
    }
}
