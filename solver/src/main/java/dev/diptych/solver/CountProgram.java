package dev.diptych.solver;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPVariable;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.SolveLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * UGache's program with equal blocks merged: whole numbers {@code n_uS} of slices {@code u} that the GPUs {@code S} store, and reads {@code
 * g_Sil} that GPU {@code i} makes of what {@code S} stores at GPU {@code l}, a member of {@code S}.
 *
 * <pre>sum_S n_uS = count_u    sum_l g_Sil = sum_u n_uS entries_u reads_ui    rooms and times as ever</pre>
 *
 * Reads may split a block among owners; storage may not. Of all sets {@code S}, each level has those of least reduced cost alone.
 */
final class CountProgram {
    private final PlacementProblem problem;
    private final TimeRows rows;
    private final List<Blocks.Slices> slices;
    private final double unit;
    private final ScipModel model;
    private final List<MPConstraint> times = new ArrayList<>();
    private final List<MPConstraint> rooms = new ArrayList<>();
    /** Of each slice: how many of its blocks each set of GPUs stores. */
    private final List<Map<Integer, MPVariable>> counts = new ArrayList<>();
    /** Of each set and GPU outside of it: the reads at each member. */
    private final Map<Integer, MPVariable[][]> reads = new TreeMap<>();

    private final Map<Integer, MPConstraint[]> flows = new TreeMap<>();

    /** @param start blocks with a fate to start from, in the order of the slices, which takes {@code startTime} */
    CountProgram(
            PlacementProblem problem,
            Generation generation,
            List<Blocks.Slices> slices,
            int setsPerLevel,
            BlockPlacement start,
            double startTime) {
        this.problem = problem;
        this.slices = slices;
        rows = generation.rows();
        unit = startTime > 0 ? startTime : 1;
        model = new ScipModel();
        MPVariable time = model.number(startTime / unit);
        model.minimize(time, 1);
        for (int row = 0; row < rows.count(); row++) {
            times.add(model.atMost(-rows.constant(row) / unit));
            times.get(row).setCoefficient(time, -1);
        }
        for (long room : problem.capacityRows()) {
            rooms.add(model.atMost(room / (double) problem.entries()));
        }
        List<List<Integer>> cheapest = generation.cheapestSets(setsPerLevel);
        int block = 0;
        for (Blocks.Slices some : slices) {
            List<BlockPlacement.Block> own = start.blocks().subList(block, block + some.count());
            block += some.count();
            add(some, cheapest.get(some.level()), own);
        }
    }

    private void add(Blocks.Slices some, List<Integer> cheapest, List<BlockPlacement.Block> start) {
        NavigableSet<Integer> sets = new TreeSet<>(cheapest);
        Map<Integer, Integer> started = new LinkedHashMap<>();
        start.forEach(block -> started.merge((int) block.pattern().storedBy(), 1, Integer::sum));
        sets.addAll(started.keySet());
        MPConstraint all = model.exactly(some.count());
        Map<Integer, MPVariable> own = new TreeMap<>();
        for (int set : sets) {
            MPVariable count = model.whole(some.count(), started.getOrDefault(set, 0));
            all.setCoefficient(count, 1);
            own.put(set, count);
            price(some, set, count);
        }
        counts.add(own);
        start.forEach(block -> hintReads(block));
    }

    private void price(Blocks.Slices some, int set, MPVariable count) {
        PlacementProblem.Level level = problem.levels().get(some.level());
        double[] direct = new double[rows.ways()];
        for (int gpu = 0; gpu < problem.gpus(); gpu++) {
            double made = some.entries() * level.reads().get(gpu) / unit;
            if ((set >>> gpu & 1) != 0) {
                rooms.get(gpu).setCoefficient(count, some.entries() / (double) problem.entries());
                direct[rows.way(gpu, gpu)] += made;
            } else if (set == 0) {
                direct[rows.way(gpu, problem.gpus())] += made;
            } else {
                flows(set)[gpu].setCoefficient(count, -made);
            }
        }
        for (int row = 0; row < times.size(); row++) {
            double sum = 0;
            for (int way = 0; way < direct.length; way++) {
                sum += rows.coefficient(row, way) * direct[way];
            }
            if (sum != 0) {
                times.get(row).setCoefficient(count, sum);
            }
        }
        double moved = problem.moveCost() * some.entries() * Long.bitCount(set & ~level.storedBy());
        model.minimize(count, moved / unit);
    }

