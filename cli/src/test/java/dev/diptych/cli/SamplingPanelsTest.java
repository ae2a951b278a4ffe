package dev.diptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Platforms;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.random.Philox;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.Sample;
import dev.diptych.systems.sampling.device.SampleBatches;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.program.WalkRule;
import dev.diptych.systems.sampling.program.Walks;
import dev.diptych.systems.sampling.reference.Reference;
import dev.diptych.traces.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Samples from kernels on the simulator against the reference, alone and in batches: the same, bit for bit. */
class SamplingPanelsTest {
    private static final long SEED = -77L << 32 | 5;
    private static final Graph GRAPH = graph(6000, false);
    private static final Graph WEIGHTED = graph(6000, true);

    /** Of a column to which a block of threads turns. */
    private static final Graph WITH_A_HUB = withAHub();

    private static final List<int[]> AT_THE_HUB = List.of(new int[] {5, 0, 3}, new int[] {0});

    /**
     * Hubs, self-loops, parallel edges, and every ninth vertex without edges.
     *
     * @param weighted whether edges have weights: some 0, for one vertex all, one far smaller than the others
     */
    private static Graph graph(int edges, boolean weighted) {
        int vertices = 400;
        int[] sources = new int[edges];
        int[] destinations = new int[edges];
        for (int i = 0; i < edges; i++) {
            double skew = Philox.unit(3, 0, i);
            sources[i] = connected((int) Philox.below(vertices, 3, 1, i));
            destinations[i] = connected((int) (skew * skew * skew * vertices));
        }
        return Graph.of(vertices, sources, destinations, weighted ? weights(destinations) : new float[0]);
    }

    private static float[] weights(int[] destinations) {
        float[] weights = new float[destinations.length];
        for (int i = 0; i < weights.length; i++) {
            boolean isNothing = i % 11 == 0 || destinations[i] == 3;
            float weight = i % 97 == 0 ? Float.MIN_VALUE : (float) (Philox.unit(3, 2, i) * 3);
            weights[i] = isNothing ? 0 : weight;
        }
        return weights;
    }

    /** 5000 edges into vertex 0, some of them the same, and a few into the others. */
    private static Graph withAHub() {
        int edges = 5600;
        int[] sources = new int[edges];
        int[] destinations = new int[edges];
        for (int i = 0; i < edges; i++) {
            sources[i] = (int) Philox.below(400, 4, 1, i);
            destinations[i] = i < 5000 ? 0 : i % 400;
        }
        return Graph.of(400, sources, destinations, weights(destinations));
    }

    private static int connected(int vertex) {
        return vertex % 9 == 8 ? vertex - 1 : vertex;
    }

    private static void isTheSame(Consumer<ProgramBuilder> text) {
        isTheSame(GRAPH, text);
    }

    private static void isTheSame(Graph graph, Consumer<ProgramBuilder> text) {
        isTheSame(new GraphInputs(graph), text);
    }

    /** Samples of a graph of 400 vertices. */
    static void isTheSame(GraphInputs inputs, Consumer<ProgramBuilder> text) {
        // Different numbers of seeds, one twice, one without edges, and a sample without seeds.
        isTheSame(
                inputs,
                List.of(IntStream.range(0, 40).map(i -> i * 7 % 400).toArray(), new int[] {0}, new int[0], new int[] {
                    8, 3, 3, 399, 100
                }),
                text);
    }

    private static void isTheSame(Graph graph, List<int[]> seeds, Consumer<ProgramBuilder> text) {
        isTheSame(new GraphInputs(graph), seeds, text);
    }

