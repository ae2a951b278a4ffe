package dev.diptych.solver;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import java.util.ArrayList;
import java.util.List;

/** The best placement of a few entries, by trying all: every entry on every set of GPUs, read by every GPU from every place that has it. */
final class EveryPlacement {
    private final PlacementProblem problem;
    private final boolean isHostShared;
    private final List<Integer> levelOfEntry = new ArrayList<>();
    private final long[] room;
    private final List<Placement.EntryClass> chosen = new ArrayList<>();
    private double best = Double.POSITIVE_INFINITY;

    private EveryPlacement(PlacementProblem problem, boolean isHostShared) {
        this.problem = problem;
        this.isHostShared = isHostShared;
        room = problem.capacityRows().stream().mapToLong(Long::longValue).toArray();
        for (int level = 0; level < problem.levels().size(); level++) {
            for (long entry = 0; entry < problem.levels().get(level).entries(); entry++) {
                levelOfEntry.add(level);
            }
        }
    }

    static double best(PlacementProblem problem) {
        return best(problem, false);
    }

    /** The same, when entries that one GPU reads from the host are stored by none, as in UGache's model. */
    static double bestWithSharedHost(PlacementProblem problem) {
        return best(problem, true);
    }

    private static double best(PlacementProblem problem, boolean isHostShared) {
        EveryPlacement all = new EveryPlacement(problem, isHostShared);
        all.place(0);
        return all.best;
    }

    private void place(int entry) {
        if (entry == levelOfEntry.size()) {
            best = Math.min(
                    best, new Placement(problem.gpus(), chosen).outcome(problem).objective());
            return;
        }
        for (int stored = 0; stored < 1 << problem.gpus(); stored++) {
            if (take(stored, 1)) {
                read(entry, stored, new ArrayList<>());
            }
            take(stored, -1);
        }
    }

    private boolean take(int stored, long rows) {
        boolean isRoom = true;
        for (int gpu = 0; gpu < room.length; gpu++) {
            room[gpu] -= (stored >>> gpu & 1) * rows;
            isRoom &= room[gpu] >= 0;
        }
        return isRoom;
    }

    private void read(int entry, int stored, List<Place> sources) {
        int reader = sources.size();
        if (reader == problem.gpus()) {
            chosen.add(new Placement.EntryClass(levelOfEntry.get(entry), 1, stored, sources));
            place(entry + 1);
            chosen.remove(chosen.size() - 1);
            return;
        }
        for (int source = 0; source <= problem.gpus(); source++) {
            boolean isHost = source == problem.gpus() && (stored == 0 || !isHostShared);
            boolean isHome = (stored >>> reader & 1) != 0;
            boolean isThere = isHome
                    ? source == reader
                    : isHost
                            || (source < problem.gpus()
                                    && (stored >>> source & 1) != 0
                                    && problem.costs().gpus().get(reader).reaches(source));
            if (isThere) {
                sources.add(isHost ? HostMemory.HOST : new Gpu(source));
                read(entry, stored, sources);
                sources.remove(reader);
            }
        }
    }
}
