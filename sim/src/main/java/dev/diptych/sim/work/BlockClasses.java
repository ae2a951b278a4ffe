package dev.diptych.sim.work;

import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;

/** The classes of a grid whose blocks change what they do at a few known places. */
final class BlockClasses {
    private BlockClasses() {}

    /**
     * Returns the profile of a grid.
     *
     * @param loops what decides where the blocks change
     * @param phases what the block of a number does
     */
    static WorkProfile of(long blocks, List<GridStride> loops, LongFunction<List<Phase>> phases) {
        SortedSet<Long> cuts = new TreeSet<>();
        loops.forEach(loop -> loop.addCuts(cuts));
        cuts.add(0L);
        cuts.add(blocks);
        List<BlockClass> classes = new ArrayList<>();
        long first = 0;
        for (long next : cuts.tailSet(1L)) {
            add(classes, next - first, phases.apply(first));
            first = next;
        }
        return new WorkProfile(classes);
    }

    private static void add(List<BlockClass> classes, long blocks, List<Phase> phases) {
        int last = classes.size() - 1;
        if (last >= 0 && classes.get(last).phases().equals(phases)) {
            classes.set(last, new BlockClass(classes.get(last).blocks() + blocks, phases));
        } else {
            classes.add(new BlockClass(blocks, phases));
        }
    }
}
