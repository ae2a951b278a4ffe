package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.program.Axis;
import dev.diptych.systems.sampling.program.Node;
import dev.diptych.systems.sampling.program.Operator;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.program.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What a program computes with numbers: sums, selections of vertices together, and weights. A launch for each, and all else in it ({@link NumberLowering}). */
final class NumberSteps {
    private final Memory memory;
    private final DeviceGraph graph;
    private final SamplingProgram program;
    private final long seed;
    private final Buffer sampleIds;
    private final int samples;
    private final List<Op> to;
    private final BroughtNumbers brought;
    private final Zeros zeros;
    private final NumberLowering lowering;
    private final NumberKernels kernels;
    private final Map<Integer, RaceSelection> selections = new HashMap<>();

    /**
     * Steps.
     *
     * @param samples of a batch at most
     * @param to where launches are added
     */
    NumberSteps(
            Memory memory,
            DeviceGraph graph,
            GraphInputs inputs,
            SamplingProgram program,
            long seed,
            Buffer sampleIds,
            int samples,
            List<Op> to) {
        this.memory = memory;
        this.graph = graph;
        this.program = program;
        this.seed = seed;
        this.sampleIds = sampleIds;
        this.samples = samples;
        this.to = to;
        this.brought = new BroughtNumbers(memory, inputs, program, seed);
        this.zeros = new Zeros(memory);
        this.lowering = new NumberLowering(program, brought);
        this.kernels = new NumberKernels(memory, graph, brought, zeros);
    }

    /** Returns what brings numbers to the GPU that no sample changes. */
    List<Op> setUp() {
        return brought.setUp();
    }

    /** Returns what a batch begins with. */
    List<Op> begin() {
        return zeros.ops();
    }

    /** Returns where kernels say what is wrong with numbers; null if none does. */
    @Nullable
    Buffer mistakes() {
        return kernels.mistakes();
    }

    /** Whether a node's numbers are computed where they are asked for, or are known before. */
    boolean isLater(Node node) {
        return switch (node.operator().result()) {
            case EDGES, ROWS, COLUMNS, SCALAR, FEATURES -> brought.isLasting(node) || !isSum(node);
            case FRONTIER, MATRIX, WALKS -> false;
        };
    }

    private static boolean isSum(Node node) {
        return node.operator() instanceof Operator.Sum || node.operator() instanceof Operator.Total;
    }

    /**
     * Sums.
     *
     * @param edges of a matrix
     */
    void sum(Node node, IntFunction<DeviceEdges> edges) {
        int numbers = node.input(0);
        NumberCode code = lowering.code(numbers);
        if (node.operator() instanceof Operator.Sum sum) {
            DeviceEdges of = edges.apply(lowering.matrixOf(numbers));
            if (sum.axis() == Axis.ROW) {
                lowering.put(node, kernels.byRow(code, of, to));
            } else {
                lowering.put(node, kernels.byColumn(code, of, to));
            }
        } else if (program.node(numbers).operator().result() == ValueType.COLUMNS) {
            DeviceFrontier columns = edges.apply(lowering.matrixOf(numbers)).columns();
            lowering.put(node, kernels.totalOfColumns(code, columns, to));
        } else {
            lowering.put(node, kernels.totalOfRows(code, samples, lowering.isSparse(numbers), to));
        }
    }

    /** Selects vertices together. */
    void select(Node node, Operator.SelectRows select) {
        int weights = node.input(0);
        selections.put(
                node.id(),
                new RaceSelection(
                        memory,
                        graph,
                        kernels,
                        zeros,
                        select,
                        lowering.code(weights),
                        lowering.isSparse(weights),
                        sampleIds,
                        samples,
                        seed,
                        to));
    }

    boolean isSelection(int node) {
        return selections.containsKey(node);
    }

    /** Writes what was selected as a frontier. */
    DeviceFrontier frontier(int node) {
        return selection(node).frontier(to);
    }

    /** Returns what was selected as a set. */
    VertexSet set(int node) {
        return selection(node).set();
    }

    /** Makes a set of a frontier's vertices. */
    VertexSet setOf(DeviceFrontier frontier) {
        VertexSet set = VertexSet.of(zeros, samples, graph.graph().vertices(), frontier.perSample());
        to.add(KeptRows.insert(memory, set, frontier));
        return set;
    }

    /** Computes a weight for each edge of a matrix. */
    DeviceLayer weighted(DeviceMatrix matrix, int weights) {
        return new DeviceLayer(matrix, stored(matrix.edges(), weights));
    }

    /** Writes a node's number of each edge. */
    Buffer stored(DeviceEdges edges, int numbers) {
        return kernels.store(lowering.code(numbers), edges, to);
    }

    private RaceSelection selection(int node) {
        return Objects.requireNonNull(selections.get(node), "asked for before it was lowered");
    }
}
