package dev.diptych.systems.arrivals;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.random.Philox;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.ArrivalsPlugin;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Requests that know nothing of each other: exponential distances, by inversion. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(ArrivalsPlugin.class)
public final class Poisson implements ArrivalsPlugin<Poisson.Settings> {
    /**
     * How many, and how many a second on average.
     *
     * @param kinds how often each kind of request comes, as weights; none for kind 0 alone
     */
    public record Settings(long count, double ratePerSecond, List<Double> kinds) {
        public Settings {
            kinds = List.copyOf(kinds);
        }
    }

    private static final int GAP_SITE = 3;

    /** Half of what 63 bits of nanoseconds hold; the mean leaves room for how far a sample lies above it. */
    private static final double MOST_SECONDS = 4e9;

    @Override
    public String name() {
        return "poisson";
    }

    @Override
    public String summary() {
        return "requests at exponentially distributed distances";
    }

    @Override
    public Settings defaults() {
        return new Settings(1000, 1000, List.of());
    }

    @Override
    public Iterable<Arrival> arrivals(Settings settings, long seed) {
        if (settings.count() < 1 || !(settings.ratePerSecond() >= 1e-6)) {
            throw new InputException("arrivals 'poisson': count %d should be at least 1, ratePerSecond %s at least 1e-6"
                    .formatted(settings.count(), settings.ratePerSecond()));
        }
        if (settings.count() / settings.ratePerSecond() > MOST_SECONDS) {
            throw new InputException(
                    "arrivals 'poisson': %d requests at %s a second do not fit into 63 bits of nanoseconds"
                            .formatted(settings.count(), settings.ratePerSecond()));
        }
        Kinds kinds = new Kinds(name(), settings.kinds(), seed);
        return () -> new Gaps(settings, seed, kinds);
    }

    private static final class Gaps implements Iterator<Arrival> {
        private final Settings settings;
        private final long seed;
        private final Kinds kinds;
        private long nextId;
        private double atSeconds;

        Gaps(Settings settings, long seed, Kinds kinds) {
            this.settings = settings;
            this.seed = seed;
            this.kinds = kinds;
        }

        @Override
        public boolean hasNext() {
            return nextId < settings.count();
        }

        @Override
        public Arrival next() {
            if (!hasNext()) {
                throw new NoSuchElementException("request " + nextId);
            }
            long id = nextId++;
            // StrictMath: the last bit of Math.log is the JDK's own affair.
            atSeconds -= StrictMath.log(Philox.unit(seed, GAP_SITE, id)) / settings.ratePerSecond();
            return new Arrival(id, (long) (atSeconds * 1e9), kinds.of(id), Bytes.EMPTY);
        }
    }
}
