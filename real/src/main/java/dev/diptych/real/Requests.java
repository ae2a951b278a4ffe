package dev.diptych.real;

import dev.diptych.model.InputException;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.LiveRequests;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run's requests: which come next, and which have been finished. */
final class Requests {
    private final Iterator<Arrival> arrivals;
    /** Where further ones come from; null if nobody sends any. */
    private final @Nullable LiveRequests live;

    private final BitSet finished = new BitSet();
    private @Nullable Arrival next;
    private int arrived;
    private int open;

    Requests(Iterable<Arrival> arrivals) {
        this(arrivals, null);
    }

    /** Requests that come while the run goes on. */
    Requests(LiveRequests live) {
        this(List.of(), live);
    }

    private Requests(Iterable<Arrival> arrivals, @Nullable LiveRequests live) {
        this.live = live;
        this.arrivals = arrivals.iterator();
        this.next = this.arrivals.hasNext() ? this.arrivals.next() : null;
        requireOrder(next, 0);
    }

    /**
     * Returns the request that arrives now, or null.
     *
     * @param nowNanos since the set-up was done, from which the request's time counts, too
     */
    @Nullable
    Arrival poll(long nowNanos) {
        if (live != null) {
            Arrival came = live.poll(arrived, nowNanos);
            if (came != null) {
                arrived++;
                open++;
            }
            return came;
        }
        Arrival due = next;
        if (due == null || due.atNanos() > nowNanos) {
            return null;
        }
        advance();
        return due;
    }

    /** Returns whether there may be more than those that have arrived. */
    boolean mayCome() {
        return next != null || (live != null && !live.areOver());
    }

    /** Moves on past the next one of those that are listed. */
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
        return open == 0 && !mayCome();
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
