package dev.diptych.systems.sampling.reference;

import dev.diptych.model.InputException;
import dev.diptych.systems.sampling.DrawnModel;
import dev.diptych.systems.sampling.Draws;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.Sample;
import dev.diptych.systems.sampling.program.Node;
import dev.diptych.systems.sampling.program.Output;
import dev.diptych.systems.sampling.program.SamplingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** Samples by evaluating a program's nodes one after the other. What no sample changes is evaluated once. */
public final class Reference {
    private final SamplingProgram program;
    private final GraphInputs inputs;
    private final long seed;
    private final Object[] lasting;
    private final Evaluation evaluation;

    /**
     * Prepares to sample.
     *
     * @param seed of all random numbers
     */
    public Reference(SamplingProgram program, GraphInputs inputs, long seed) {
        this.program = program;
        this.inputs = inputs;
        this.seed = seed;
        this.lasting = new Object[program.nodes().size()];
        this.evaluation = new Evaluation(inputs, new DrawnModel(seed));
        boolean[] isLasting = program.lasting();
        for (Node node : program.nodes()) {
            if (isLasting[node.id()]) {
                lasting[node.id()] = evaluation.value(node, inputsOf(node, lasting), new int[0], new Draws(seed, 0));
            }
        }
    }

    /** Returns the numbers of a node whose value no sample changes. */
    public float[] lasting(Node node) {
        return ((Numbers) Objects.requireNonNull(lasting[node.id()], "a value that changes from sample to sample"))
                .values();
    }

    /**
     * Returns a sample.
     *
     * @param sampleId not negative
     * @param seeds vertices
     * @throws InputException when a seed is no vertex, or numbers that came up cannot be worked with
     */
    public Sample sample(int sampleId, int[] seeds) {
        if (sampleId < 0) {
            throw new InputException("sample id %d; ids are not negative".formatted(sampleId));
        }
        for (int vertex : seeds) {
            if (vertex < 0 || vertex >= inputs.graph().vertices()) {
                throw new InputException("seed %d: the graph has vertices 0 to %d"
                        .formatted(vertex, inputs.graph().vertices() - 1));
            }
        }
        Object[] values = lasting.clone();
        Draws draws = new Draws(seed, sampleId);
        for (Node node : program.nodes()) {
            if (values[node.id()] == null) {
                values[node.id()] = evaluation.value(node, inputsOf(node, values), seeds, draws);
            }
        }
        List<Sample.Block> blocks = new ArrayList<>();
        List<Sample.Walks> walks = new ArrayList<>();
        List<Sample.Vertices> vertices = new ArrayList<>();
        List<Sample.Places> places = new ArrayList<>();
        for (Output output : program.outputs()) {
            if (output instanceof Output.Layer layer) {
                MatrixValue matrix = (MatrixValue) values[layer.matrix()];
                blocks.add(block(matrix, numbers(values, layer.weights())));
            } else if (output instanceof Output.Walks some) {
                WalksValue value = (WalksValue) values[some.walks()];
                walks.add(new Sample.Walks(value.stride(), value.vertices()));
            } else if (output instanceof Output.Vertices some) {
                int[] ids = (int[]) values[some.frontier()];
                vertices.add(new Sample.Vertices(ids, labels(ids, numbers(values, some.labels()))));
            } else if (output instanceof Output.Places some) {
                places.add(places((MatrixValue) values[some.matrix()], (int[]) values[some.nodes()]));
            }
        }
        return new Sample(sampleId, blocks, walks, vertices, places);
    }

    private static Object[] inputsOf(Node node, Object[] values) {
        return node.inputs().stream().map(input -> values[input]).toArray();
    }

    private static float[] numbers(Object[] values, OptionalInt node) {
        return node.isPresent() ? ((Numbers) values[node.getAsInt()]).values() : new float[0];
    }

    private static float[] labels(int[] ids, float[] numbers) {
        float[] labels = new float[numbers.length == 0 ? 0 : ids.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = numbers[ids[i]];
        }
        return labels;
    }

    private static Sample.Places places(MatrixValue matrix, int[] nodes) {
        Map<Integer, Integer> placeOf = new HashMap<>();
        for (int vertex : nodes) {
            placeOf.put(vertex, placeOf.size());
        }
        return new Sample.Places(
                Arrays.stream(matrix.columns).map(placeOf::get).toArray(),
                Arrays.stream(matrix.sources).map(placeOf::get).toArray());
    }

    private Sample.Block block(MatrixValue matrix, float[] weights) {
        MatrixValue graph = (MatrixValue) lasting[0];
        int[] positions = new int[matrix.edges()];
        for (int edge = 0; edge < positions.length; edge++) {
            positions[edge] = matrix.placeIn(graph, edge);
        }
        return new Sample.Block(matrix.columns, matrix.first, matrix.sources, positions, weights);
    }
}
