package dev.diptych.systems.serving;

import java.util.ArrayDeque;
import java.util.Deque;

/** A model that is served: its instances, and how long its operations take. */
public final class ServedModel {
    private final int index;
    private final String name;
    private final int priority;
    private final long deadlineNanos;
    private final boolean isShared;
    private final OpTimes times;
    private final Deque<Instance> free = new ArrayDeque<>();
    /** Jobs that wait for an instance, the oldest first. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** A request without an instance. */
    record Waiting(long requestId, long arrivedNanos) {}

    /**
     * @param priority of its jobs, for schedulers that look at it: the smallest goes first
     * @param deadlineNanos that a job may take from its arrival; {@link Job#NEVER} for no limit
     * @param isShared whether its one instance serves any number of jobs at a time
     */
    ServedModel(int index, String name, int priority, long deadlineNanos, boolean isShared, OpTimes times) {
        this.index = index;
        this.name = name;
        this.priority = priority;
        this.deadlineNanos = deadlineNanos;
        this.isShared = isShared;
        this.times = times;
    }

    /** Returns which of the models it is, from 0 on. */
    public int index() {
        return index;
    }

    public String name() {
        return name;
    }

    /** Returns the priority of its jobs: the smallest goes first. */
    public int priority() {
        return priority;
    }

    /** Returns how long a job may take from its arrival; {@link Job#NEVER} for no limit. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** Returns how long its operations take, as far as is known. */
    public OpTimes times() {
        return times;
    }

    void giveBack(Instance instance) {
        if (!isShared || free.isEmpty()) {
            free.push(instance);
        }
    }

    boolean hasFree() {
        return !free.isEmpty();
    }

    Instance take() {
        return isShared ? free.element() : free.pop();
    }

    Deque<Waiting> waiting() {
        return waiting;
    }
}
