package dev.diptych.clients;

import dev.diptych.model.InputException;

/**
 * What clients may ask of a server.
 *
 * @param clients of other processes, at a time
 * @param slots requests that a client may have outstanding, a power of two
 * @param inputBytes of a request, at most
 * @param outputBytes of an answer, at most
 * @param aheadNanos an answer that is expected within that time is announced: about what it takes to wake a thread that sleeps
 * @param requests that are taken in all; then the server ends
 */
public record Terms(int clients, int slots, int inputBytes, int outputBytes, long aheadNanos, long requests) {
    /** Sixteen clients with 64 requests of 4 KiB each, for as long as anybody likes. */
    public static final Terms DEFAULTS = new Terms(16, 64, 4096, 4096, 100_000, Long.MAX_VALUE);

    public Terms {
        if (clients < 0 || aheadNanos < 0 || requests < 0) {
            throw new InputException("%d clients, %d ns ahead, %d requests: none may be negative"
                    .formatted(clients, aheadNanos, requests));
        }
    }

    RegionLayout layout() {
        return new RegionLayout(slots, inputBytes, outputBytes);
    }
}
