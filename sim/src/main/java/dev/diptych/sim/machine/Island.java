package dev.diptych.sim.machine;

import dev.diptych.sim.engine.EventQueue;
import java.util.List;

/**
 * GPUs that share memories or links at the time, and so have to be simulated together: their events go in the order (time, GPU, sequence).
 * Nothing that happens on one island makes a difference to another, but by way of the host.
 */
final class Island {
    private final SimGpu[] gpus;
    private final Fabric fabric = new Fabric();
    private long nowPicos;
    private long handled;

    /** @param gpus in the order of their indices; they leave the islands that they were on */
    Island(List<SimGpu> gpus) {
        this.gpus = gpus.toArray(SimGpu[]::new);
        for (SimGpu gpu : gpus) {
            gpu.crowds().moveTo(fabric);
            nowPicos = Math.max(nowPicos, gpu.nowPicos());
        }
    }

    List<SimGpu> gpus() {
        return List.of(gpus);
    }

    /** Returns when the next event is due, {@link EventQueue#NEVER} if there is none. */
    long nextPicos() {
        return first().nextPicos();
    }

    /** Returns how many events the latest stretch of time had. */
    long handled() {
        return handled;
    }

    /** Handles all events that are due before a time. */
    void runBefore(long stopPicos) {
        handled = 0;
        while (true) {
            SimGpu gpu = first();
            if (gpu.nextPicos() > nowPicos) {
                settle();
                gpu = first();
            }
            if (!gpu.step(stopPicos)) {
                return;
            }
            nowPicos = gpu.nowPicos();
            handled++;
        }
    }

    /** Returns the GPU whose next event comes first. */
    private SimGpu first() {
        SimGpu first = gpus[0];
        for (int i = 1; i < gpus.length; i++) {
            if (gpus[i].nextPicos() < first.nextPicos()) {
                first = gpus[i];
            }
        }
        return first;
    }

    /** Computes all rates from now on; before time moves on. */
    private void settle() {
        for (SimGpu gpu : gpus) {
            gpu.settle();
        }
        fabric.settle(nowPicos);
    }
}
