package dev.diptych.solver;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPVariable;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.SolveLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * UGache's program, literally ({@code OptimalAsymmLinkSolver::Solve}): for each block {@code b}, whether GPU {@code j} stores it, {@code x_bj};
 * whether GPU {@code i} reads it from GPU {@code l}, {@code a_bil}; and whether all read it from the host, {@code c_b}.
 *
 * <pre>
 * min z   sum_l a_bil + c_b + x_bi = 1    a_bil &lt;= x_bl    sum_b entries_b x_bj &lt;= room_j    every time &lt;= z
 * </pre>
 */
final class BlockProgram {
    private final PlacementProblem problem;
    private final TimeRows rows;
    private final List<BlockPlacement.Block> start;
    private final double timeUnit;
    private final ScipModel model = new ScipModel();
    private final List<MPConstraint> times = new ArrayList<>();
    private final List<MPConstraint> rooms = new ArrayList<>();
    private final List<MPVariable[]> stored = new ArrayList<>();
    private final List<MPVariable[][]> read = new ArrayList<>();

    /** @param start blocks with a fate to start from, which takes {@code startTime} */
    BlockProgram(PlacementProblem problem, TimeRows rows, BlockPlacement start, double startTime) {
        this.problem = problem;
        this.rows = rows;
        this.start = start.blocks();
        timeUnit = startTime > 0 ? startTime : 1;
        MPVariable time = model.number(startTime / timeUnit);
        model.minimize(time, 1);
        for (int row = 0; row < rows.count(); row++) {
            times.add(model.atMost(-rows.constant(row) / timeUnit));
            times.get(row).setCoefficient(time, -1);
        }
        for (long room : problem.capacityRows()) {
            rooms.add(model.atMost(room / (double) problem.entries()));
        }
        this.start.forEach(this::add);
    }

    private MPVariable choice(boolean isChosen) {
        return model.whole(1, isChosen ? 1 : 0);
    }

    private void add(BlockPlacement.Block block) {
        int gpus = problem.gpus();
        PlacementProblem.Level level = problem.levels().get(block.pattern().level());
        MPVariable fromHost = choice(block.pattern().storedBy() == 0);
        MPVariable[] own = new MPVariable[gpus];
        MPVariable[][] ways = new MPVariable[gpus][gpus];
        for (int gpu = 0; gpu < gpus; gpu++) {
            own[gpu] = choice(block.pattern().isStoredBy(gpu));
            rooms.get(gpu).setCoefficient(own[gpu], block.entries() / (double) problem.entries());
            int moved = (level.storedBy() >>> gpu & 1) == 0 ? 1 : 0;
            model.minimize(own[gpu], moved * problem.moveCost() * block.entries() / timeUnit);
        }
        for (int reader = 0; reader < gpus; reader++) {
            double reads = block.entries() * level.reads().get(reader) / timeUnit;
            MPConstraint one = model.exactly(1);
            one.setCoefficient(own[reader], 1);
            one.setCoefficient(fromHost, 1);
            cost(own[reader], rows.way(reader, reader), reads);
            for (int source = 0; source < gpus; source++) {
                if (source != reader && rows.isOpen(rows.way(reader, source))) {
                    MPVariable way = choice(block.pattern().sources()[reader] == source);
                    ways[reader][source] = way;
                    one.setCoefficient(way, 1);
                    MPConstraint there = model.atMost(0);
                    there.setCoefficient(way, 1);
                    there.setCoefficient(own[source], -1);
                    cost(way, rows.way(reader, source), reads);
                }
            }
        }
        for (int row = 0; row < times.size(); row++) {
            double sum = 0;
            for (int reader = 0; reader < gpus; reader++) {
                sum += rows.coefficient(row, rows.way(reader, gpus))
                        * block.entries()
                        * level.reads().get(reader)
                        / timeUnit;
            }
            if (sum != 0) {
                times.get(row).setCoefficient(fromHost, sum);
            }
        }
        stored.add(own);
        read.add(ways);
    }

    private void cost(MPVariable variable, int way, double reads) {
        for (int row = 0; row < times.size(); row++) {
            double coefficient = rows.coefficient(row, way) * reads;
            if (coefficient != 0) {
                times.get(row).setCoefficient(variable, coefficient);
            }
        }
    }

    /**
     * What came of it.
     *
     * @param placement the best that was found; nothing when the limits left none
     * @param bound the solver's own, on placements of these blocks
     */
    record Answer(@Nullable BlockPlacement placement, double bound) {}

    /** Solves it within limits. */
    Answer solve(SolveLimits limits) {
        try {
            boolean isFound = model.solve(limits);
            return new Answer(isFound ? placement() : null, isFound ? Math.max(0, model.bound() * timeUnit) : 0);
        } finally {
            model.close();
        }
    }

    private BlockPlacement placement() {
        List<BlockPlacement.Block> blocks = new ArrayList<>();
        for (int block = 0; block < start.size(); block++) {
            blocks.add(new BlockPlacement.Block(start.get(block).entries(), pattern(block)));
        }
        return new BlockPlacement(blocks);
    }

    private Pattern pattern(int block) {
        int gpus = problem.gpus();
        long storedBy = 0;
        int[] sources = new int[gpus];
        for (int reader = 0; reader < gpus; reader++) {
            sources[reader] = gpus;
            if (isOne(stored.get(block)[reader])) {
                storedBy |= 1L << reader;
                sources[reader] = reader;
            }
            for (int source = 0; source < gpus; source++) {
                if (read.get(block)[reader][source] != null && isOne(read.get(block)[reader][source])) {
                    sources[reader] = source;
                }
            }
        }
        return new Pattern(start.get(block).pattern().level(), storedBy, sources);
    }

    private static boolean isOne(MPVariable choice) {
        return choice.solutionValue() > 0.5;
    }
}
