package dev.diptych.sim.work;

import dev.diptych.model.hw.CacheSpec;
import java.util.List;

/*
 * What a block or its neighbours touched before, they touched not long ago: it hits. What only other parts of the grid touched hits if the cache
 * has kept it, and a cache that replaces what was used least recently keeps what was touched within a window of time that is the same for all it
 * holds: as many runs of blocks as touch, together, as much as fits. A table that every run reads is always in that window, and of a buffer that
 * runs touch anywhere the window has as much as fits. A cache has room for lines, of which sectors fill a part. This is the characteristic time of Che et al. [1], in runs.
 *
 * [1] H. Che, Y. Tung, Z. Wang, Hierarchical Web Caching Systems: Modeling, Design and Experimental Results, IEEE JSAC 20(7), 2002, section III.
 */

/** What a launch's accesses to one place find in its shared cache of what the launch itself touched, by formulas of reuse. */
final class LaunchReuse {
    private static final int HALVINGS = 60;

    /** A region, and what its runs draw from: sectors that are found, lines that take room. */
    private record Part(TouchedSectors sectors, DrawnSectors drawn, DrawnSectors lines) {}

    private final List<Part> parts;
    private final double scale;
    private final double gridRuns;
    private final CacheSpec cache;
    private final double window;

    /**
     * @param regions of one place, as executed blocks touched them
     * @param runs of neighbouring blocks that were executed
     * @param scale how many times as many blocks the grid has
     */
    LaunchReuse(List<TouchedSectors> regions, int runs, double scale, CacheSpec cache) {
        this.parts = regions.stream()
                .map(sectors -> new Part(sectors, sectors.drawn(runs), sectors.drawnLines(runs)))
                .toList();
        this.scale = scale;
        this.gridRuns = runs * scale;
        this.cache = cache;
        this.window = window();
    }

    /** Returns how many runs touch as much as the cache holds; those of the whole grid, if that is less. */
    private double window() {
        double low = 0;
        double high = gridRuns;
        if (heldBytes(high) <= cache.effectiveBytes()) {
            return high;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            if (heldBytes(middle) <= cache.effectiveBytes()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double heldBytes(double runs) {
        double held = 0;
        for (Part part : parts) {
            held += heldBytes(part.lines, runs, cache);
        }
        return held;
    }

    /**
     * Returns how much of a cache the lines take that so many runs touch: those twice that two partitions keep.
     *
     * @param drawn the lines
     */
    static double heldBytes(DrawnSectors drawn, double runs, CacheSpec cache) {
        double touched = drawn.touched(runs);
        double touches = Math.max(1, runs * drawn.each() / Math.max(1, touched));
        return touched * cache.lineBytes() * copies(cache, touches);
    }

    /**
     * Returns how many times as much room a line takes that is touched so often by multiprocessors anywhere, over one that is touched once: each
     * partition but the line's own keeps a copy if one of its multiprocessors has touched it.
     */
    private static double copies(CacheSpec cache, double touches) {
        double others = cache.partitions() - 1.0;
        double elsewhere = others / cache.partitions();
        return (1 + others * (1 - StrictMath.pow(1 - 1.0 / cache.partitions(), touches))) / (1 + elsewhere);
    }

    /** Returns the share of the loads that find what they load. */
    double foundShare() {
        double loads = 0;
        double found = 0;
        for (Part part : parts) {
            TouchedSectors sectors = part.sectors;
            double first = part.drawn.touched(gridRuns) * sectors.firstLoads() / Math.max(1, sectors.distinct());
            double elsewhere = Math.max(0, scale * (sectors.loads() - sectors.loadsAgain()) - first);
            loads += scale * sectors.loads();
            found += scale * sectors.loadsAgain() + elsewhere * part.drawn.foundWithin(window, gridRuns);
        }
        return loads == 0 ? 0 : Math.min(1, found / loads);
    }

    /** Returns the share of the touches which are not the first to their sector that find it pushed out. */
    double pushedOutShare() {
        double repeated = 0;
        double pushedOut = 0;
        for (Part part : parts) {
            TouchedSectors sectors = part.sectors;
            double fromElsewhere = scale * (sectors.accesses() - sectors.again());
            double elsewhere = Math.max(0, fromElsewhere - part.drawn.touched(gridRuns));
            repeated += scale * sectors.again() + elsewhere;
            pushedOut += elsewhere * (1 - part.drawn.foundWithin(window, gridRuns));
        }
        return pushedOut / Math.max(1, repeated);
    }
}
