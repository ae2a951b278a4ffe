package dev.diptych.solver;

import dev.diptych.model.placement.PlacementProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cheapest fate of each level when reads over ways and room on GPUs have prices: every subset of the GPUs is tried as those that store it, and
 * every GPU reads at home what it stores, and elsewhere where it is cheapest. The sum over levels is the Lagrangian relaxation of the problem, so any prices give a bound.
 */
final class Pricing {
    private final PlacementProblem problem;
    private final TimeRows rows;
    private final boolean isHostShared;
    private final int gpus;
    /** For each subset and GPU: the cheapest price of a read, and the source. */
    private final double[] price;

    private final byte[] source;
    private final double[] sum;

    /** @param isHostShared whether entries that one GPU reads from the host are stored by none, as in UGache's model */
    Pricing(PlacementProblem problem, TimeRows rows, boolean isHostShared) {
        this.problem = problem;
        this.rows = rows;
        this.isHostShared = isHostShared;
        gpus = problem.gpus();
        int subsets = 1 << gpus;
        price = new double[gpus * subsets];
        source = new byte[gpus * subsets];
        sum = new double[subsets];
    }

    /** What prices lead to: for each level its cheapest pattern and what one of its entries then costs. */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one round.
    record Cheapest(List<Pattern> patterns, double[] costs) {}

    /**
     * Returns the cheapest pattern of each level.
     *
     * @param wayPrices of a read over each way, infinite where there is none
     * @param roomPrices of a row stored on each GPU
     */
    Cheapest cheapest(double[] wayPrices, double[] roomPrices) {
        prepare(wayPrices);
        List<Pattern> patterns = new ArrayList<>();
        double[] costs = new double[problem.levels().size()];
        double[] rooms = rooms(roomPrices);
        for (int index = 0; index < costs.length; index++) {
            PlacementProblem.Level level = problem.levels().get(index);
            LevelCost cost = new LevelCost(level, rooms);
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int subset = 0; subset < sum.length; subset++) {
                double own = cost.of(subset);
                if (own < least) {
                    least = own;
                    best = subset;
                }
            }
            costs[index] = least;
            patterns.add(pattern(index, best));
        }
        return new Cheapest(patterns, costs);
    }

    /** Returns the pattern of a level that some GPUs store, at the prices that were last used. */
    Pattern pattern(int level, int subset) {
        int[] sources = new int[gpus];
        for (int gpu = 0; gpu < gpus; gpu++) {
            sources[gpu] = source[subset * gpus + gpu];
        }
        return new Pattern(level, subset, sources);
    }

    /**
     * Returns a bound on the problem's objective, without its fixed cost: the Lagrangian relaxation at prices, whatever they are.
     *
     * @param rowPrices of each time; what is negative is taken as 0, and all are divided by their sum
     * @param roomPrices of a row stored on each GPU, in the unit of the objective; what is negative is taken as 0
     */
    double bound(double[] rowPrices, double[] roomPrices) {
        double[] times = positive(rowPrices);
        double all = 0;
        for (double time : times) {
            all += time;
        }
        if (!(all > 0)) {
            return 0;
        }
        double bound = 0;
        for (int row = 0; row < times.length; row++) {
            times[row] /= all;
            bound += times[row] * rows.constant(row);
        }
        double[] rooms = positive(roomPrices);
        for (int gpu = 0; gpu < gpus; gpu++) {
            bound -= rooms[gpu] * problem.capacityRows().get(gpu);
        }
        double[] costs = cheapest(rows.prices(times), rooms).costs;
        for (int level = 0; level < costs.length; level++) {
            bound += problem.levels().get(level).entries() * costs[level];
        }
        return bound;
    }

    private static double[] positive(double[] values) {
        double[] positive = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            positive[i] = Math.max(0, values[i]);
        }
        return positive;
    }

    /** A subset's cheapest sources are those of the subset without one GPU, or that GPU. */
    private void prepare(double[] wayPrices) {
        for (int subset = 0; subset < sum.length; subset++) {
            int lowest = Integer.numberOfTrailingZeros(subset);
            int rest = subset & (subset - 1);
            sum[subset] = 0;
            for (int gpu = 0; gpu < gpus; gpu++) {
                int at = subset * gpus + gpu;
                if (subset == 0) {
                    price[at] = wayPrices[rows.way(gpu, gpus)];
                    source[at] = (byte) gpus;
                } else {
                    double own = wayPrices[rows.way(gpu, lowest)];
                    double other = rest == 0 && isHostShared ? Double.POSITIVE_INFINITY : price[rest * gpus + gpu];
                    // What a GPU stores it reads at home.
                    boolean isOwn = lowest == gpu || (own < other && (rest >>> gpu & 1) == 0);
                    price[at] = isOwn ? own : other;
                    source[at] = isOwn ? (byte) lowest : source[rest * gpus + gpu];
                }
                sum[subset] += price[at];
            }
        }
    }

    private double[] rooms(double[] roomPrices) {
        double[] rooms = new double[sum.length];
        for (int subset = 1; subset < rooms.length; subset++) {
            rooms[subset] = rooms[subset & (subset - 1)] + roomPrices[Integer.numberOfTrailingZeros(subset)];
        }
        return rooms;
    }

    /** What an entry of a level costs, by who stores it, at the prices that were last used. */
    private final class LevelCost {
        private final PlacementProblem.Level level;
        private final double[] rooms;
        private final double[] reads;
        private final boolean isUniform;

        LevelCost(PlacementProblem.Level level, double[] rooms) {
            this.level = level;
            this.rooms = rooms;
            reads = level.reads().stream().mapToDouble(Double::doubleValue).toArray();
            isUniform = level.reads().stream().distinct().count() == 1;
        }

        double of(int subset) {
            if (sum[subset] == Double.POSITIVE_INFINITY) {
                return sum[subset];
            }
            return rooms[subset]
                    + problem.moveCost() * Long.bitCount(subset & ~level.storedBy())
                    + (isUniform ? reads[0] * sum[subset] : weighted(subset));
        }

        private double weighted(int subset) {
            double weighted = 0;
            for (int gpu = 0; gpu < gpus; gpu++) {
                weighted += reads[gpu] * price[subset * gpus + gpu];
            }
            return weighted;
        }
    }

    /** Returns the sets of GPUs that would cost least to store a level, at the prices that were last used. */
    List<Integer> cheapestSets(int level, double[] roomPrices, int count) {
        LevelCost cost = new LevelCost(problem.levels().get(level), rooms(roomPrices));
        return IntStream.range(0, sum.length)
                .boxed()
                .filter(subset -> sum[subset] < Double.POSITIVE_INFINITY)
                .sorted(Comparator.comparingDouble(cost::of))
                .limit(count)
                .toList();
    }
}
