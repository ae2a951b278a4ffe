package dev.diptych.systems.sampling.device;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Host;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.program.DrawKey;
import dev.diptych.systems.sampling.program.Node;
import dev.diptych.systems.sampling.program.Operator;
import dev.diptych.systems.sampling.program.Output;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.program.WalkRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A program on one GPU, for batches of samples that are taken together (gSampler's super-batches). What a batch needs at most is allocated beforehand, and
 * how much of it there is only the GPU counts, so a batch is a list of operations without a wait of the host.
 *
 * <p>Candidate edges are written nowhere: selections read columns of the graph, and so do numbers that are computed of candidates. What has no kernel is for
 * {@link dev.diptych.systems.sampling.reference.Reference} alone, and refused.
 */
public final class DeviceSampler {
    private final Memory memory;
    private final DeviceGraph graph;
    private final SamplingProgram program;
    private final long seed;
    private final Buffer sampleIds;
    private final DeviceFrontier seeds;
    private final Map<Integer, DeviceFrontier> frontiers = new LinkedHashMap<>();
    private final Map<Integer, UniqueVertices> uniques = new LinkedHashMap<>();
    private final Map<Integer, DeviceMatrix> matrices = new LinkedHashMap<>();
    private final Map<Integer, DeviceWalks> walks = new LinkedHashMap<>();
    private final Map<Integer, DeviceEdges> candidates = new LinkedHashMap<>();
    private final NumberSteps numbers;
    private final List<Op> kernels = new ArrayList<>();
    private final List<Object> outputs;

    /**
     * Makes room for batches.
     *
     * @param samples of a batch at most
     * @param mostSeeds of all samples of a batch together
     * @param seedsPerSample of one of them at most
     * @throws InputException when the program has an operator that has no kernels, or a batch has no room
     */
    public DeviceSampler(
            Host host,
            Gpu gpu,
            GraphInputs inputs,
            SamplingProgram program,
            long seed,
            int samples,
            int mostSeeds,
            int seedsPerSample) {
        this.memory = new Memory(host, gpu);
        this.graph = new DeviceGraph(host, gpu, inputs.graph());
        this.program = program;
        this.seed = seed;
        this.sampleIds = memory.words(samples);
        this.seeds = new DeviceFrontier(
                memory.words(mostSeeds),
                memory.words(mostSeeds),
                memory.words(samples + 1L),
                samples,
                mostSeeds,
                seedsPerSample);
        this.numbers = new NumberSteps(memory, graph, inputs, program, seed, sampleIds, samples, kernels);
        program.nodes().forEach(this::lower);
        // What has no place is refused before anything runs.
        this.outputs = places();
    }

    /** Returns what brings the graph to the GPU. */
    public List<Op> setUp() {
        List<Op> ops = new ArrayList<>(graph.setUp());
        ops.addAll(numbers.setUp());
        return ops;
    }

    /**
     * Returns what takes a batch of samples. All of a batch's memory is the next batch's, too.
     *
     * @param ids of the samples, at most as many as there is room for
     * @param seedsOfEach of each sample
     */
    public List<Op> batch(int[] ids, List<int[]> seedsOfEach) {
        int samples = seeds.samples();
        int[] starts = new int[samples + 1];
        int count = count(seedsOfEach);
        if (ids.length > samples || count > seeds.capacity()) {
            throw new IllegalArgumentException("%d samples with %d seeds; there is room for %d and %d"
                    .formatted(ids.length, count, samples, seeds.capacity()));
        }
        int[] vertices = new int[count];
        int[] owners = new int[count];
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            starts[sample] = at;
            if (sample < ids.length) {
                int[] some = seedsOfEach.get(sample);
                System.arraycopy(checked(some), 0, vertices, at, some.length);
                Arrays.fill(owners, at, at + some.length, sample);
                at += some.length;
            }
        }
        starts[samples] = at;
        List<Op> ops = new ArrayList<>();
        ops.add(write(Arrays.copyOf(ids, samples), sampleIds));
        ops.add(write(starts, seeds.starts()));
        if (count > 0) {
            ops.add(write(vertices, seeds.vertices()));
            ops.add(write(owners, seeds.owners()));
        }
        ops.addAll(numbers.begin());
        ops.addAll(kernels);
        return ops;
    }

    /**
     * Returns how many seeds samples of a batch have together.
     *
     * @throws InputException when kernels cannot tell so many apart
     */
    static int count(List<int[]> seedsOfEach) {
        long count = seedsOfEach.stream().mapToLong(some -> some.length).sum();
        if (count > Integer.MAX_VALUE) {
            throw new InputException("%d samples with %d seeds together are more than a batch holds: at most %d seeds"
                    .formatted(seedsOfEach.size(), count, Integer.MAX_VALUE));
        }
        return (int) count;
    }

    /** Returns the outputs' places, in order: frontiers, matrices, walks and places of this package. */
    List<Object> outputs() {
        return outputs;
    }

    private List<Object> places() {
        List<Object> places = new ArrayList<>();
        for (Output output : program.outputs()) {
            if (output instanceof Output.Layer layer) {
                DeviceMatrix matrix = place(matrices, layer.matrix());
                places.add(
                        layer.weights().isPresent()
                                ? numbers.weighted(matrix, layer.weights().getAsInt())
                                : matrix);
            } else if (output instanceof Output.Walks some) {
                places.add(place(walks, some.walks()));
            } else if (output instanceof Output.Vertices some) {
                if (some.labels().isPresent()) {
                    throw unsupported(program.node(some.labels().getAsInt()));
                }
                places.add(frontier(some.frontier()));
            } else if (output instanceof Output.Places some) {
                UniqueVertices nodes = place(uniques, some.nodes());
                DevicePlaces relabelled = nodes.placesOf(place(matrices, some.matrix()));
                kernels.add(nodes.relabel(relabelled));
                places.add(relabelled);
            }
        }
        return places;
    }

    /** Returns where a node's value lies; columns that nothing was selected from lie nowhere. */
    private <T> T place(Map<Integer, T> lowered, int node) {
        T place = lowered.get(node);
        if (place == null) {
            throw unsupported(program.node(node));
        }
        return place;
    }

    int samples() {
        return seeds.samples();
    }

    /** Returns a word in which kernels say what is wrong with numbers, see {@link NumberMistakes}; null if none does. */
    @Nullable
    Buffer mistakes() {
        return numbers.mistakes();
    }

    private int[] checked(int[] some) {
        for (int vertex : some) {
            if (vertex < 0 || vertex >= vertices()) {
                throw new InputException("seed %d: the graph has vertices 0 to %d".formatted(vertex, vertices() - 1));
            }
        }
        return some;
    }

    private void lower(Node node) {
        Operator operator = node.operator();
        if (operator instanceof Operator.Graph || operator instanceof Operator.Columns || numbers.isLater(node)) {
            // A column is read, and a number computed, where somebody asks for it.
            return;
        }
        if (operator instanceof Operator.Seeds) {
            frontiers.put(node.id(), seeds);
        } else if (operator instanceof Operator.SelectEach select && isAlike(node, select)) {
            DeviceFrontier columns = frontier(program.node(node.input(0)).input(1));
            UniformSelection selection = new UniformSelection(memory, graph, columns, select);
            matrices.put(node.id(), selection.result());
            kernels.addAll(selection.ops(sampleIds, seed));
        } else if (operator instanceof Operator.Nodes && matrices.containsKey(node.input(0))) {
            put(node, UniqueVertices.nodes(memory, matrix(node.input(0)), vertices()));
        } else if (operator instanceof Operator.Ends && matrices.containsKey(node.input(0))) {
            put(node, UniqueVertices.ends(memory, matrix(node.input(0)), vertices()));
        } else if (operator instanceof Operator.Visited) {
            put(node, UniqueVertices.visited(memory, walks(node.input(0)), vertices()));
        } else if (operator instanceof Operator.Union) {
            put(node, UniqueVertices.union(memory, frontier(node.input(0)), frontier(node.input(1)), vertices()));
        } else if (operator instanceof Operator.Sources && matrices.containsKey(node.input(0))) {
            EdgeSources sources = new EdgeSources(memory, matrix(node.input(0)));
            frontiers.put(node.id(), sources.result());
            kernels.add(sources.op());
        } else if (operator instanceof Operator.Rows && isInduced(node)) {
            UniqueVertices nodes = Objects.requireNonNull(uniques.get(node.input(1)));
            InducedSubgraph subgraph = new InducedSubgraph(memory, graph, nodes);
            matrices.put(node.id(), subgraph.result());
            kernels.addAll(subgraph.ops());
        } else if (operator instanceof Operator.Sum || operator instanceof Operator.Total) {
            numbers.sum(node, this::edges);
        } else if (operator instanceof Operator.SelectRows select) {
            numbers.select(node, select);
        } else if (operator instanceof Operator.Rows && isOfColumns(node)) {
            int rows = node.input(1);
            VertexSet set = numbers.isSelection(rows) ? numbers.set(rows) : numbers.setOf(frontier(rows));
            KeptRows kept = new KeptRows(memory, graph, edges(node.input(0)), set);
            matrices.put(node.id(), kept.result());
            kernels.addAll(kept.ops());
        } else if (operator instanceof Operator.Walk walk && !isWeightedWalk(walk)) {
            WalkSteps steps = new WalkSteps(memory, graph, frontier(node.input(1)), walk);
            walks.put(node.id(), steps.result());
            kernels.addAll(steps.ops(sampleIds, seed));
        } else {
            throw unsupported(node);
        }
    }

    private void put(Node node, UniqueVertices unique) {
        frontiers.put(node.id(), unique.result());
        uniques.put(node.id(), unique);
        kernels.addAll(unique.ops());
    }

    /** Returns a frontier; one that was selected is written when it is first asked for. */
    private DeviceFrontier frontier(int node) {
        if (numbers.isSelection(node)) {
            frontiers.computeIfAbsent(node, numbers::frontier);
        }
        return Objects.requireNonNull(frontiers.get(node), "every frontier has been lowered or refused");
    }

    /** Returns a matrix's edges; all edges of columns are laid out when they are first asked for. */
    private DeviceEdges edges(int node) {
        Node matrix = program.node(node);
        if (!(matrix.operator() instanceof Operator.Columns)) {
            return place(matrices, node).edges();
        }
        DeviceEdges known = candidates.get(node);
        if (known == null) {
            int columns = matrix.input(1);
            boolean isDistinct = uniques.containsKey(columns) || numbers.isSelection(columns);
            Candidates all = new Candidates(memory, graph, frontier(columns), isDistinct);
            known = all.result();
            candidates.put(node, known);
            kernels.addAll(all.ops());
        }
        return known;
    }

    private DeviceMatrix matrix(int node) {
        return Objects.requireNonNull(matrices.get(node), "asked for before it was lowered");
    }

    private DeviceWalks walks(int node) {
        return Objects.requireNonNull(walks.get(node), "walks have been lowered or refused");
    }

    private int vertices() {
        return graph.graph().vertices();
    }

    /** Whether edges are selected alike from the columns of a frontier. */
    private boolean isAlike(Node node, Operator.SelectEach select) {
        return node.inputs().size() == 1 && select.key() != DrawKey.SOURCE && isOfColumns(node);
    }

    /** Whether its matrix has all edges of a frontier's columns. */
    private boolean isOfColumns(Node node) {
        return program.node(node.input(0)).operator() instanceof Operator.Columns;
    }

    /** Whether these are the edges among the vertices of a frontier, of which each sample has each once. */
    private boolean isInduced(Node node) {
        Node columns = program.node(node.input(0));
        return columns.operator() instanceof Operator.Columns
                && columns.input(1) == node.input(1)
                && uniques.containsKey(node.input(1));
    }

    private boolean isWeightedWalk(Operator.Walk walk) {
        return walk.rule() instanceof WalkRule.Node2Vec && graph.graph().isWeighted();
    }

    static InputException unsupported(Node node) {
        return unsupported(node, "no kernel computes this yet");
    }

    static InputException unsupported(Node node, String why) {
        return new InputException("%s: %s; the reference samples by the same program".formatted(node, why));
    }

    private static Op write(int[] numbers, Buffer to) {
        Bytes bytes = Bytes.ofInts(numbers);
        return new Write(bytes, to.slice(0, bytes.size()));
    }
}
