package dev.diptych.systems.sampling.reference;

import dev.diptych.systems.sampling.DrawnModel;
import dev.diptych.systems.sampling.Draws;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.program.Node;
import dev.diptych.systems.sampling.program.Operator;
import java.util.Arrays;

/** What each operator makes of its inputs: int[] for frontiers, float[] for numbers, and values of this package for the rest. */
final class Evaluation {
    private final GraphInputs inputs;
    private final DrawnModel model;
    private final Arithmetic arithmetic;

    Evaluation(GraphInputs inputs, DrawnModel model) {
        this.inputs = inputs;
        this.model = model;
        this.arithmetic = new Arithmetic(inputs.graph().vertices());
    }

    Object value(Node node, Object[] in, int[] seeds, Draws draws) {
        Operator operator = node.operator();
        return switch (operator.result()) {
            case MATRIX -> matrix(operator, in, draws);
            case FRONTIER -> frontier(operator, in, seeds, draws);
            case FEATURES -> features(operator, in);
            case WALKS -> new Walker(inputs.graph(), (Operator.Walk) operator, draws).from((int[]) in[1]);
            case EDGES, ROWS, COLUMNS, SCALAR -> numbers(operator, in);
        };
    }

    private MatrixValue matrix(Operator operator, Object[] in, Draws draws) {
        if (operator instanceof Operator.Graph) {
            return MatrixValue.of(inputs.graph());
        }
        if (operator instanceof Operator.Visits visits) {
            return VisitMatrix.of((WalksValue) in[0], (int[]) in[1], visits.stride());
        }
        MatrixValue matrix = (MatrixValue) in[0];
        if (operator instanceof Operator.Columns) {
            return columns(matrix, (int[]) in[1]);
        }
        if (operator instanceof Operator.Rows) {
            int[] rows = sorted((int[]) in[1]);
            return matrix.keep(edge -> Arrays.binarySearch(rows, matrix.sources[edge]) >= 0);
        }
        if (operator instanceof Operator.RowsOfType some) {
            int[] types = inputs.types();
            return matrix.keep(edge -> types.length == 0 || types[matrix.sources[edge]] == some.type());
        }
        if (operator instanceof Operator.WithoutPair) {
            return PairLabelling.without(matrix, (int[]) in[1]);
        }
        if (operator instanceof Operator.SelectEach select) {
            EachSelection selection = new EachSelection(select, draws, matrix);
            return in.length == 1 ? selection.alike() : selection.weighted(((Numbers) in[1]).values());
        }
        if (operator instanceof Operator.TopEach top) {
            return top(matrix, top.count(), ((Numbers) in[1]).values());
        }
        return select((Operator.SelectEdges) operator, matrix, (Numbers) in[1], draws);
    }

    private static MatrixValue select(Operator.SelectEdges select, MatrixValue matrix, Numbers weights, Draws draws) {
        int[] items = new int[matrix.edges()];
        Arrays.setAll(items, edge -> matrix.placeIn(matrix.root(), edge));
        int[] chosen = JointSelection.of(draws, select.site(), select.count(), items, weights.values());
        return matrix.keep(edge -> Arrays.binarySearch(chosen, edge) >= 0);
    }

    private static MatrixValue columns(MatrixValue graph, int[] frontier) {
        MatrixValue.Part part = new MatrixValue.Part(graph.edges());
        int[] ends = new int[frontier.length + 1];
        for (int column = 0; column < frontier.length; column++) {
            for (int edge = graph.first[frontier[column]]; edge < graph.first[frontier[column] + 1]; edge++) {
                part.add(edge);
            }
            ends[column + 1] = part.size();
        }
        return graph.part(frontier, ends, part);
    }

    private static MatrixValue top(MatrixValue matrix, int count, float[] numbers) {
        MatrixValue.Part part = new MatrixValue.Part(matrix.edges());
        int[] ends = new int[matrix.columns.length + 1];
        for (int column = 0; column < matrix.columns.length; column++) {
            int first = matrix.first[column];
            int degree = matrix.degree(column);
            for (int index : Smallest.of(
                    degree, Math.min(degree, count), (a, b) -> Float.compare(numbers[first + b], numbers[first + a]))) {
                part.add(first + index);
            }
            ends[column + 1] = part.size();
        }
        return matrix.part(matrix.columns, ends, part);
    }

