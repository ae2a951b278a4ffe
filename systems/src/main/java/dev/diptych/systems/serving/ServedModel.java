package dev.diptych.systems.serving;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A model that is served: its instances, and how long its operations take. */
public final class ServedModel {
    private final int index;
    private final String name;
    private final int priority;
    private final long deadlineNanos;
    private final int instances;
    /** By how many requests their instances serve. */
    private final NavigableMap<Integer, InstancePool> pools = new TreeMap<>();
    /** Requests that wait for an instance, the oldest first. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** A request without an instance. */
    record Waiting(long requestId, long arrivedNanos) {}

    /**
     * @param priority of its jobs, for schedulers that look at it: the smallest goes first
     * @param deadlineNanos that a job may take from its arrival; {@link Job#NEVER} for no limit
     * @param instances that there are of each batch size, if jobs have memory of their own
     */
    ServedModel(int index, String name, int priority, long deadlineNanos, int instances) {
        this.index = index;
        this.name = name;
        this.priority = priority;
        this.deadlineNanos = deadlineNanos;
        this.instances = instances;
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

    /** Returns how many jobs of it a scheduler that gathers requests may have at a time. */
    public int instances() {
        return instances;
    }

    /** Returns how long the operations of a job take that serves one request, as far as is known. */
    public OpTimes times() {
        return times(1);
    }

    /** Returns how long the operations of a job take that serves so many requests, as far as is known. */
    public OpTimes times(int requests) {
        return pool(requests).times();
    }

    /** Adds instances that serve so many requests at once. */
    void add(int batch, InstancePool pool) {
        pools.put(batch, pool);
    }

    /** Returns the smallest instances that have room for so many requests. */
    InstancePool pool(int requests) {
        Map.Entry<Integer, InstancePool> smallest = pools.ceilingEntry(requests);
        if (smallest == null) {
            throw new IllegalStateException("model '%s' has no instance for %d requests; batches are of %s"
                    .formatted(name, requests, pools.keySet()));
        }
        return smallest.getValue();
    }

    Deque<Waiting> waiting() {
        return waiting;
    }
}
