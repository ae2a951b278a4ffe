package dev.diptych.cli;

import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.LiveRequests;
import org.jspecify.annotations.Nullable;

/** Requests from outside, written down as they come, as a file of arrival process {@code trace}. */
final class CameAt implements LiveRequests {
    /** Its name in a run directory. */
    static final String FILE = "arrivals.csv";

    private final LiveRequests requests;
    private final StringBuilder lines = new StringBuilder("atNanos,kind\n");

    CameAt(LiveRequests requests) {
        this.requests = requests;
    }

    @Override
    public @Nullable Arrival poll(long requestId, long atNanos) {
        Arrival arrival = requests.poll(requestId, atNanos);
        if (arrival != null) {
            lines.append(arrival.atNanos()).append(',').append(arrival.kind()).append('\n');
        }
        return arrival;
    }

    @Override
    public boolean areOver() {
        return requests.areOver();
    }

    @Override
    public long awaitNanos(long untilNanos) {
        return requests.awaitNanos(untilNanos);
    }

    String text() {
        return lines.toString();
    }
}
