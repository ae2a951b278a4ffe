package dev.diptych.systems.sampling;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.plugin.Selected;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.device.DeviceSampler;
import dev.diptych.systems.sampling.device.SamplingRequests;
import dev.diptych.systems.sampling.pass.Passes;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.reference.Reference;
import dev.diptych.traces.graph.Graph;
import dev.diptych.traces.graph.GraphSource;

/** Graph samples for training, taken by one GPU: gSampler (Gong et al., SOSP 2023). */
@SuppressWarnings({"rawtypes", "unchecked"
}) // AutoService names its service without the settings; Selected pairs a plugin with its own.
@AutoService(SystemPlugin.class)
public final class SamplingSystem implements SystemPlugin<SamplingSettings> {
    @Override
    public String name() {
        return "sampling";
    }

    @Override
    public String summary() {
        return "graph samples that a GPU takes, many mini-batches at a time";
    }

    @Override
    public SamplingSettings defaults() {
        return SamplingSettings.DEFAULTS;
    }

    @Override
    public Program program(SamplingSettings settings) {
        Setting.atLeast(1, "miniBatchSeeds", settings.miniBatchSeeds());
        Setting.atLeast(1, "superBatchSamples", settings.superBatchSamples());
        Setting.atLeast(0, "trainingVertices", settings.trainingVertices());
        Setting.atLeast(0, "checkEvery", settings.checkEvery());
        Setting.atMost(
                Integer.MAX_VALUE,
                "superBatchSamples times miniBatchSeeds",
                (long) settings.superBatchSamples() * settings.miniBatchSeeds());
        Selected<GraphSource> source = Selected.of(GraphSource.class, "source of graphs", settings.graph());
        Selected<SamplingAlgorithm> algorithm =
                Selected.of(SamplingAlgorithm.class, "sampling algorithm", settings.algorithm());
        return host -> start(host, settings, source, algorithm);
    }

    private static Controller start(
            Host host, SamplingSettings settings, Selected<GraphSource> source, Selected<SamplingAlgorithm> algorithm) {
        Graph graph = LastGraph.of(source, host.seed());
        GraphInputs inputs = new GraphInputs(graph);
        ProgramBuilder builder = new ProgramBuilder(inputs.facts());
        algorithm.plugin().write(builder, algorithm.settings());
        SamplingProgram written = settings.relabel() ? builder.build().relabelled() : builder.build();
        SamplingProgram program = Passes.apply(written, settings.withoutPasses());
        Setting.atMost(graph.vertices(), "trainingVertices", settings.trainingVertices());
        int training = settings.trainingVertices() == 0 ? graph.vertices() : settings.trainingVertices();
        EpochSeeds seeds = new EpochSeeds(training, settings.miniBatchSeeds(), host.seed());
        Reference reference = new Reference(program, inputs, host.seed());
        DeviceSampler sampler = new DeviceSampler(
                host,
                new Gpu(0),
                inputs,
                program,
                host.seed(),
                settings.superBatchSamples(),
                settings.superBatchSamples() * settings.miniBatchSeeds(),
                settings.miniBatchSeeds());
        return new SamplingRequests(
                host,
                sampler,
                seeds::of,
                settings.timeKernels(),
                settings.checkEvery(),
                id -> reference.sample(id, seeds.of(id)));
    }
}
