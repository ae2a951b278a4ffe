package dev.diptych.systems.check;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;

/** A machine for what a check tries that submits operations by itself: all of them are the lab's. It serves no requests and has no timers. */
record LabHost(Host machine, Submission lab) implements Host {
    /** Submits to a stream, counted from the lab's first, and returns the operation. */
    interface Submission {
        long submit(Gpu gpu, int stream, Op op);
    }

    @Override
    public Platform platform() {
        return machine.platform();
    }

    @Override
    public long nowNanos() {
        return machine.nowNanos();
    }

    @Override
    public long seed() {
        return machine.seed();
    }

    @Override
    public Buffer allocate(Place place, long bytes) {
        return machine.allocate(place, bytes);
    }

    @Override
    public long submit(Gpu gpu, int stream, long requestId, Op op) {
        return lab.submit(gpu, stream, op);
    }

    /** Whoever counts a lab's operations hears of each. */
    @Override
    public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
        return submit(gpu, stream, requestId, op);
    }

    @Override
    public void timer(long timerId, long atNanos) {
        throw new IllegalStateException("timer %d is not the lab's".formatted(timerId));
    }

    @Override
    public void backgroundTimer(long timerId, long atNanos) {
        timer(timerId, atNanos);
    }

    @Override
    public void finish(long requestId) {
        throw new IllegalStateException("request %d is not the lab's".formatted(requestId));
    }
}
