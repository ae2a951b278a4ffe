package dev.diptych.real;

import dev.diptych.model.InputException;
import dev.diptych.model.run.Arrival;
import java.util.BitSet;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A run's requests: which come next, and which have been finished. */
final class Requests {
    private final Iterator<Arrival> arrivals;
    private final BitSet finished = new BitSet();
    private @Nullable Arrival next;
    private int arrived;
    private int open;

    Requests(Iterable<Arrival> arrivals) {
        this.arrivals = arrivals.iterator();
        this.next = this.arrivals.hasNext() ? this.arrivals.next() : null;
        requireOrder(next, 0);
    }

    /** Returns the next request to arrive, its time not rebased, or null when all have. */
    @Nullable
    Arrival next() {
        return next;
    }

    /** Moves on past {@link #next}. */
    void advance() {
        Arrival current = next;
        if (current == null) {
            throw new IllegalStateException("all %d requests have arrived".formatted(arrived));
        }
        arrived++;
        open++;
        next = arrivals.hasNext() ? arrivals.next() : null;
        requireOrder(next, current.atNanos());
    }

    void finish(long requestId) {
        if (requestId < 0 || requestId >= arrived) {
            throw new IllegalArgumentException(
                    "request %d was finished, but only %d have arrived".formatted(requestId, arrived));
        }
        if (finished.get((int) requestId)) {
            throw new IllegalArgumentException("request %d was finished a second time".formatted(requestId));
        }
        finished.set((int) requestId);
        open--;
    }

    /** Returns whether all have arrived and been finished. */
    boolean areDone() {
        return next == null && open == 0;
    }

    /** Returns how many have arrived and wait. */
    int open() {
        return open;
    }

    /** Returns the first that has arrived and not been finished. */
    int firstOpen() {
        return finished.nextClearBit(0);
    }

    private void requireOrder(@Nullable Arrival arrival, long notBeforeNanos) {
        if (arrival != null && (arrival.requestId() != arrived || arrival.atNanos() < notBeforeNanos)) {
            throw new InputException(
                    "request %d at %d ns follows %d others, the last at %d ns: ids are dense, times ascend"
                            .formatted(arrival.requestId(), arrival.atNanos(), arrived, notBeforeNanos));
        }
    }
}
