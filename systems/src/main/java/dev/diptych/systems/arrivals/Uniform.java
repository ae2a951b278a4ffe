package dev.diptych.systems.arrivals;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.ArrivalsPlugin;
import java.util.List;
import java.util.stream.LongStream;

/** Requests at equal distances; with a distance of zero, all at once. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(ArrivalsPlugin.class)
public final class Uniform implements ArrivalsPlugin<Uniform.Settings> {
    /**
     * How many, and how far apart.
     *
     * @param kinds how often each kind of request comes, as weights; none for kind 0 alone
     */
    public record Settings(long count, long intervalNanos, List<Double> kinds) {
        public Settings {
            kinds = List.copyOf(kinds);
        }
    }

    @Override
    public String name() {
        return "uniform";
    }

    @Override
    public String summary() {
        return "requests at equal distances";
    }

    @Override
    public Settings defaults() {
        return new Settings(20, 5_000_000, List.of());
    }

    @Override
    public Iterable<Arrival> arrivals(Settings settings, long seed) {
        if (settings.count() < 1 || settings.intervalNanos() < 0) {
            throw new InputException("arrivals 'uniform': count %d should be at least 1, intervalNanos %d at least 0"
                    .formatted(settings.count(), settings.intervalNanos()));
        }
        if (settings.intervalNanos() > Long.MAX_VALUE / 2 / settings.count()) {
            throw new InputException(
                    "arrivals 'uniform': %d requests every %d ns do not fit into 63 bits of nanoseconds"
                            .formatted(settings.count(), settings.intervalNanos()));
        }
        Kinds kinds = new Kinds(name(), settings.kinds(), seed);
        return () -> LongStream.range(0, settings.count())
                .mapToObj(id -> new Arrival(id, id * settings.intervalNanos(), kinds.of(id), Bytes.EMPTY))
                .iterator();
    }
}