    private static void isTheSame(GraphInputs inputs, List<int[]> seeds, Consumer<ProgramBuilder> text) {
        ProgramBuilder builder = new ProgramBuilder(inputs.facts());
        text.accept(builder);
        SamplingProgram program = builder.build().relabelled();
        Reference reference = new Reference(program, inputs, SEED);
        int[] ids = Arrays.copyOf(new int[] {4, 1000, 7, 0}, seeds.size());
        List<SampleBatches.Batch> batches = new ArrayList<>();
        batches.add(new SampleBatches.Batch(ids, seeds));
        for (int i = 0; i < ids.length; i++) {
            batches.add(new SampleBatches.Batch(new int[] {ids[i]}, List.of(seeds.get(i))));
        }
        List<Sample> samples = onSimulator(inputs, program, batches);
        assertThat(samples).hasSize(2 * ids.length);
        for (int i = 0; i < ids.length; i++) {
            Sample wanted = reference.sample(ids[i], seeds.get(i));
            assertThat(samples.get(i))
                    .as("sample %d in a batch", ids[i])
                    .usingRecursiveComparison()
                    .isEqualTo(wanted);
            assertThat(samples.get(ids.length + i).digest()).isEqualTo(wanted.digest());
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // The backend is given its own defaults.
    static List<Sample> onSimulator(GraphInputs inputs, SamplingProgram program, List<SampleBatches.Batch> batches) {
        SampleBatches taken = new SampleBatches(inputs, program, SEED, batches);
        BackendPlugin sim = Plugins.find(BackendPlugin.class, "backend", "sim");
        try (Backend backend = sim.open(Platforms.load("h200"), 1, sim.defaults())) {
            backend.run(taken, List.of());
        }
        return taken.samples();
    }

    /** Edges that are selected of candidates. */
    private interface Selection {
        Matrix of(Matrix candidates, int fanout);
    }

    private static Consumer<ProgramBuilder> layers(Selection selection, int... fanouts) {
        return program -> {
            Frontier frontier = program.seeds();
            for (int fanout : fanouts) {
                Matrix block = selection.of(program.graph().columns(frontier), fanout);
                program.layer(block);
                frontier = block.nodes();
            }
            program.vertices(frontier);
        };
    }

    private static Consumer<ProgramBuilder> layers(int... fanouts) {
        return layers((candidates, fanout) -> candidates.selectEach(fanout), fanouts);
    }

    private static Consumer<ProgramBuilder> bySource(int... fanouts) {
        return layers((candidates, fanout) -> candidates.selectEachBySource(fanout), fanouts);
    }

    private static Consumer<ProgramBuilder> byWeight(int... fanouts) {
        return layers((candidates, fanout) -> candidates.selectEach(fanout, candidates.weights()), fanouts);
    }

    @Test
    void neighboursLayerByLayer() {
        isTheSame(layers(5, 3));
    }

    @Test
    void moreNeighboursThanAWarpHasLanes() {
        isTheSame(layers(70));
    }

    @Test
    void neighboursWithReplacement() {
        isTheSame(program ->
                program.layer(program.graph().columns(program.seeds()).selectEachWithReplacement(40)));
    }

    @Test
    void subgraphs() {
        isTheSame(program -> {
            Frontier found =
                    program.graph().columns(program.seeds()).selectEach(4).nodes();
            program.layer(program.graph().columns(found).rows(found));
            program.vertices(found);
        });
    }

    @Test
    void subgraphsOfGraphsWithoutHubs() {
        // Each sample has its seeds' share of the memory: no few columns have many edges in their stead.
        int[] sources =
                IntStream.range(0, 400 * 6).map(i -> (i / 6 + i % 6 + 1) % 400).toArray();
        int[] destinations = IntStream.range(0, 400 * 6).map(i -> i / 6).toArray();
        isTheSame(Graph.of(400, sources, destinations, new float[0]), program -> {
            Frontier found =
                    program.graph().columns(program.seeds()).selectEach(4).nodes();
            program.layer(program.graph().columns(found).rows(found));
        });
    }

    @Test
    void neighboursByWhatTheyDrew() {
        isTheSame(bySource(5, 3));
        isTheSame(bySource(70));
    }

    @Test
    void neighboursOfHubsByWhatTheyDrew() {
        // Parallel edges drew the same number: the first of them come first.
        isTheSame(WITH_A_HUB, AT_THE_HUB, bySource(10));
        isTheSame(WITH_A_HUB, AT_THE_HUB, bySource(2500));
    }

    @Test
    void neighboursByWeight() {
        isTheSame(WEIGHTED, byWeight(5, 3));
        isTheSame(WEIGHTED, byWeight(400));
    }

    @Test
    void neighboursOfHubsByWeight() {
        isTheSame(WITH_A_HUB, AT_THE_HUB, byWeight(10));
        isTheSame(WITH_A_HUB, AT_THE_HUB, byWeight(4000));
    }

    private static Consumer<ProgramBuilder> byWeightWithReplacement(int fanout) {
        return program -> {
            Matrix candidates = program.graph().columns(program.seeds());
            program.layer(candidates.selectEachWithReplacement(fanout, candidates.weights()));
        };
    }

    @Test
    void neighboursByWeightWithReplacement() {
        isTheSame(WEIGHTED, byWeightWithReplacement(5));
        isTheSame(WEIGHTED, byWeightWithReplacement(80));
        isTheSame(WITH_A_HUB, AT_THE_HUB, byWeightWithReplacement(40));
    }

    @Test
    void theHeaviestNeighbours() {
        Consumer<ProgramBuilder> text = program -> {
            Matrix candidates = program.graph().columns(program.seeds());
            program.layer(candidates.topEach(7, candidates.weights()));
            // Many weigh nothing: the first of them.
            program.layer(candidates.topEach(4900, candidates.weights()));
        };
        isTheSame(WEIGHTED, text);
        isTheSame(WITH_A_HUB, AT_THE_HUB, text);
    }

    @Test
    void whatWalksVisitMostOften() {
        isTheSame(program -> {
            Walks walks = program.seeds().walk(6, 5, new WalkRule.Uniform(0.1f));
            for (int stride : new int[] {1, 2, 4}) {
                Matrix visits = walks.visits(program.seeds(), stride);
                program.layer(visits);
                Matrix block = visits.topEach(3, visits.visitCounts());
                program.layer(block);
                program.vertices(block.nodes());
            }
        });
    }

    @Test
    void whatWalksVisit_drawnByHowOftenTheyDo() {
        isTheSame(program -> {
            Matrix visits =
                    program.seeds().walk(9, 9, new WalkRule.Restart(0.3f)).visits(program.seeds(), 1);
            program.layer(visits.selectEach(4, visits.visitCounts()));
            program.layer(visits.selectEachWithReplacement(4, visits.visitCounts()));
            program.layer(visits.selectEachBySource(4));
        });
    }

    @Test
    void visitsThatNoWalkIsLongEnoughFor() {
        isTheSame(program -> program.layer(
                program.seeds().walk(2, 3, new WalkRule.Uniform(0)).visits(program.seeds(), 5)));
    }

    @Test
    void moreNeighboursThanABlockHasRoomFor() {
        isTheSame(
                GRAPH,
                List.of(new int[] {1}),
                program ->
                        program.layer(program.graph().columns(program.seeds()).selectEachWithReplacement(13000)));
    }

    @Test
    void secondOrderWalksByWeight() {
        isTheSame(WEIGHTED, program -> program.walks(program.seeds().walk(20, 2, new WalkRule.Node2Vec(2, 0.5f))));
        isTheSame(WEIGHTED, program -> program.walks(program.seeds().walk(6, 1, new WalkRule.Node2Vec(1e-6f, 1e6f))));
    }

    @Test
    void sourcesThatStayApart() {
        isTheSame(program -> {
            Frontier frontier = program.seeds();
            for (int fanout : new int[] {4, 3, 2}) {
                Matrix block = program.graph().columns(frontier).selectEachWithReplacement(fanout);
                program.layer(block);
                frontier = block.sources();
            }
            program.vertices(frontier);
        });
    }

    @Test
    void endsOfEdgesAndUnions() {
        isTheSame(program -> {
            Matrix block = program.graph().columns(program.seeds()).selectEach(3);
            program.vertices(block.ends());
            program.vertices(program.seeds().union(block.ends()));
            program.vertices(block.sources().union(program.seeds()));
        });
    }

    @Test
    void subgraphsOfWhatWalksVisit() {
        isTheSame(program -> {
            Frontier visited =
                    program.seeds().walk(5, 2, new WalkRule.Uniform(0.1f)).visited();
            program.layer(program.graph().columns(visited).rows(visited));
            program.vertices(visited);
        });
    }

    @Test
    void uniformWalks() {
        isTheSame(program -> program.walks(program.seeds().walk(20, 2, new WalkRule.Uniform(0.1f))));
    }

    @Test
    void walksWithRestart() {
        isTheSame(program -> program.walks(program.seeds().walk(20, 1, new WalkRule.Restart(0.3f))));
    }

    @Test
    void secondOrderWalks() {
        isTheSame(program -> program.walks(program.seeds().walk(20, 2, new WalkRule.Node2Vec(2, 0.5f))));
    }

    @Test
    void secondOrderWalksThatRefuseAlmostEverything() {
        // From t to x and back to t, or to the two other neighbours of x: proposals are refused until exact weights
        // decide.
        isTheSame(program -> program.walks(program.seeds().walk(6, 1, new WalkRule.Node2Vec(1e-6f, 1e6f))));
    }
}
