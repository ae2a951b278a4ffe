package dev.diptych.systems.embedding.policy;

import com.google.auto.service.AutoService;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.ReadCosts;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every GPU stores the hottest entries, and {@code p} others of those that follow, which are dealt out: ranks {@code [0, K - p)} lie
 * everywhere, {@code [K - p, K + p (G - 1))} once. Two rules say how large {@code p} is.
 *
 * <p><b>Additive time</b> (UGache's {@code IntuitiveSolver}): as if sources were read one after the other, giving up a replicated entry of
 * rank {@code K - p} saves a read from the host of rank {@code K + p (G - 1)}. It pays as long as {@code f(K - p) <= mu f(K + p (G - 1))} for
 * reads {@code f} of a rank and {@code mu = 1 + G (T_C - T_R) / (T_R - T_L)}. Where a GPU does not reach a peer, reading from it costs what
 * the host does.
 *
 * <p><b>Cover</b> (UGache's {@code PartRepSolver}): {@code p} is as large as it can be, so that only room that is left over is for copies.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(PlacementSolver.class)
public final class HotReplicateWarmPartition implements StaticPolicy<HotReplicateWarmPartition.Settings> {
    /** How much is dealt out. */
    public enum Rule {
        ADDITIVE_TIME,
        COVER
    }

    /**
     * The rule.
     *
     * @param rule for the number of entries that are dealt out
     */
    public record Settings(Rule rule) {}

    @Override
    public String name() {
        return "hot-replicate-warm-partition";
    }

    @Override
    public String summary() {
        return "the hottest rows lie on every GPU, those that follow on one each";
    }

    @Override
    public Settings defaults() {
        return new Settings(Rule.ADDITIVE_TIME);
    }

    @Override
    public Placement place(PlacementProblem problem, Settings settings) {
        int gpus = problem.gpus();
        long room =
                problem.capacityRows().stream().mapToLong(Long::longValue).min().orElse(0);
        long own = Math.min(room, problem.entries());
        long most = gpus == 1 ? 0 : Math.min(own, ceilDiv(problem.entries() - own, gpus - 1));
        long dealt = settings.rule == Rule.COVER ? most : additive(problem, own, most);
        RankedEntries entries = new RankedEntries(problem);
        entries.replicate(own - dealt, (1L << gpus) - 1);
        entries.deal(Math.multiplyExact(dealt, gpus), IntStream.range(0, gpus).toArray());
        return entries.rest();
    }

    /** Returns the largest {@code p} whose last exchange still paid. */
    private static long additive(PlacementProblem problem, long own, long most) {
        double ratio = ratio(problem);
        long low = 0;
        long high = most;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            double lost = reads(problem, own - middle);
            double won = reads(problem, own + (middle - 1) * (problem.gpus() - 1));
            if (lost <= ratio * won) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Returns {@code mu}, with costs averaged over GPUs and their peers. */
    private static double ratio(PlacementProblem problem) {
        int gpus = problem.gpus();
        double local = 0;
        double peer = 0;
        double host = 0;
        for (int gpu = 0; gpu < gpus; gpu++) {
            ReadCosts.Reader reader = problem.costs().gpus().get(gpu);
            local += reader.localCost() / gpus;
            host += reader.hostCost() / gpus;
            for (int owner = 0; owner < gpus; owner++) {
                if (owner != gpu) {
                    double cost = reader.reaches(owner) ? reader.peerCosts().get(owner) : reader.hostCost();
                    peer += cost / ((double) gpus * (gpus - 1));
                }
            }
        }
        // Peers that are as fast as the own memory: copies are worth nothing.
        return peer <= local ? Double.POSITIVE_INFINITY : 1 + gpus * (host - peer) / (peer - local);
    }

    /** Returns the reads of the entry with a rank, by all GPUs; 0 beyond the last. */
    private static double reads(PlacementProblem problem, long rank) {
        long before = 0;
        for (int level : problem.hottestFirst()) {
            List<Double> reads = problem.levels().get(level).reads();
            before += problem.levels().get(level).entries();
            if (rank < before) {
                return reads.stream().mapToDouble(Double::doubleValue).sum();
            }
        }
        return 0;
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
