package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.hw.HostSpec;
import dev.diptych.model.hw.Platform;
import java.util.Map;

/**
 * The host that a run was recorded on. Hosts of the same GPU differ by half in what a call takes them and in how soon they hear of an end, so runs
 * without device times tell of theirs ({@code host.submitNanos}, {@code host.turnNanos} in their provenance), and are simulated with that.
 */
final class RecordedHost {
    private static final String SUBMIT = "host.submitNanos";
    private static final String TURN = "host.turnNanos";

    private RecordedHost() {}

    /**
     * Returns a platform with the host that a run's provenance tells of; the platform itself if it tells of none. A turn, from the submission of an empty
     * kernel to its end being seen, is what a launch and a signal take on the way, of which the platform knows all but the last: {@code noticeNanos}. Calls
     * of all kinds are taken to be as much slower or faster as launches are.
     *
     * @throws InputException when what it tells is no number
     */
    static Platform of(Platform platform, Map<String, String> provenance) {
        if (!provenance.containsKey(SUBMIT) || !provenance.containsKey(TURN)) {
            return platform;
        }
        double submitNanos = number(provenance, SUBMIT);
        HostSpec known = platform.host();
        double callNanos = known.submitNanos() > 0 ? known.callNanos() * submitNanos / known.submitNanos() : 0;
        DispatchSpec gpu = platform.gpus().get(0).dispatch();
        double wayNanos =
                submitNanos + callNanos + gpu.entryNanos() + gpu.startNanos() + gpu.blockNanos() + gpu.signalNanos();
        return new Platform(
                platform.name(),
                platform.gpus(),
                platform.links(),
                platform.trunks(),
                new HostSpec(
                        known.memoryBytes(),
                        known.memoryGigabytesPerSecond(),
                        submitNanos,
                        callNanos,
                        known.callbackNanos(),
                        Math.max(number(provenance, TURN) - wayNanos, 0)));
    }

    private static double number(Map<String, String> provenance, String fact) {
        String text = provenance.getOrDefault(fact, "");
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InputException("provenance: %s is '%s'; it should be a number".formatted(fact, text), e);
        }
    }
}
