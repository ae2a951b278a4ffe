package dev.diptych.systems.serving;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import java.util.LinkedHashSet;
import java.util.Set;

/** Ends the run when an operation has been on the GPU for too long, and says which. */
final class Watchdog {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Host host;
    private final InFlight inFlight;
    private final long timerId;
    private final long limitNanos;
    private boolean isSet;

    /**
     * @param timerId of the timer that {@link #look} is to be called for
     * @param limitMillis 0 for no limit
     */
    Watchdog(Host host, InFlight inFlight, long timerId, long limitMillis) {
        this.host = host;
        this.inFlight = inFlight;
        this.timerId = timerId;
        this.limitNanos = limitMillis * NANOS_PER_MILLI;
    }

    /** Takes note that an operation is released now. */
    void released() {
        lookAt(host.nowNanos() + limitNanos);
    }

    /** The run does not wait for it: what ends in time keeps nobody. */
    private void lookAt(long atNanos) {
        if (limitNanos > 0 && !isSet) {
            isSet = true;
            host.backgroundTimer(timerId, atNanos);
        }
    }

    /**
     * Looks at the oldest operation.
     *
     * @throws InputException when it has been on the GPU for too long
     */
    void look() {
        isSet = false;
        long oldestId = inFlight.oldest();
        InFlight.Released oldest = inFlight.get(oldestId);
        if (oldest == null) {
            return;
        }
        long ranNanos = host.nowNanos() - oldest.atNanos();
        if (ranNanos >= limitNanos) {
            throw new InputException("%s has not ended %d ms after it was released: %s"
                    .formatted(suspects(oldestId, oldest), ranNanos / NANOS_PER_MILLI, oldest.job()));
        }
        lookAt(oldest.atNanos() + limitNanos);
    }

    /** Names an operation, with those of its job behind it that its end would be told together with. */
    private String suspects(long oldestId, InFlight.Released oldest) {
        Set<String> names = new LinkedHashSet<>();
        names.add(name(oldest));
        InFlight.Released last = oldest;
        for (long opId = oldestId + 1; last.isQuiet(); opId++) {
            InFlight.Released next = inFlight.get(opId);
            if (next == null || next.job() != oldest.job()) {
                break;
            }
            names.add(name(next));
            last = next;
        }
        if (last == oldest) {
            return "%s (operation %d)".formatted(name(oldest), oldest.index());
        }
        return "one of operations %d to %d, which tell of their ends together (%s),"
                .formatted(oldest.index(), last.index(), String.join(", ", names));
    }

    private static String name(InFlight.Released released) {
        Op op = released.job().instance().op(released.index());
        return op instanceof Launch launch
                ? "kernel %s/%s"
                        .formatted(launch.kernel().module(), launch.kernel().entry())
                : "a copy";
    }
}
