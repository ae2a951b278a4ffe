package dev.diptych.systems.arrivals;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.random.Normal;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.ArrivalsPlugin;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Requests in bursts: lognormal distances of a given mean, {@code exp(mu + sigma n)} with {@code mu = ln(mean) - sigma^2 / 2}, as the clients of
 * Paella's evaluation (SOSP'23) send them, with sigma 1.5 and 2.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(ArrivalsPlugin.class)
public final class LogNormal implements ArrivalsPlugin<LogNormal.Settings> {
    /**
     * How many, how many a second on average, and how bursty.
     *
     * @param sigma standard deviation of the logarithm of a distance
     * @param kinds how often each kind of request comes, as weights; none for kind 0 alone
     */
    public record Settings(long count, double ratePerSecond, double sigma, List<Double> kinds) {
        public Settings {
            kinds = List.copyOf(kinds);
        }
    }

    private static final int RADIUS_SITE = 22;
    private static final int ANGLE_SITE = 23;

    /** Half of what 63 bits of nanoseconds hold. */
    private static final double MOST_SECONDS = 4e9;

    @Override
    public String name() {
        return "lognormal";
    }

    @Override
    public String summary() {
        return "requests in bursts, at lognormally distributed distances";
    }

    @Override
    public Settings defaults() {
        return new Settings(1000, 1000, 2, List.of());
    }

    @Override
    public Iterable<Arrival> arrivals(Settings settings, long seed) {
        if (settings.count() < 1
                || !(settings.ratePerSecond() >= 1e-6)
                || !(settings.sigma() >= 0 && settings.sigma() <= 10)) {
            throw new InputException(
                    "arrivals 'lognormal': count %d should be at least 1, ratePerSecond %s at least 1e-6, sigma %s from 0 to 10"
                            .formatted(settings.count(), settings.ratePerSecond(), settings.sigma()));
        }
        Kinds kinds = new Kinds(name(), settings.kinds(), seed);
        return () -> new Gaps(settings, seed, kinds);
    }

    private static final class Gaps implements Iterator<Arrival> {
        private final Settings settings;
        private final long seed;
        private final Kinds kinds;
        private final double mu;
        private long nextId;
        private double atSeconds;

        Gaps(Settings settings, long seed, Kinds kinds) {
            this.settings = settings;
            this.seed = seed;
            this.kinds = kinds;
            this.mu = -StrictMath.log(settings.ratePerSecond()) - settings.sigma() * settings.sigma() / 2;
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
            atSeconds += StrictMath.exp(mu + settings.sigma() * Normal.of(seed, RADIUS_SITE, ANGLE_SITE, id));
            if (atSeconds > MOST_SECONDS) {
                throw new InputException(
                        "arrivals 'lognormal': request %d does not fit into 63 bits of nanoseconds".formatted(id));
            }
            return new Arrival(id, (long) (atSeconds * 1e9), kinds.of(id), Bytes.EMPTY);
        }
    }
}
