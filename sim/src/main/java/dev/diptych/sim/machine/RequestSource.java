package dev.diptych.sim.machine;

import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.LiveRequests;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's requests come from.
 *
 * @param listed those that are known beforehand
 * @param live those that come from outside; null if none do
 */
public record RequestSource(
        Iterable<Arrival> listed, @Nullable LiveRequests live) {
    public static RequestSource of(Iterable<Arrival> listed) {
        return new RequestSource(listed, null);
    }

    public static RequestSource of(LiveRequests live) {
        return new RequestSource(List.of(), live);
    }
}
