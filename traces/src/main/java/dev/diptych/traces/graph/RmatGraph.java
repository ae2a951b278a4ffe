package dev.diptych.traces.graph;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.random.Philox;
import java.util.Optional;

/**
 * A recursive matrix (D. Chakrabarti, Y. Zhan, C. Faloutsos: "R-MAT: a recursive model for graph mining", SDM 2004): the matrix is halved in both
 * directions until one entry is left, and each time a quarter is chosen with chances {@code a} (low sources and destinations), {@code b} (low
 * sources, high destinations), {@code c} and {@code d}. Numbers of vertices that are no powers of two have quarters that differ by one row or column.
 * Parallel edges and self loops occur; with the usual chances, vertices of low numbers have most edges, and many have none.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(GraphSource.class)
public final class RmatGraph implements GraphSource<RmatGraph.Settings> {
    /**
     * The graph's size and its chances, which sum up to 1.
     *
     * @param scale gives 2^scale vertices; 16 where neither it nor {@code vertices} is given
     * @param vertices absent where {@code scale} is given
     * @param edges as they are drawn, each one way
     * @param undirected whether each leads both ways
     */
    public record Settings(
            Optional<Integer> scale,
            Optional<Integer> vertices,
            long edges,
            double a,
            double b,
            double c,
            double d,
            boolean undirected,
            Weighting weights) {}

    private static final int SITE = 0x6772;
    private static final double WORD = 0x1p32;
    private static final long LOW_WORD = 0xFFFFFFFFL;
    private static final int DEFAULT_SCALE = 16;
    private static final int MOST_SCALE = 30;
    private static final double ROUNDING = 1e-9;

    @Override
    public String name() {
        return "rmat";
    }

    @Override
    public String summary() {
        return "recursive matrix (R-MAT): a few vertices have most of the edges";
    }

    @Override
    public Settings defaults() {
        return new Settings(Optional.empty(), Optional.empty(), 1 << 18, 0.57, 0.19, 0.19, 0.05, false, Weighting.NONE);
    }

    @Override
    public Graph graph(Settings settings, long seed) {
        int vertices = vertices(settings);
        int edges = Sizes.edges(settings.edges());
        double sum = settings.a() + settings.b() + settings.c() + settings.d();
        boolean areChances = settings.a() >= 0
                && settings.b() >= 0
                && settings.c() >= 0
                && settings.d() >= 0
                && Math.abs(sum - 1) <= ROUNDING;
        if (!areChances) {
            throw new InputException("graph 'rmat': a, b, c and d are %s, %s, %s and %s; chances sum up to 1"
                    .formatted(settings.a(), settings.b(), settings.c(), settings.d()));
        }
        EdgeKind kind = new EdgeKind(settings.weights() != Weighting.NONE, settings.undirected());
        Descent descent = new Descent(settings, vertices, seed);
        return Graph.of(vertices, kind, to -> {
            for (int edge = 0; edge < edges; edge++) {
                descent.go(edge);
                to.edge(descent.source, descent.destination, settings.weights().of(seed, edge));
            }
        });
    }

    private static int vertices(Settings settings) {
        if (settings.scale().isPresent() && settings.vertices().isPresent()) {
            throw new InputException("graph 'rmat': both scale %d and vertices %d are given; give one"
                    .formatted(settings.scale().get(), settings.vertices().get()));
        }
        int scale = settings.scale().orElse(DEFAULT_SCALE);
        if (scale < 0 || scale > MOST_SCALE) {
            throw new InputException("graph 'rmat': scale %d should be from 0 to %d".formatted(scale, MOST_SCALE));
        }
        return Sizes.vertices(settings.vertices().orElse(1 << scale));
    }

    /** The way from the whole matrix to one of its entries. */
    private static final class Descent {
        private final long upToA;
        private final long upToB;
        private final long upToC;
        private final int vertices;
        private final long seed;
        private final int[] words = new int[Draws.WORDS];
        private int source;
        private int destination;

        Descent(Settings settings, int vertices, long seed) {
            this.upToA = Math.round(settings.a() * WORD);
            this.upToB = Math.round((settings.a() + settings.b()) * WORD);
            this.upToC = Math.round((settings.a() + settings.b() + settings.c()) * WORD);
            this.vertices = vertices;
            this.seed = seed;
        }

        void go(int edge) {
            int rows = vertices;
            int columns = vertices;
            source = 0;
            destination = 0;
            for (int level = 0; rows > 1 || columns > 1; level++) {
                int word = level % Draws.WORDS;
                if (word == 0) {
                    Philox.block(edge, 0, SITE, level / Draws.WORDS, (int) seed, (int) (seed >>> Integer.SIZE), words);
                }
                long draw = words[word] & LOW_WORD;
                boolean isLow = draw < upToB;
                boolean isLeft = draw < upToA || (draw >= upToB && draw < upToC);
                int lowRows = rows - rows / 2;
                int leftColumns = columns - columns / 2;
                // A single row or column has no second half.
                source += isLow || rows == 1 ? 0 : lowRows;
                destination += isLeft || columns == 1 ? 0 : leftColumns;
                rows = isLow || rows == 1 ? lowRows : rows / 2;
                columns = isLeft || columns == 1 ? leftColumns : columns / 2;
            }
        }
    }
}
