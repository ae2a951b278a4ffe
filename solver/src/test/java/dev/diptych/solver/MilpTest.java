package dev.diptych.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import dev.diptych.model.placement.problems.PublishedHotness;
import dev.diptych.model.placement.problems.RandomProblems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MilpTest {
    private static final Milp MILP = new Milp();
    /** UGache's gap. */
    private static final SolveLimits FIVE_PERCENT = new SolveLimits(60, 0.05, 0);

    private static Milp.Settings settings(boolean merged, int grain) {
        return new Milp.Settings(merged, grain, 12);
    }

    /** As many blocks as UGache has on eight GPUs where it has fewest: 213. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void solvesUgachesSmallestOfEightGpus(boolean merged) {
        PlacementProblem problem = PatternLpTest.ugache("8xa100", PublishedHotness.CRITEO, 0.01);
        int blocks =
                Blocks.of(problem, 1000).stream().mapToInt(Blocks.Slices::count).sum();
        assertThat(blocks).isBetween(150, 1856);
        Solution solution = MILP.solve(problem, FIVE_PERCENT, settings(merged, 1000));
        assertThat(solution.gap()).isLessThanOrEqualTo(0.05);
    }

    /** One entry a block: every placement that UGache's model has is tried. */
    @ParameterizedTest(name = "seed {0}, merged {1}")
    @CsvSource({
        "1, false",
        "2, false",
        "3, false",
        "4, false",
        "5, false",
        "6, false",
        "1, true",
        "2, true",
        "4, true",
        "6, true"
    })
    void findsTheBestPlacementOfAFewEntries(long seed, boolean merged) {
        boolean isPair = seed % 2 == 0;
        PlacementProblem problem = RandomProblems.asymmetric(seed, isPair ? 2 : 3, isPair ? 4 : 3, 1);
        Solution solution = MILP.solve(problem, new SolveLimits(60, 1e-6, 0), settings(merged, 1000));
        double best = EveryPlacement.bestWithSharedHost(problem);
        assertThat(solution.objective()).isBetween(best * (1 - 1e-6), best * (1 + 1e-6));
        assertThat(solution.bound()).isLessThanOrEqualTo(best * (1 + 1e-6));
    }

    /** Counting blocks: 3780 for SYN-A on a DGX-1, where Gurobi's incumbents are 3813.5 and 3926.8. */
    @Test
    void countsBlocksOnADgx1() {
        PlacementProblem problem = PatternLpTest.ugache("dgx1", PublishedHotness.SYNTHETIC, 0.02);
        Solution solution = MILP.solve(problem, new SolveLimits(60, 0.006, 0), settings(true, 1000));
        assertThat(solution.objective()).isLessThan(3813.5);
        assertThat(solution.gap()).isLessThan(0.01);
    }

    /** What one GPU reads from the host, no GPU stores. */
    @Test
    void sharesHostReadsAsUgacheDoes() {
        PlacementProblem problem = RandomProblems.asymmetric(7, 4, 8, 1000);
        Placement placement = MILP.solve(problem, FIVE_PERCENT, MILP.defaults()).placement();
        for (Placement.EntryClass one : placement.classes()) {
            List<Place> sources = one.sources();
            assertThat(sources.contains(HostMemory.HOST)).isEqualTo(one.storedBy() == 0);
        }
    }

    @Test
    void cutsLevelsAsUgacheDoes() {
        PlacementProblem problem = PatternLpTest.ugache("8xa100", PublishedHotness.PAPERS, 0.01);
        long entries = 0;
        for (Blocks.Slices some : Blocks.of(problem, 1000)) {
            entries += some.count() * some.entries();
            if (some.level() < 3) {
                assertThat(some.entries()).isLessThanOrEqualTo(problem.entries() / 1000);
            }
        }
        assertThat(entries).isEqualTo(problem.entries());
    }

    @Test
    void refusesMoreBlocksThanItCanDecideUpon() {
        PlacementProblem problem = PatternLpTest.ugache("8xa100", PublishedHotness.PAPERS, 0.12);
        assertThatThrownBy(() -> MILP.solve(problem, FIVE_PERCENT, settings(false, 100_000)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("are too many to decide upon one by one; at most 20000");
    }
}
