package dev.diptych.systems.serving;

import java.util.ArrayDeque;
import java.util.Deque;

/** The instances of a model that serve a number of requests at once, and how long their operations take. */
final class InstancePool {
    private final boolean isShared;
    private final OpTimes times;
    private final Deque<Instance> free = new ArrayDeque<>();

    /** @param isShared whether its one instance serves any number of jobs at a time */
    InstancePool(boolean isShared, OpTimes times) {
        this.isShared = isShared;
        this.times = times;
    }

    OpTimes times() {
        return times;
    }

    boolean hasFree() {
        return !free.isEmpty();
    }

    /** Returns an instance for a job that begins. */
    Instance take() {
        Instance taken = isShared ? free.element() : free.pop();
        taken.begin();
        return taken;
    }

    void giveBack(Instance instance) {
        if (!isShared || free.isEmpty()) {
            free.push(instance);
        }
    }
}
