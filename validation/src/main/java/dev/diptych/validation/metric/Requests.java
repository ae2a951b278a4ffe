package dev.diptych.validation.metric;

import dev.diptych.model.InputException;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.Kind;
import java.util.Arrays;

/**
 * When each request of a run was due and when it was finished, by its id, and which one's operations served it: its own, or, if it has none,
 * those of the request that was finished just before it in the same callback, as it is where several are served together.
 */
final class Requests {
    private static final long UNFINISHED = -1;
    private static final int UNSERVED = -1;

    private final RunLog log;
    private final long[] finishNanos;
    private final int[] servedWith;

    /**
     * Reads a log's requests.
     *
     * @throws InputException when it has none
     */
    Requests(RunLog log) {
        this.log = log;
        finishNanos = new long[log.arrivals().rows()];
        if (finishNanos.length == 0) {
            throw new InputException("the log has no request to measure");
        }
        Arrays.fill(finishNanos, UNFINISHED);
        servedWith = new int[finishNanos.length];
        Arrays.fill(servedWith, UNSERVED);
        for (int op = 0; op < log.ops().rows(); op++) {
            int request = (int) log.ops().column("request").get(op);
            if (request >= 0) {
                servedWith[request] = request;
            }
        }
        int before = UNSERVED;
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            if (log.kind(entry) == Kind.FINISH) {
                int request = (int) log.row(entry);
                finishNanos[request] = log.timeNanos(entry);
                servedWith[request] = servedWith[request] == UNSERVED ? before : servedWith[request];
                before = servedWith[request];
            } else {
                before = UNSERVED;
            }
        }
    }

    int count() {
        return finishNanos.length;
    }

    /**
     * Checks that a number of requests at the front may be left out.
     *
     * @throws InputException when none would remain
     */
    void checkSkip(int skip) {
        if (skip >= count()) {
            throw new InputException("the log has %d requests, and all of them are skipped; set skip below %d"
                    .formatted(count(), count()));
        }
    }

    /** Returns which of the workload's kinds a request is of. */
    int kind(int request) {
        return (int) log.arrivals().column("kind").get(request);
    }

    /** Returns how many kinds there are: one more than the largest. */
    int kinds() {
        int largest = 0;
        for (int request = 0; request < count(); request++) {
            largest = Math.max(largest, kind(request));
        }
        return largest + 1;
    }

    /** Returns whether there was any operation for a request; those without are finished unserved. */
    boolean wasServed(int request) {
        return servedWith[request] != UNSERVED;
    }

    /** Returns the request whose operations served a request, itself or another; there has to be one. */
    int servedWith(int request) {
        if (servedWith[request] == UNSERVED) {
            throw new IllegalStateException("request %d was not served".formatted(request));
        }
        return servedWith[request];
    }

    /** Returns the intended time of a request's arrival. */
    long arrivalNanos(int request) {
        return log.arrivals().column("atNanos").get(request);
    }

    /**
     * Returns when a request was finished.
     *
     * @throws InputException when it was not
     */
    long finishNanos(int request) {
        if (finishNanos[request] == UNFINISHED) {
            throw new InputException(
                    "request %d of the log was not finished; only whole runs are measured".formatted(request));
        }
        return finishNanos[request];
    }

    /**
     * Returns the time from the first intended arrival to the last finish.
     *
     * @throws InputException when a request was not finished, or no time passed
     */
    long makespanNanos() {
        long lastNanos = 0;
        for (int request = 0; request < count(); request++) {
            lastNanos = Math.max(lastNanos, finishNanos(request));
        }
        // Arrivals are in order of time, so the first is the earliest.
        long makespanNanos = lastNanos - arrivalNanos(0);
        if (makespanNanos <= 0) {
            throw new InputException(
                    "the log's requests took %d ns from the first arrival to the last finish".formatted(makespanNanos));
        }
        return makespanNanos;
    }
}
