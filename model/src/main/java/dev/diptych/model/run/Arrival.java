package dev.diptych.model.run;

import dev.diptych.model.op.Bytes;

/**
 * A request's arrival.
 *
 * @param requestId dense, from 0, in the order of arrival
 * @param atNanos the intended time, from which latency counts, whenever the controller came to hear of it
 * @param kind which of the workload's request classes it belongs to
 * @param payload what the request carries; its meaning is the system's
 */
public record Arrival(long requestId, long atNanos, int kind, Bytes payload) {
    public Arrival {
        if (requestId < 0 || atNanos < 0 || kind < 0) {
            throw new IllegalArgumentException(
                    "request %d of kind %d at %d ns: none may be negative".formatted(requestId, kind, atNanos));
        }
    }
}
