package dev.diptych.sim.machine;

import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.LiveRequests;
import dev.diptych.sim.engine.EventQueue;
import dev.diptych.sim.engine.Picos;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come in that nobody knows beforehand. The machine is simulated up to the present, which is where the next request could arrive;
 * there the door is looked at, and then the present moves on with the world's clock.
 *
 * <p>A request arrives at a time at which the host has no event of its own pending, so it has the same place among all events as in a run whose requests
 * are listed with these times: the two have the same events.
 */
final class OpenDoor {
    private static final long PICOS_PER_NANO = Picos.ofNanos(1);

    private final LiveRequests live;
    private final Requests requests;
    private long baseNanos;
    private long presentNanos;
    private boolean isOpen;

    OpenDoor(LiveRequests live, Requests requests) {
        this.live = live;
        this.requests = requests;
    }

    /** Lets requests come from a time on, in nanoseconds of the run. */
    void open(long nanos) {
        baseNanos = nanos;
        presentNanos = nanos;
        isOpen = true;
    }

    /** Returns up to when the machine may be simulated before the door is looked at; {@link EventQueue#NEVER} while it is shut. */
    long presentPicos() {
        return isOpen ? Picos.ofNanos(presentNanos) : EventQueue.NEVER;
    }

    /**
     * Returns the request that arrives at the present, or null after having moved the present on.
     *
     * @param ownPicos when the host's next event is due, at the present or later
     * @param nextPicos when anything is due next
     */
    @Nullable
    Arrival look(long ownPicos, long nextPicos) {
        if (ownPicos == presentPicos()) {
            presentNanos++;
            return null;
        }
        Arrival arrival = live.poll(requests.arrived(), presentNanos - baseNanos);
        if (arrival != null) {
            return requests.admit(arrival);
        }
        if (live.areOver()) {
            isOpen = false;
            return null;
        }
        long untilNanos = nextPicos == EventQueue.NEVER ? Long.MAX_VALUE : nextPicos / PICOS_PER_NANO - baseNanos;
        presentNanos = Math.max(presentNanos, baseNanos + live.awaitNanos(untilNanos));
        return null;
    }
}
