package dev.diptych.systems.embedding.policy;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.plugin.Plugin;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Each GPU stores what it reads most, as much as it has room for, and reads everything else from the host.
 *
 * <p>Which entries those are is a matter of the hotness that the problem was made from. Counts of a recorded epoch or two make this
 * GNNLab's PreSC#K (Yang et al., EuroSys'22); a graph's out-degrees as counts make it PaGraph's static cache (Lin et al., SoCC'20) on one
 * partition of the graph, and a stream of counts for each GPU the same on partitions. All are this one rule.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(PlacementSolver.class)
public final class Replication implements StaticPolicy<Plugin.None> {
    @Override
    public String name() {
        return "replication";
    }

    @Override
    public String summary() {
        return "each GPU has its hottest rows, and reads others from the host";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public Placement place(PlacementProblem problem, None settings) {
        long[][] stored = stored(problem);
        List<Placement.EntryClass> classes = new ArrayList<>();
        for (int level = 0; level < stored.length; level++) {
            // GPUs store the first entries of a level, some more than others: each further entry is stored by fewer.
            SortedSet<Long> ends = new TreeSet<>();
            for (long count : stored[level]) {
                ends.add(count);
            }
            ends.add(problem.levels().get(level).entries());
            long begin = 0;
            for (long end : ends) {
                if (end > begin) {
                    classes.add(part(level, end - begin, stored[level], begin));
                    begin = end;
                }
            }
        }
        return new Placement(problem.gpus(), classes);
    }

    /** Returns how many entries of each level each GPU stores. */
    private static long[][] stored(PlacementProblem problem) {
        long[][] stored = new long[problem.levels().size()][problem.gpus()];
        for (int gpu = 0; gpu < problem.gpus(); gpu++) {
            long left = problem.capacityRows().get(gpu);
            for (int level : problem.hottestFirst(gpu)) {
                stored[level][gpu] = Math.min(left, problem.levels().get(level).entries());
                left -= stored[level][gpu];
            }
        }
        return stored;
    }

    private static Placement.EntryClass part(int level, long entries, long[] stored, long begin) {
        long storedBy = 0;
        List<Place> sources = new ArrayList<>();
        for (int gpu = 0; gpu < stored.length; gpu++) {
            boolean isStored = begin < stored[gpu];
            storedBy |= isStored ? 1L << gpu : 0;
            sources.add(isStored ? new Gpu(gpu) : HostMemory.HOST);
        }
        return new Placement.EntryClass(level, entries, storedBy, sources);
    }
}
