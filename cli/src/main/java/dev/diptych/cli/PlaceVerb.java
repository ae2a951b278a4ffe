package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.placement.Hotness;
import dev.diptych.model.placement.HotnessFile;
import dev.diptych.model.placement.PlacementFile;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.Solution;
import dev.diptych.model.placement.SolveLimits;
import dev.diptych.model.placement.cost.CostModel;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.plugin.Selected;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code diptych place}: where the rows of one table should lie on one machine. */
@Command(
        name = "place",
        description = "Place a table's rows over the GPUs and the host of a machine, and say how good that is.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("rawtypes") // A service is known by its class, which has no settings.
final class PlaceVerb implements Callable<Integer> {
    private static final String POLICY = "policy.";
    private static final String COSTS = "costs.";
    private static final double NANOS_PER_SECOND = 1e9;

    @Option(names = "--platform", paramLabel = "P", required = true, description = "A preset or a .yaml file.")
    private String platform = "";

    @Option(
            names = "--hotness",
            paramLabel = "H.json[#name]",
            required = true,
            description = "How often entries are read: a file of histograms, and which of them if there are several.")
    private String hotness = "";

    @Option(
            names = "--cache-ratio",
            paramLabel = "R",
            required = true,
            split = ",",
            description = "The part of the table that each GPU has room for, 0 to 1; or one for each GPU, with commas.")
    private List<Double> cacheRatios = List.of();

    @Option(names = "--row-bytes", paramLabel = "B", required = true, description = "Bytes of an entry.")
    private long rowBytes;

    @Option(
            names = "--policy",
            paramLabel = "X",
            description = "A policy of diptych list. Default: the most exact of those that cover the platform.")
    private @Nullable String policy;

    @Option(
            names = "--cost-model",
            paramLabel = "M",
            defaultValue = "calibrated",
            description = "What reading a row costs: calibrated (seconds, by the platform's numbers) or ugache"
                    + " (coefficients and units of its solver). Default: ${DEFAULT-VALUE}.")
    private String costModel = "calibrated";

    @Option(
            names = "--solver",
            paramLabel = "key=value",
            description = "When a solver may stop: seconds=200, gap=0.001; and its seed=0. Repeatable.")
    private List<String> limits = List.of();

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Sets a setting of the policy, such as policy.tieBreak=false, or of the cost model, such as"
                    + " costs.keysPerGpu=200000. Repeatable.")
    private List<String> settings = List.of();

    @Option(
            names = "--from",
            paramLabel = "FILE.json",
            description =
                    "Change this placement, as --out wrote it for the same hotness, instead of filling empty caches.")
    private @Nullable Path from;

    @Option(
            names = "--move-cost",
            paramLabel = "T",
            defaultValue = "0",
            description = "With --from: what the objective rises by for each row that a GPU has to load."
                    + " Default: ${DEFAULT-VALUE}.")
    private double moveCost;

    @Option(names = "--out", paramLabel = "FILE.json", description = "Also write the placement.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        settings.forEach(PlaceVerb::checkPrefix);
        SolveLimits stop = Binder.bind(SettingOptions.tree("--solver", limits, ""), SolveLimits.DEFAULT);
        Platform machine = Platforms.load(platform);
        Hotness levels = HotnessFile.read(hotness).hotness();
        List<Long> capacityRows = capacityRows(levels.entries(), machine.gpus().size());
        Selected<CostModel> costs = Selected.of(
                Plugins.find(CostModel.class, "cost model", costModel), SettingOptions.tree("--set", settings, COSTS));
        PlacementProblem problem = problem(costs, machine, levels, capacityRows);
        PlacementSolver chosen =
                policy == null ? strongest(problem) : Plugins.find(PlacementSolver.class, "policy", policy);
        Selected<PlacementSolver> solver = Selected.of(chosen, SettingOptions.tree("--set", settings, POLICY));
        long begin = System.nanoTime();
        Solution solution = solve(solver, problem, stop);
        double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
        PlacementReport report =
                new PlacementReport(machine, levels, chosen.name(), costModel, problem, solution, seconds);
        if (out != null) {
            write(out, PlacementFile.text(solution.placement()));
        }
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.println(isJson ? report.json() : report.text());
        stdout.flush();
        return Main.GOOD;
    }

    @SuppressWarnings("unchecked") // Settings were bound to the plugin's own type.
    private PlacementProblem problem(
            Selected<CostModel> costs, Platform machine, Hotness levels, List<Long> capacityRows) {
        PlacementProblem problem = costs.plugin().problem(machine, levels, rowBytes, capacityRows, costs.settings());
        if (!(moveCost >= 0 && moveCost < Double.POSITIVE_INFINITY)) {
            throw new InputException("--move-cost %s: should be 0 or more".formatted(moveCost));
        }
        return from == null ? problem : problem.changing(PlacementFile.read(from), moveCost);
    }

    @SuppressWarnings("unchecked") // Settings were bound to the plugin's own type.
    static Solution solve(Selected<PlacementSolver> solver, PlacementProblem problem, SolveLimits stop) {
        return solver.plugin().solve(problem, stop, solver.settings());
    }

    @SuppressWarnings("unchecked") // A refusal is the same for all settings.
    static PlacementSolver strongest(PlacementProblem problem) {
        return Plugins.all(PlacementSolver.class).stream()
                .filter(solver -> solver.refusal(problem).isEmpty())
                .min(Comparator.comparing((PlacementSolver solver) -> solver.strength()))
                .orElseThrow(() -> new IllegalStateException("rules refuse nothing"));
    }

    private List<Long> capacityRows(long entries, int gpus) {
        if (cacheRatios.size() != 1 && cacheRatios.size() != gpus) {
            throw new InputException("--cache-ratio: %d ratios for %d GPUs; one for all or one for each is needed"
                    .formatted(cacheRatios.size(), gpus));
        }
        List<Long> rows = new ArrayList<>();
        for (int gpu = 0; gpu < gpus; gpu++) {
            double ratio = cacheRatios.get(cacheRatios.size() == 1 ? 0 : gpu);
            if (!(ratio >= 0 && ratio <= 1)) {
                throw new InputException("--cache-ratio %s: should be from 0 to 1".formatted(ratio));
            }
            rows.add((long) (ratio * entries));
        }
        return rows;
    }

    private static void checkPrefix(String setting) {
        if (!setting.startsWith(POLICY) && !setting.startsWith(COSTS)) {
            throw new InputException("--set %s: should begin with %s or %s".formatted(setting, POLICY, COSTS));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new InputException("%s: cannot be written (%s)".formatted(file, e), e);
        }
    }
}
