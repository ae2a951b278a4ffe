package dev.diptych.cli;

import dev.diptych.model.config.ConfigWriter;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.cost.CostModel;
import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.ArrivalsPlugin;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.sim.work.KernelWork;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.traces.graph.GraphFormat;
import dev.diptych.traces.graph.GraphSource;
import dev.diptych.validation.metric.MetricPlugin;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code diptych list}: every plugin with its settings and defaults. */
@Command(
        name = "list",
        description = "List plugins with their settings and defaults, and platforms.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("rawtypes") // A service is known by its class, which has no settings.
final class ListVerb implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run().
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        print(out, "systems", Plugins.all(SystemPlugin.class));
        print(out, "arrivals", Plugins.all(ArrivalsPlugin.class));
        print(out, "metrics", Plugins.all(MetricPlugin.class));
        print(out, "backends", Plugins.all(BackendPlugin.class));
        print(out, "kernel work models", Plugins.all(KernelWork.class));
        print(out, "placement policies", Plugins.all(PlacementSolver.class));
        print(out, "cost models", Plugins.all(CostModel.class));
        print(out, "graphs", Plugins.all(GraphSource.class));
        print(out, "formats of graph files", Plugins.all(GraphFormat.class));
        print(out, "sampling algorithms", Plugins.all(SamplingAlgorithm.class));
        out.println("platforms");
        Platforms.presets().forEach(name -> out.println("  " + name));
        out.flush();
    }

    private static void print(PrintWriter out, String title, List<? extends Plugin> plugins) {
        out.println(title);
        for (Plugin plugin : plugins) {
            out.printf("  %-22s %s%n", plugin.name(), plugin.summary());
            if (plugin.defaults().getClass().getRecordComponents().length > 0) {
                ConfigWriter.yaml(ConfigWriter.node(plugin.defaults(), ""))
                        .lines()
                        .forEach(line -> out.println("      " + line));
            }
        }
        out.println();
    }
}