    private int[] frontier(Operator operator, Object[] in, int[] seeds, Draws draws) {
        if (operator instanceof Operator.Seeds) {
            return seeds;
        }
        if (operator instanceof Operator.Sources) {
            return ((MatrixValue) in[0]).sources;
        }
        if (operator instanceof Operator.SelectRows select) {
            float[] weights = ((Numbers) in[0]).values();
            return JointSelection.of(draws, select.site(), select.count(), numbered(weights.length), weights);
        }
        FirstAppearance found = new FirstAppearance();
        if (operator instanceof Operator.Nodes) {
            found.add(((MatrixValue) in[0]).columns);
            found.add(((MatrixValue) in[0]).sources);
        } else if (operator instanceof Operator.Ends) {
            MatrixValue matrix = (MatrixValue) in[0];
            matrix.forEach((column, edge) -> found.add(matrix.sources[edge], matrix.columns[column]));
        } else if (operator instanceof Operator.Visited) {
            found.add(((WalksValue) in[0]).vertices());
        } else {
            found.add((int[]) in[0]);
            found.add((int[]) in[1]);
        }
        return found.vertices();
    }

    private FeaturesValue features(Operator operator, Object[] in) {
        if (operator instanceof Operator.FeatureTable table) {
            return new FeaturesValue(vertex -> {
                float[] features = new float[table.width()];
                for (int i = 0; i < features.length; i++) {
                    features[i] = model.feature(vertex, features.length, i);
                }
                return features;
            });
        }
        Operator.Project project = (Operator.Project) operator;
        FeaturesValue from = (FeaturesValue) in[0];
        return new FeaturesValue(vertex -> {
            float[] row = from.of(vertex);
            float[] projected = new float[project.width()];
            for (int column = 0; column < projected.length; column++) {
                float sum = 0;
                for (int i = 0; i < row.length; i++) {
                    sum += row[i] * model.parameter(project.parameter(), row.length, projected.length, i, column);
                }
                projected[column] = sum;
            }
            return projected;
        });
    }

    private Numbers numbers(Operator operator, Object[] in) {
        if (operator instanceof Operator.Weights) {
            return new Numbers((MatrixValue) in[0], inputs.graph().weights());
        }
        if (operator instanceof Operator.EdgeState state) {
            MatrixValue graph = (MatrixValue) in[0];
            float[] known = inputs.states().get(state.name());
            return new Numbers(graph, known == null ? ones(graph.edges()) : known);
        }
        if (operator instanceof Operator.Ones) {
            MatrixValue matrix = (MatrixValue) in[0];
            return new Numbers(matrix, ones(matrix.edges()));
        }
        if (operator instanceof Operator.VisitCounts) {
            MatrixValue visits = (MatrixValue) in[0];
            float[] counts = new float[visits.edges()];
            for (int edge = 0; edge < counts.length; edge++) {
                counts[edge] = visits.within[edge];
            }
            return new Numbers(visits, counts);
        }
        if (operator instanceof Operator.Dot) {
            return Arithmetic.dot((MatrixValue) in[0], (FeaturesValue) in[1]);
        }
        if (operator instanceof Operator.Feature feature) {
            FeaturesValue features = (FeaturesValue) in[0];
            float[] values = new float[inputs.graph().vertices()];
            for (int vertex = 0; vertex < values.length; vertex++) {
                values[vertex] = features.of(vertex)[feature.index()];
            }
            return new Numbers(null, values);
        }
        if (operator instanceof Operator.PairLabels) {
            return PairLabelling.labels(
                    (MatrixValue) in[0],
                    (int[]) in[1],
                    (int[]) in[2],
                    inputs.graph().vertices());
        }
        return arithmetic.value(operator, in);
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int[] sorted(int[] vertices) {
        int[] sorted = vertices.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static int[] numbered(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return all;
    }
}
