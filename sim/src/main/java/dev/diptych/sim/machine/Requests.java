package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.run.Arrival;
import java.util.BitSet;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The requests of a run: what has yet to arrive, and which of them are finished. */
final class Requests {
    private final Iterator<Arrival> arrivals;
    private final BitSet finished = new BitSet();
    private int arrived;
    private long lastNanos;
    private long baseNanos;
    private @Nullable Arrival next;

    Requests(Iterable<Arrival> arrivals) {
        this.arrivals = arrivals.iterator();
    }

    /** Makes intended times count from a time, in nanoseconds of the run. */
    void startAt(long nanos) {
        baseNanos = nanos;
    }

    /**
     * Returns when the next request arrives, or null when there is none.
     *
     * @throws InputException when it is out of order
     */
    @Nullable
    Long nextNanos() {
        if (!arrivals.hasNext()) {
            next = null;
            return null;
        }
        Arrival arrival = arrivals.next();
        if (arrival.requestId() != arrived || arrival.atNanos() < lastNanos) {
            throw new InputException(
                    "arrival of request %d at %d ns is out of order: request %d at %d ns or later is due"
                            .formatted(arrival.requestId(), arrival.atNanos(), arrived, lastNanos));
        }
        lastNanos = arrival.atNanos();
        next = arrival;
        return Math.addExact(baseNanos, arrival.atNanos());
    }

    /** Returns the request that arrives now, its time that of the run. */
    Arrival arrive() {
        Arrival arrival = next;
        if (arrival == null) {
            throw new IllegalStateException("no request is due after request " + (arrived - 1));
        }
        return admit(arrival);
    }

    /** Takes in a request that arrives now, and returns it with the time of the run. */
    Arrival admit(Arrival arrival) {
        arrived++;
        return new Arrival(arrival.requestId(), baseNanos + arrival.atNanos(), arrival.kind(), arrival.payload());
    }

    /** Returns how many have arrived. */
    int arrived() {
        return arrived;
    }

    void finish(long requestId) {
        if (requestId < 0 || requestId >= arrived || finished.get((int) requestId)) {
            throw new IllegalStateException("request %d was finished, but %s"
                    .formatted(
                            requestId, requestId < 0 || requestId >= arrived ? "has not arrived" : "had been already"));
        }
        finished.set((int) requestId);
    }

    /** Checks that all requests are finished, now that nothing can happen any more. */
    void checkFinished() {
        int unfinished = finished.nextClearBit(0);
        if (unfinished < arrived) {
            throw new IllegalStateException(
                    "nothing is pending, but request %d is not finished (%d of %d requests are); the system forgot it or waits for what nobody will tell"
                            .formatted(unfinished, finished.cardinality(), arrived));
        }
    }
}
