package dev.diptych.systems.sampling;

import dev.diptych.model.plugin.Selected;
import dev.diptych.traces.graph.FileGraph;
import dev.diptych.traces.graph.Graph;
import dev.diptych.traces.graph.GraphSource;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/**
 * The graph that was made last, for suites whose runs sample the same one: at full size, making it takes a minute. A generated graph is a function of
 * settings and seed, so nobody can tell; files may have changed, and are read each time.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // A selected plugin's settings are its own.
final class LastGraph {
    private record Key(Class<?> source, Record settings, long seed) {}

    private static @Nullable Key key;
    /** Given up where memory is short. */
    private static SoftReference<Graph> last = new SoftReference<>(null);

    private LastGraph() {}

    /**
     * Returns a graph.
     *
     * @throws dev.diptych.model.InputException as its source does
     */
    static synchronized Graph of(Selected<GraphSource> source, long seed) {
        if (source.plugin() instanceof FileGraph) {
            return make(source, seed);
        }
        Key wanted = new Key(source.plugin().getClass(), source.settings(), seed);
        Graph known = wanted.equals(key) ? last.get() : null;
        if (known == null) {
            // Two large graphs at a time may be more than there is room for.
            last = new SoftReference<>(null);
            known = make(source, seed);
            key = wanted;
            last = new SoftReference<>(known);
        }
        return known;
    }

    private static Graph make(Selected<GraphSource> source, long seed) {
        return source.plugin().graph(source.settings(), seed);
    }
}
