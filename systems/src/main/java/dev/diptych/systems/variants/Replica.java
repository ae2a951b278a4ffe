package dev.diptych.systems.variants;

import dev.diptych.model.hw.Gpu;
import java.util.ArrayDeque;
import java.util.Deque;

/** A variant on a GPU of its own, with the requests that wait for it. */
public final class Replica {
    /** What it does. */
    public enum State {
        LOADING,
        READY,
        /** It answers what it has, and takes no more. */
        LEAVING
    }

    private final int variant;
    private final Gpu gpu;
    private final Deque<Request> queue = new ArrayDeque<>();
    private State state = State.LOADING;
    private boolean isBusy;

    /** Requests that were sent to it since the policy looked last. */
    private int recent;

    Replica(int variant, Gpu gpu) {
        this.variant = variant;
        this.gpu = gpu;
    }

    /** Returns which variant it is of, by number. */
    public int variant() {
        return variant;
    }

    Gpu gpu() {
        return gpu;
    }

    public State state() {
        return state;
    }

    /** Returns how many requests it has and has not answered. */
    public int load() {
        return queue.size() + (isBusy ? 1 : 0);
    }

    /** Returns how many requests were sent to it since the policy looked last. */
    public int recent() {
        return recent;
    }

    void take(Request request) {
        queue.add(request);
        recent++;
    }

    /** Returns the request that it turns to now. */
    Request begin() {
        isBusy = true;
        return queue.remove();
    }

    boolean canBegin() {
        return state != State.LOADING && !isBusy && !queue.isEmpty();
    }

    void end() {
        isBusy = false;
    }

    void ready() {
        // It may have been told to leave while it was being loaded.
        state = state == State.LOADING ? State.READY : state;
    }

    void leave() {
        state = State.LEAVING;
    }

    void look() {
        recent = 0;
    }
}
