package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.repository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.cli.CommandLineFixture.Said;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.placement.Hotness;
import dev.diptych.model.placement.HotnessFile;
import dev.diptych.model.placement.LowerBound;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementFile;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import dev.diptych.model.placement.cost.CostModel;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.plugin.Selected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code diptych place}, and what every policy and cost model on the class path has to keep to. */
@SuppressWarnings("rawtypes") // Plugins of any settings.
class PlaceVerbTest {
    private static final String HOTNESS =
            repository("experiments/data/hotness/ugache.json").toString();
    private static final String PAPERS = HOTNESS + "#PA_sage_sup_8A100";

    @TempDir
    Path directory;

    private static Said place(String platform, String hotness, String ratio, String... more) {
        List<String> args = new ArrayList<>(List.of("place", "--platform", platform, "--hotness", hotness));
        args.addAll(List.of("--cache-ratio", ratio, "--row-bytes", "512"));
        args.addAll(Arrays.asList(more));
        return diptych(args);
    }

    private static JsonNode json(Said said) {
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.GOOD);
        return new JsonMapper().readTree(said.out());
    }

    @Test
    void saysWhatItPlacedAsJson() {
        JsonNode said = json(place("8xa100", PAPERS, "0.02", "--cost-model", "ugache", "--json"));
        assertThat(said.get("policy").asString()).isEqualTo("symmetric");
        assertThat(said.get("objective").asDouble()).isCloseTo(816.4, within(0.015 * 816.4));
        assertThat(said.get("bound").asDouble())
                .isLessThanOrEqualTo(said.get("objective").asDouble());
        assertThat(said.get("gap").asDouble()).isBetween(0.0, 1e-4);
        assertThat(said.get("seconds").asDouble()).isPositive();
        JsonNode share = said.get("share");
        assertThat(share.get("local").asDouble()
                        + share.get("peer").asDouble()
                        + share.get("host").asDouble())
                .isCloseTo(1, within(1e-9));
        assertThat(said.get("gpus").size()).isEqualTo(8);
        JsonNode gpu = said.get("gpus").get(7);
        assertThat(gpu.get("storedRows").asLong())
                .isLessThanOrEqualTo(gpu.get("capacityRows").asLong());
        double longest = Math.max(
                Math.max(gpu.get("local").asDouble(), gpu.get("host").asDouble()),
                Math.max(
                        gpu.get("peers").get(0).asDouble(),
                        gpu.get("multiprocessors").asDouble()));
        assertThat(longest).isCloseTo(said.get("objective").asDouble(), within(1e-3 * longest));
    }

    @Test
    void takesTheProgramWhereGpusDiffer() {
        JsonNode said = json(place("dgx1", PAPERS, "0.05", "--json"));
        assertThat(said.get("policy").asString()).isEqualTo("pattern-lp");
        assertThat(said.get("unit").asString()).isEqualTo("s");
        assertThat(said.get("gap").asDouble()).isLessThan(1e-3);
        assertThat(said.get("shared").size()).isGreaterThan(4);
    }

    @Test
    void tellsPeopleTheSame() {
        Said said = place("4xv100", PAPERS, "0.1", "--policy", "clique-partition");
        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out()).contains("policy clique-partition", "objective", "reads", "gpu3");
    }

    @Test
    void writesThePlacement() {
        Path file = directory.resolve("placement.json");
        json(place("2xh200", PAPERS, "0.1", "--out", file.toString(), "--json"));
        Placement placement = PlacementFile.read(file);
        assertThat(placement.gpus()).isEqualTo(2);
        // A tenth of the table, up to rounding.
        for (long rows : placement.storedRows()) {
            assertThat(rows).isBetween(11105990L, 11105995L);
        }
    }

    /** Rules fill caches; what the optimum changes depends on what moving a row costs. */
    @Test
    void changesAPlacementAsFarAsMovingPays() {
        String file = directory.resolve("before.json").toString();
        JsonNode before = json(place("2xh200", PAPERS, "0.1", "--policy", "replication", "--out", file, "--json"));
        JsonNode free = json(place("2xh200", PAPERS, "0.1", "--from", file, "--json"));
        JsonNode dear = json(place("2xh200", PAPERS, "0.1", "--from", file, "--move-cost", "1", "--json"));
        assertThat(free.get("objective").asDouble())
                .isLessThan(before.get("objective").asDouble());
        assertThat(free.get("movedRows").asDouble()).isGreaterThan(1000);
        assertThat(dear.get("movedRows").asDouble()).isZero();
        assertThat(dear.get("objective").asDouble())
                .isLessThanOrEqualTo(before.get("objective").asDouble());
        Said smaller = place("2xh200", PAPERS, "0.05", "--from", file);
        assertThat(smaller.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(smaller.err()).hasLineCount(1).contains("which has room for 5552997");
    }

    @Test
    void everyGpuMayHaveItsOwnRoom() {
        JsonNode said = json(place("2xh200", PAPERS, "0.1,0", "--json"));
        assertThat(said.get("policy").asString()).isEqualTo("pattern-lp");
        assertThat(said.get("gpus").get(1).get("storedRows").asLong()).isZero();
    }

    @Test
    void settingsReachPolicyAndCosts() {
        JsonNode few = json(place("8xa100", PAPERS, "0.02", "--json", "--set", "costs.keysPerGpu=1000"));
        JsonNode many = json(place("8xa100", PAPERS, "0.02", "--json", "--set", "costs.keysPerGpu=2000"));
        assertThat(many.get("objective").asDouble())
                .isCloseTo(2 * few.get("objective").asDouble(), within(1e-9));
        JsonNode other =
                json(place("8xa100", PAPERS, "0.02", "--json", "--policy", "single-gpu", "--set", "policy.gpu=3"));
        assertThat(other.get("gpus").get(3).get("storedRows").asLong()).isPositive();
        assertThat(other.get("gpus").get(0).get("storedRows").asLong()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8xa100 | 1.5 | --json | --cache-ratio 1.5: should be from 0 to 1",
                "8xa100 | -0.1 | --json | --cache-ratio -0.1: should be from 0 to 1",
                "8xa100 | NaN | --json | --cache-ratio NaN: should be from 0 to 1",
                "8xa100 | x | --json | 'x' is not a double",
                "8xa100 | 0.1,0.2 | --json | 2 ratios for 8 GPUs",
                "typo | 0.1 | --json | no platform is named 'typo'",
                "8xa100 | 0.1 | --policy=typo | no policy is named 'typo'; known: clique-partition",
                "8xa100 | 0.1 | --cost-model=typo | no cost model is named 'typo'; known: calibrated, ugache",
                "8xa100 | 0.1 | --set=typo=1 | --set typo=1: should begin with policy. or costs.",
                "8xa100 | 0.1 | --set=policy.typo=1 | no key is named 'typo' here",
                "8xa100 | 0.1 | --set=costs.keysPerGpu=0 | keysPerGpu should be at least 1",
                "8xa100 | 0.1 | --solver=gap=-1 | a gap of -1.0",
                "8xa100 | 0.1 | --solver=typo=1 | no key is named 'typo' here; known: seconds, gap, seed",
                "dgx1 | 0.1 | --policy=symmetric | gpu0 cannot read from gpu4",
                "4xv100 | 0.5 | --json | has room for"
            })
    void badInputIsOneLine(String platform, String ratio, String option, String message) {
        Said said = place(platform, PAPERS, ratio, option);
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).hasLineCount(1).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#typo | no histogram is named 'typo'; known: PA_sage_sup_8A100",
                "'' | it has several histograms; name one as FILE#NAME",
                "x | there is no such file"
            })
    void badHotnessIsOneLine(String suffix, String message) {
        Said said = place("8xa100", HOTNESS + suffix, "0.1");
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(said.err()).hasLineCount(1).contains(message);
    }

    @Test
    void rowsOfNoBytesAreRefused() {
        Said said =
                diptych("place", "--platform", "h200", "--hotness", PAPERS, "--cache-ratio", "0.1", "--row-bytes", "0");
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(said.err()).hasLineCount(1).contains("rows of 0 bytes");
    }

    @Test
    void aPlatformWithoutAWayToTheHostIsRefused() throws Exception {
        String text = Files.readString(repository("model/src/main/resources/dev/diptych/model/hw/2xh200.yaml"));
        Path file = directory.resolve("cut.yaml");
        Files.writeString(
                file,
                text.replaceAll("(?m)^  - \\{model: pcie5, from: \\[host\\].*\\R", "")
                        .replaceAll("(?m)^  - \\{from: \\[host\\].*\\R", ""));
        Said said = place(file.toString(), PAPERS, "0.1");
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(said.err()).hasLineCount(1).contains("has no link from the host to gpu0");
    }

    static Stream<Arguments> policiesAndProblems() {
        List<Arguments> all = new ArrayList<>();
        for (PlacementSolver solver : Plugins.all(PlacementSolver.class)) {
            for (CostModel costs : Plugins.all(CostModel.class)) {
                for (String platform : List.of("h200", "2xh200", "4xv100", "dgx1", "8xa100")) {
                    for (double ratio : new double[] {0, 0.02, 1}) {
                        all.add(Arguments.of(solver.name(), costs.name(), platform, ratio));
                    }
                }
            }
        }
        return all.stream();
    }

    /** The contract of {@link PlacementSolver}, for all of them: whole, feasible, no better than its bound, and the same every time. */
    @ParameterizedTest
    @MethodSource("policiesAndProblems")
    void everyPolicyPlacesEveryEntry(String policy, String costs, String platform, double ratio) {
        Platform machine = Platforms.load(platform);
        Hotness hotness = HotnessFile.read(HOTNESS + "#PA_sage_unsup_4V100").hotness();
        List<Long> rows = Collections.nCopies(machine.gpus().size(), (long) (ratio * hotness.entries()));
        CostModel model = Plugins.find(CostModel.class, "cost model", costs);
        // Small rows, so that even a whole table has room.
        PlacementProblem problem = problem(model, machine, hotness, rows);
        PlacementSolver solver = Plugins.find(PlacementSolver.class, "policy", policy);
        if (refuses(solver, problem)) {
            assertThat(policy).isEqualTo("symmetric");
            assertThat(platform).isEqualTo("dgx1");
            return;
        }
        Solution solution = solve(solver, problem);
        solution.placement().check(problem);
        assertThat(solution.objective())
                .isEqualTo(solution.placement().outcome(problem).objective());
        assertThat(solution.bound()).isBetween(LowerBound.of(problem) * (1 - 1e-9), solution.objective());
        if (ratio == 0) {
            assertThat(solution.placement().storedRows()).containsOnly(0);
        }
        assertThat(solve(solver, problem)).isEqualTo(solution);
    }

    @SuppressWarnings("unchecked") // Defaults are of the plugin's own type.
    private static PlacementProblem problem(CostModel model, Platform machine, Hotness hotness, List<Long> rows) {
        return model.problem(machine, hotness, 64, rows, model.defaults());
    }

    @SuppressWarnings("unchecked") // A refusal is the same for all settings.
    private static boolean refuses(PlacementSolver solver, PlacementProblem problem) {
        return solver.refusal(problem).isPresent();
    }

    private static Solution solve(PlacementSolver solver, PlacementProblem problem) {
        ConfigNode none = new ConfigNode.Mapping("test", Map.of());
        // A gap that the start of a mixed-integer program meets at once: no clock decides.
        SolveLimits limits = Binder.bind(none, new SolveLimits(200, 0.2, 0));
        return PlaceVerb.solve(Selected.of(solver, none), problem, limits);
    }
}
