package dev.diptych.systems.embedding.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.placement.Outcome;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import dev.diptych.model.placement.problems.PublishedHotness;
import dev.diptych.model.placement.problems.RandomProblems;
import dev.diptych.model.plugin.Plugins;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticPoliciesTest {
    static List<StaticPolicy<?>> policies() {
        List<StaticPolicy<?>> policies = new java.util.ArrayList<>();
        for (PlacementSolver<?> solver : Plugins.all(PlacementSolver.class)) {
            if (solver instanceof StaticPolicy<?> policy) {
                policies.add(policy);
            }
        }
        return policies;
    }

    static <S extends Record> Solution solve(PlacementSolver<S> policy, PlacementProblem problem) {
        return policy.solve(problem, SolveLimits.DEFAULT, policy.defaults());
    }

    private static Outcome outcome(PlacementSolver<?> policy, PlacementProblem problem) {
        return solve(policy, problem).placement().outcome(problem);
    }

    /** Solving checks the placement and that its objective is not below the bound. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void placesEveryEntryWhereverGpusDiffer(long seed) {
        PlacementProblem problem = RandomProblems.asymmetric(seed, 1 + (int) (seed % 8), 20, 1000);
        for (StaticPolicy<?> policy : policies()) {
            assertThat(solve(policy, problem).bound())
                    .describedAs(policy.name())
                    .isPositive();
        }
    }

    /** Shares of reads at home when every GPU has the hottest rows, in-sample: .640, .805, .923, .965 by UGache's histogram. */
    @ParameterizedTest
    @CsvSource({"0.02, 0.640", "0.04, 0.805", "0.08, 0.923", "0.12, 0.965"})
    void replicationReadsTheHottestRowsAtHome(double cacheRatio, double share) {
        Outcome outcome =
                outcome(new Replication(), SymmetricTest.ugache("8xa100", PublishedHotness.PAPERS, cacheRatio));
        assertThat(outcome.share().local()).isCloseTo(share, within(0.003));
        assertThat(outcome.share().peer()).isZero();
    }

    /** UGache's logs for papers100M at 12 %: 12.5 % local, 87.4 % from peers. */
    @Test
    void partitionReadsAnEighthAtHome() {
        PlacementProblem problem = SymmetricTest.ugache("8xa100", PublishedHotness.PAPERS, 0.12);
        Outcome outcome = outcome(new Partition(), problem);
        assertThat(outcome.share().local()).isCloseTo(0.125, within(1e-6));
        assertThat(outcome.share().peer()).isCloseTo(0.875, within(1e-5));
        assertThat(outcome(new CliquePartition(), problem)).isEqualTo(outcome);
    }

    /** Halves of a DGX-1 are cliques: a quarter of what is cached is at home. */
    @Test
    void cliquesOfADgx1AreItsHalves() {
        PlacementProblem problem = SymmetricTest.ugache("dgx1", PublishedHotness.PAPERS, 0.24);
        Outcome outcome = outcome(new CliquePartition(), problem);
        assertThat(outcome.share().local()).isCloseTo(0.25, within(1e-4));
        assertThat(outcome.share().peer()).isCloseTo(0.75, within(1e-3));
        // What GPUs that are no neighbours own is read from the host.
        assertThat(outcome(new Partition(), problem).share().host()).isCloseTo(3 / 8.0, within(1e-3));
    }

    @Test
    void coveringLeavesOnlyRoomToSpareForCopies() {
        PlacementProblem problem = SymmetricTest.ugache("8xa100", PublishedHotness.PAPERS, 0.25);
        Outcome cover = HotReplicateWarmPartitionCase.cover(problem);
        assertThat(cover.share().host()).isZero();
        PlacementProblem small = SymmetricTest.ugache("8xa100", PublishedHotness.PAPERS, 0.02);
        assertThat(HotReplicateWarmPartitionCase.cover(small)).isEqualTo(outcome(new Partition(), small));
    }

    /** No other number of entries dealt out makes the sum of the times of all sources, one after the other, smaller. */
    @Test
    void additiveTimeIsLeastAtTheChosenSplit() {
        PlacementProblem problem = RandomProblems.symmetric(5, 4, 30, 50);
        HotReplicateWarmPartition policy = new HotReplicateWarmPartition();
        double chosen = additive(outcome(policy, problem));
        long room = problem.capacityRows().get(0);
        double least = Double.POSITIVE_INFINITY;
        for (long dealt = 0; dealt <= room; dealt++) {
            RankedEntries entries = new RankedEntries(problem);
            entries.replicate(room - dealt, 15);
            entries.deal(dealt * 4, new int[] {0, 1, 2, 3});
            least = Math.min(least, additive(entries.rest().outcome(problem)));
        }
        assertThat(chosen).isCloseTo(least, within(1e-9 * least));
    }

    private static double additive(Outcome outcome) {
        double sum = 0;
        for (Outcome.GpuTimes times : outcome.gpus()) {
            sum += times.local() + times.host();
            sum += times.peers().stream().mapToDouble(Double::doubleValue).sum();
        }
        return sum;
    }

    private static final class HotReplicateWarmPartitionCase {
        static Outcome cover(PlacementProblem problem) {
            HotReplicateWarmPartition policy = new HotReplicateWarmPartition();
            return policy.place(problem, new HotReplicateWarmPartition.Settings(HotReplicateWarmPartition.Rule.COVER))
                    .outcome(problem);
        }
    }
}
