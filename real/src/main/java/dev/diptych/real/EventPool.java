package dev.diptych.real;

import java.util.ArrayDeque;
import java.util.Deque;
import jcuda.driver.CUevent;

/** Events of one GPU, made when none is free and destroyed at the end. */
final class EventPool {
    private final Cuda cuda;
    private final boolean timed;
    private final Cleanup cleanup;
    private final Deque<CUevent> free = new ArrayDeque<>();

    EventPool(Cuda cuda, boolean timed, Cleanup cleanup) {
        this.cuda = cuda;
        this.timed = timed;
        this.cleanup = cleanup;
    }

    /** Returns an event that nobody else has; the GPU's context is current. */
    CUevent take() {
        CUevent event = free.poll();
        if (event == null) {
            CUevent made = cuda.createEvent(timed);
            cleanup.later(() -> cuda.destroyEvent(made));
            return made;
        }
        return event;
    }

    void giveBack(CUevent event) {
        free.push(event);
    }
}
