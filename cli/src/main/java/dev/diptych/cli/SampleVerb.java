package dev.diptych.cli;

import dev.diptych.cli.sample.AlgorithmChoice;
import dev.diptych.cli.sample.GraphChoice;
import dev.diptych.cli.sample.SampleIds;
import dev.diptych.cli.sample.SampleText;
import dev.diptych.cli.sample.SeedIds;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.Sample;
import dev.diptych.systems.sampling.device.SampleBatches;
import dev.diptych.systems.sampling.pass.Passes;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.reference.Reference;
import dev.diptych.traces.graph.Graph;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code diptych sample}: samples of a graph, from the reference or from kernels. */
@Command(
        name = "sample",
        description = {
            "Take samples of a graph: by the reference, plain Java that knows every algorithm, or by kernels.",
            "The same options give the same samples, bit for bit, whoever takes them."
        },
        mixinStandardHelpOptions = true)
final class SampleVerb implements Callable<Integer> {
    private static final String REFERENCE = "reference";
    private static final String DEFAULT_PLATFORM = "h200";

    @Option(
            names = "--graph",
            paramLabel = "G",
            required = true,
            description = "A file of a format of diptych list, or one of its graphs with settings:"
                    + " '{name: star, degree: 100}'.")
    private String graphText = "";

    @Option(
            names = "--undirected",
            description = "Each edge of the file leads both ways although the file lists it once.")
    private boolean isUndirected;

    @Option(names = "--algorithm", paramLabel = "A", required = true, description = "One of diptych list.")
    private String algorithm = "";

    @Option(
            names = "--seeds",
            paramLabel = "1,2,3|FILE",
            required = true,
            description = "The vertices that each sample is asked for, by their ids in the file; or a file of ids with"
                    + " white space between them.")
    private String seedText = "";

    @Option(
            names = "--sample-ids",
            paramLabel = "0..999",
            defaultValue = "0",
            description = "Which samples: numbers and ranges, with commas between them. Each id draws numbers of its"
                    + " own. Default: ${DEFAULT-VALUE}.")
    private String sampleIdText = "0";

    @Option(
            names = "--fanouts",
            paramLabel = "K",
            split = ",",
            description = "Neighbours of a vertex, or vertices of a layer, for each layer, the seeds' first: the"
                    + " algorithm's setting 'fanouts' or 'counts'.")
    private List<Integer> fanouts = List.of();

