package dev.diptych.solver;

import dev.diptych.model.placement.LowerBound;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.ReadCosts;
import dev.diptych.model.placement.SolveLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Column generation for one problem: see {@link PatternLp}. */
final class Generation implements AutoCloseable {
    private static final int MOST_ROUNDS = 1000;
    private static final int MOST_TIE_ROUNDS = 30;
    /** The program is solved to a part of the gap that is asked for; the rest is for rounding. */
    private static final double PART_OF_GAP = 0.1;

    private static final double LEAST_TOLERANCE = 1e-9;
    private static final double MOST_TOLERANCE = 1e-4;
    /** Prices of rooms that the first patterns are found at: from one that is paid for the hottest to one for the coldest entries. */
    private static final int FIRST_PRICES = 16;

    private static final double PEER_TO_HOST = 1e-3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double LEAST_SECONDS = 0.1;

    private final PlacementProblem problem;
    private final TimeRows rows;
    private final Symmetry symmetry;
    private final Pricing pricing;
    private final Master master;
    private final double tolerance;
    private final long deadlineNanos;

    /** The prices of the best bound so far. */
    private double[] rowPrices = new double[0];

    private double[] roomPrices = new double[0];
    private Master.@Nullable Answer answer;
    private double bound = Double.NEGATIVE_INFINITY;

    Generation(PlacementProblem problem, SolveLimits limits, boolean isHostShared) {
        this.problem = problem;
        deadlineNanos = System.nanoTime() + (long) Math.min(limits.seconds() * NANOS_PER_SECOND, Long.MAX_VALUE / 4.0);
        tolerance = Math.max(LEAST_TOLERANCE, Math.min(MOST_TOLERANCE, PART_OF_GAP * limits.gap()));
        rows = new TimeRows(problem);
        symmetry = new Symmetry(problem, rows);
        pricing = new Pricing(problem, rows, isHostShared);
        double unit = LowerBound.of(problem) - problem.costs().fixed();
        master = new Master(problem, rows, symmetry, unit > 0 ? unit : 1);
    }

    double tolerance() {
        return tolerance;
    }

    TimeRows rows() {
        return rows;
    }

    /** Returns the prices at work, which are those of the best bound after {@link #rounded}. */
    Pricing pricing() {
        return pricing;
    }

    /** Returns limits with the time that is left of them, at least a moment. */
    SolveLimits left(SolveLimits limits) {
        double seconds = (deadlineNanos - System.nanoTime()) / NANOS_PER_SECOND;
        return new SolveLimits(Math.max(LEAST_SECONDS, seconds), limits.gap(), limits.seed());
    }

    /** Returns for each level those sets of GPUs that would cost least to store it, at the prices of the best bound. */
    List<List<Integer>> cheapestSets(int count) {
        pricing.cheapest(rows.prices(rowPrices), roomPrices);
        List<List<Integer>> sets = new ArrayList<>();
        for (int level = 0; level < problem.levels().size(); level++) {
            sets.add(pricing.cheapestSets(level, roomPrices, count));
        }
        return sets;
    }

    /** Returns the best bound found, without the problem's fixed cost. */
    double bound() {
        return Math.max(0, bound);
    }

    /** Finds patterns until their best use is within the tolerance of the bound, or time is up. */
    void run() {
        addFirst();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Master.Answer now = solve();
            double[] times = normalized(now.rowPrices());
            double[] rooms = now.roomPrices();
            boolean isNew = false;
            if (rowPrices.length > 0) {
                isNew = improve(middle(times, rowPrices), middle(rooms, roomPrices));
            }
            isNew |= improve(times, rooms);
            if (!isNew || now.objective() <= bound * (1 + tolerance) || System.nanoTime() > deadlineNanos) {
                return;
            }
        }
    }

    /** Looks, at the shortest time, for less to read from the host and from peers; returns whether there was time. */
    boolean breakTies() {
        double[] costs = new double[rows.ways()];
        for (int gpu = 0; gpu < problem.gpus(); gpu++) {
            ReadCosts.Reader reader = problem.costs().gpus().get(gpu);
            costs[rows.way(gpu, problem.gpus())] = reader.hostCost();
            for (int peer = 0; peer < problem.gpus(); peer++) {
                if (peer != gpu && reader.reaches(peer)) {
                    costs[rows.way(gpu, peer)] =
                            PEER_TO_HOST * reader.peerCosts().get(peer);
                }
            }
        }
        master.keepTime(answer().time() * (1 + tolerance), costs);
        for (int round = 0; round < MOST_TIE_ROUNDS; round++) {
            if (System.nanoTime() > deadlineNanos) {
                return false;
            }
            Master.Answer now = solve();
            double[] prices = rows.prices(now.rowPrices());
            for (int way = 0; way < prices.length; way++) {
                prices[way] += costs[way];
            }
            if (!add(pricing.cheapest(prices, now.roomPrices()))) {
                return true;
            }
        }
        solve();
        return true;
    }

    /** Returns the last solution in whole entries. */
    Placement rounded() {
        // Whoever has to look for another source looks at the prices of the best bound.
        pricing.cheapest(rows.prices(rowPrices), roomPrices);
        return Rounding.of(problem, pricing, answer().parts(), symmetry.elements());
    }

    private Master.Answer solve() {
        answer = master.solve();
        return answer;
    }

    private Master.Answer answer() {
        if (answer == null) {
            throw new IllegalStateException("nothing was solved yet");
        }
        return answer;
    }

    private boolean improve(double[] times, double[] rooms) {
        Pricing.Cheapest cheapest = pricing.cheapest(rows.prices(times), rooms);
        double other = pricing.bound(times, rooms);
        if (other > bound || rowPrices.length == 0) {
            bound = Math.max(bound, other);
            rowPrices = times;
            roomPrices = rooms;
        }
        return add(cheapest);
    }

    private boolean add(Pricing.Cheapest cheapest) {
        boolean isNew = false;
        for (Pattern pattern : cheapest.patterns()) {
            isNew |= master.add(pattern);
        }
        return isNew;
    }

    private void addFirst() {
        double[] times = new double[rows.count()];
        Arrays.fill(times, 1.0 / times.length);
        double[] prices = rows.prices(times);
        double[] rooms = new double[problem.gpus()];
        double hottest = 0;
        for (PlacementProblem.Level level : problem.levels()) {
            for (int gpu = 0; gpu < problem.gpus(); gpu++) {
                hottest = Math.max(hottest, level.reads().get(gpu) * prices[rows.way(gpu, problem.gpus())]);
            }
        }
        // At infinite prices nothing is stored, which there is always room for.
        Arrays.fill(rooms, Double.MAX_VALUE / 1e6);
        add(pricing.cheapest(prices, rooms));
        for (int step = 0; step < FIRST_PRICES; step++) {
            Arrays.fill(rooms, hottest * problem.gpus() / Math.scalb(1.0, 2 * step));
            add(pricing.cheapest(prices, rooms));
        }
    }

    private static double[] middle(double[] one, double[] other) {
        double[] middle = new double[one.length];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = (one[i] + other[i]) / 2;
        }
        return middle;
    }

    private static double[] normalized(double[] prices) {
        double sum = Arrays.stream(prices).sum();
        return sum > 0 ? Arrays.stream(prices).map(price -> price / sum).toArray() : prices;
    }

    @Override
    public void close() {
        master.close();
    }
}
