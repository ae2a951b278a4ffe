package dev.diptych.systems.sampling.reference;

import dev.diptych.systems.sampling.Draws;
import dev.diptych.systems.sampling.IntegerWeights;
import dev.diptych.systems.sampling.program.DrawKey;
import dev.diptych.systems.sampling.program.Operator;
import java.util.Arrays;

/** Selection in each column for itself. A column's draws count from its first edge, so that leaving out others changes none. */
final class EachSelection {
    private final Operator.SelectEach select;
    private final Draws draws;
    private final MatrixValue matrix;

    EachSelection(Operator.SelectEach select, Draws draws, MatrixValue matrix) {
        this.select = select;
        this.draws = draws;
        this.matrix = matrix;
    }

    /** Selects edges that are all alike. */
    MatrixValue alike() {
        return columns((column, part) -> {
            int degree = matrix.degree(column);
            int[] chosen;
            if (select.replace()) {
                chosen = new int[degree == 0 ? 0 : select.count()];
                for (int i = 0; i < chosen.length; i++) {
                    chosen[i] = (int) draws.below(degree, select.site(), item(column), i);
                }
                Arrays.sort(chosen);
            } else if (select.key() == DrawKey.SOURCE) {
                chosen = bySource(column, degree);
            } else {
                chosen = floyd(column, degree);
            }
            for (int index : chosen) {
                part.add(matrix.first[column] + index);
            }
        });
    }

    /** Selects edges by their weights. */
    MatrixValue weighted(float[] weights) {
        return columns((column, part) -> {
            int first = matrix.first[column];
            int[] chosen = select.replace()
                    ? withReplacement(column, IntegerWeights.of(weights, first, matrix.first[column + 1]))
                    : race(column, weights);
            for (int index : chosen) {
                part.add(first + index);
            }
        });
    }

    private interface ColumnRule {
        void choose(int column, MatrixValue.Part part);
    }

    private MatrixValue columns(ColumnRule rule) {
        MatrixValue.Part part = new MatrixValue.Part(matrix.edges());
        int[] ends = new int[matrix.columns.length + 1];
        for (int column = 0; column < matrix.columns.length; column++) {
            rule.choose(column, part);
            ends[column + 1] = part.size();
        }
        return matrix.part(matrix.columns, ends, part);
    }

    private int item(int column) {
        return select.key() == DrawKey.POSITION ? column : matrix.columns[column];
    }

    /** Floyd's algorithm: as many draws as edges are wanted (Bentley, Floyd, Communications of the ACM 30(9), 1987). */
    private int[] floyd(int column, int degree) {
        int count = select.count();
        if (degree <= count) {
            return all(degree);
        }
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            int last = degree - count + i;
            int drawn = (int) draws.below(last + 1, select.site(), item(column), i);
            chosen[i] = contains(chosen, i, drawn) ? last : drawn;
        }
        Arrays.sort(chosen);
        return chosen;
    }

    /** The edges whose sources drew the smallest numbers; of equal ones those that come first. */
    private int[] bySource(int column, int degree) {
        int first = matrix.first[column];
        long[] keys = new long[degree];
        for (int i = 0; i < degree; i++) {
            // Without the sign bit, so that they compare as what they are.
            keys[i] = draws.bits(select.site(), matrix.sources[first + i], 0) >>> 1;
        }
        return Smallest.of(degree, Math.min(degree, select.count()), (a, b) -> Long.compare(keys[a], keys[b]));
    }

    private int[] race(int column, float[] weights) {
        int first = matrix.first[column];
        int degree = matrix.degree(column);
        double[] arrivals = new double[degree];
        int eligible = 0;
        for (int i = 0; i < degree; i++) {
            float weight = IntegerWeights.checked(weights[first + i]);
            boolean runs = weight > 0;
            eligible += runs ? 1 : 0;
            arrivals[i] = runs ? draws.arrival(weight, select.site(), item(column), i) : Double.POSITIVE_INFINITY;
        }
        return Smallest.of(
                degree, Math.min(eligible, select.count()), (a, b) -> Double.compare(arrivals[a], arrivals[b]));
    }

    private int[] withReplacement(int column, IntegerWeights weights) {
        int[] chosen = new int[weights.total() == 0 ? 0 : select.count()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = weights.at(draws.below(weights.total(), select.site(), item(column), i));
        }
        Arrays.sort(chosen);
        return chosen;
    }

    private static boolean contains(int[] numbers, int size, int wanted) {
        for (int i = 0; i < size; i++) {
            if (numbers[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private static int[] all(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return all;
    }
}
