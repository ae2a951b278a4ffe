package dev.diptych.systems.serving;

/** Jobs for tests of what only looks at them. */
public final class Jobs {
    private Jobs() {}

    /** Returns a job of a model, without operations. */
    public static Job of(long requestId, int model) {
        return new Job(requestId, new ServedModel(model, "model " + model, 0, Job.NEVER, 1), 0, null);
    }
}