    @Option(
            names = "--param",
            paramLabel = "key=value",
            description = "Sets a setting of the algorithm, as YAML. Repeatable.")
    private List<String> params = List.of();

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "0",
            description = "Numbers of a vertex's features, which are drawn, for algorithms that need some."
                    + " Default: ${DEFAULT-VALUE}.")
    private int featureWidth;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What samples, features and graphs with a rule are drawn from. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--backend",
            paramLabel = "B",
            defaultValue = REFERENCE,
            description = "reference; or kernels, of which some algorithms have all: sim, on the JVM, or cuda, on this"
                    + " machine's first GPU. Default: ${DEFAULT-VALUE}.")
    private String backend = REFERENCE;

    @Option(
            names = "--platform",
            paramLabel = "P",
            description =
                    "The machine that kernels run on: a preset or a .yaml file. Default: " + DEFAULT_PLATFORM + ".")
    private @Nullable String platform;

    @Option(names = "--batch", paramLabel = "N", description = "Samples that kernels take together. Default: all.")
    private @Nullable Integer batch;

    @Option(
            names = "--check",
            description = "Compare what kernels took with the reference. Exit code 1 if a sample differs.")
    private boolean isChecked;

    @Option(
            names = "--relabel",
            description = "Say of each edge where its two vertices are among those of its layer, too: keys row and col"
                    + " of --json.")
    private boolean isRelabelled;

    @Option(names = "--json", description = "Print a JSON object for each sample, on a line of its own.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        checkOptions();
        int[] ids = SampleIds.of(sampleIdText);
        Graph graph = GraphChoice.read(graphText, isUndirected, seed);
        int[] seeds = SeedIds.of(seedText, graph);
        GraphInputs inputs = new GraphInputs(graph, featureWidth, new int[0], Map.of());
        SamplingProgram written =
                AlgorithmChoice.program(algorithm, SettingOptions.tree("--param", params, ""), fanouts, inputs.facts());
        SamplingProgram program = isRelabelled ? written.relabelled() : written;
        SampleText text = new SampleText(graph, program);
        if (backend.equals(REFERENCE)) {
            Reference reference = new Reference(program, inputs, seed);
            print(text, Arrays.stream(ids).mapToObj(id -> reference.sample(id, seeds)));
            return Main.GOOD;
        }
        List<Sample> samples = fromKernels(inputs, program, ids, seeds);
        print(text, samples.stream());
        return !isChecked || isTheReferences(samples, new Reference(program, inputs, seed), seeds)
                ? Main.GOOD
                : Main.FAILED;
    }

    private void checkOptions() {
        List<String> backends = Stream.concat(
                        Stream.of(REFERENCE),
                        Plugins.all(BackendPlugin.class).stream().map(plugin -> plugin.name()))
                .toList();
        if (!backends.contains(backend)) {
            throw new InputException("--backend %s: known are %s".formatted(backend, String.join(", ", backends)));
        }
        if (backend.equals(REFERENCE) && (platform != null || batch != null || isChecked)) {
            throw new InputException("--platform, --batch and --check are for kernels: --backend sim or cuda");
        }
        if (featureWidth < 0) {
            throw new InputException("--features %d: should be 0 or more".formatted(featureWidth));
        }
        if (batch != null && batch < 1) {
            throw new InputException("--batch %d: should be 1 or more".formatted(batch));
        }
    }

    private void print(SampleText text, Stream<Sample> samples) {
        PrintWriter out = spec.commandLine().getOut();
        Iterator<String> lines = samples.map(isJson ? text::json : text::row).iterator();
        // The first sample is taken here: where it cannot be, nothing is printed.
        if (lines.hasNext() && !isJson) {
            out.println(text.header());
        }
        lines.forEachRemaining(out::println);
        out.flush();
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // The backend is given its own settings.
    private List<Sample> fromKernels(GraphInputs inputs, SamplingProgram program, int[] ids, int[] seeds) {
        int size = Math.min(ids.length, batch == null ? ids.length : batch);
        if ((long) size * seeds.length > Integer.MAX_VALUE) {
            throw new InputException(
                    "%d samples of %d seeds are more than fit into a batch; --batch N takes fewer together"
                            .formatted(size, seeds.length));
        }
        List<SampleBatches.Batch> batches = new ArrayList<>();
        for (int first = 0; first < ids.length; first += size) {
            int[] some = Arrays.copyOfRange(ids, first, Math.min(first + size, ids.length));
            batches.add(new SampleBatches.Batch(some, Collections.nCopies(some.length, seeds)));
        }
        SampleBatches taken = new SampleBatches(inputs, Passes.apply(program, List.of()), seed, batches);
        Platform machine = Platforms.load(platform == null ? DEFAULT_PLATFORM : platform);
        BackendPlugin plugin = Plugins.find(BackendPlugin.class, "backend", backend);
        try (Backend opened = plugin.open(machine, seed, plugin.defaults())) {
            opened.run(taken, List.of());
        }
        return taken.samples();
    }

    private boolean isTheReferences(List<Sample> samples, Reference reference, int[] seeds) {
        int differences = 0;
        for (Sample sample : samples) {
            String difference = SampleText.difference(sample, reference.sample(sample.sampleId(), seeds));
            if (!difference.isEmpty()) {
                spec.commandLine().getErr().println(difference);
                differences++;
            }
        }
        spec.commandLine()
                .getErr()
                .printf("%d samples of %d are the reference's%n", samples.size() - differences, samples.size());
        spec.commandLine().getErr().flush();
        return differences == 0;
    }
}