    /** Returns the balance of reads of each GPU that is not in a set; it and the reads are made when they are first needed. */
    private MPConstraint[] flows(int set) {
        MPConstraint[] known = flows.get(set);
        if (known != null) {
            return known;
        }
        int gpus = problem.gpus();
        MPConstraint[] made = new MPConstraint[gpus];
        MPVariable[][] own = new MPVariable[gpus][gpus];
        for (int gpu = 0; gpu < gpus; gpu++) {
            made[gpu] = model.exactly(0);
            for (int owner = 0; owner < gpus; owner++) {
                int way = rows.way(gpu, owner);
                if ((set >>> gpu & 1) == 0 && (set >>> owner & 1) != 0 && rows.isOpen(way)) {
                    own[gpu][owner] = model.number(0);
                    made[gpu].setCoefficient(own[gpu][owner], 1);
                    for (int row = 0; row < times.size(); row++) {
                        if (rows.coefficient(row, way) != 0) {
                            times.get(row).setCoefficient(own[gpu][owner], rows.coefficient(row, way));
                        }
                    }
                }
            }
        }
        flows.put(set, made);
        reads.put(set, own);
        return made;
    }

    private void hintReads(BlockPlacement.Block block) {
        int set = (int) block.pattern().storedBy();
        MPVariable[][] own = reads.get(set);
        for (int gpu = 0; own != null && gpu < problem.gpus(); gpu++) {
            MPVariable way = own[gpu][block.pattern().sources()[gpu] % problem.gpus()];
            if (way != null) {
                double made = block.entries()
                        * problem.levels().get(block.pattern().level()).reads().get(gpu);
                model.raiseHint(way, made / unit);
            }
        }
    }

    /** Returns the best placement found within limits, if there is one. */
    Optional<Placement> solve(SolveLimits limits) {
        try {
            return model.solve(limits) ? Optional.of(placement()) : Optional.empty();
        } finally {
            model.close();
        }
    }

    private Placement placement() {
        Map<Integer, Map<Integer, Long>> entries = new TreeMap<>();
        for (int slice = 0; slice < slices.size(); slice++) {
            Blocks.Slices some = slices.get(slice);
            counts.get(slice).forEach((set, count) -> {
                long stored = Math.round(count.solutionValue()) * some.entries();
                if (stored > 0) {
                    entries.computeIfAbsent(some.level(), unused -> new TreeMap<>())
                            .merge(set, stored, Long::sum);
                }
            });
        }
        List<Placement.EntryClass> classes = new ArrayList<>();
        entries.forEach((level, sets) -> sets.forEach((set, stored) -> split(level, set, stored, classes)));
        return new Placement(problem.gpus(), classes);
    }

    /** Splits entries among owners, for each GPU in the parts of its reads: between two ends of anybody's part all entries are alike. */
    private void split(int level, int set, long stored, List<Placement.EntryClass> classes) {
        int gpus = problem.gpus();
        long[][] ends = new long[gpus][];
        NavigableSet<Long> cuts = new TreeSet<>();
        for (int gpu = 0; gpu < gpus; gpu++) {
            ends[gpu] = ends(set, gpu, stored);
            Arrays.stream(ends[gpu]).filter(end -> end > 0).forEach(cuts::add);
        }
        long begin = 0;
        for (long end : cuts) {
            int[] sources = new int[gpus];
            for (int gpu = 0; gpu < gpus; gpu++) {
                int source = 0;
                while (ends[gpu][source] <= begin) {
                    source++;
                }
                sources[gpu] = source;
            }
            classes.add(new Placement.EntryClass(level, end - begin, set, TimeRows.places(sources)));
            begin = end;
        }
    }

    /** Returns where the part of each source ends, the host's last. */
    private long[] ends(int set, int gpu, long stored) {
        int gpus = problem.gpus();
        long[] ends = new long[gpus + 1];
        ends[gpus] = stored;
        if ((set >>> gpu & 1) != 0) {
            Arrays.fill(ends, gpu, gpus, stored);
        } else if (set != 0) {
            double[] sums = new double[gpus];
            int last = 0;
            for (int owner = 0; owner < gpus; owner++) {
                MPVariable way = ways(set)[gpu][owner];
                sums[owner] = (owner == 0 ? 0 : sums[owner - 1]) + (way == null ? 0 : Math.max(0, way.solutionValue()));
                last = way == null ? last : owner;
            }
            for (int owner = 0; owner < gpus; owner++) {
                // What nobody reads has an owner all the same.
                ends[owner] = owner >= last
                        ? stored
                        : sums[gpus - 1] == 0 ? 0 : Math.round(stored * (sums[owner] / sums[gpus - 1]));
            }
        }
        return ends;
    }

    private MPVariable[][] ways(int set) {
        MPVariable[][] ways = reads.get(set);
        if (ways == null) {
            throw new IllegalStateException("no reads of set " + set);
        }
        return ways;
    }
}
