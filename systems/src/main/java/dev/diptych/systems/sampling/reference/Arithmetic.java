package dev.diptych.systems.sampling.reference;

import dev.diptych.systems.sampling.ExactSum;
import dev.diptych.systems.sampling.program.Axis;
import dev.diptych.systems.sampling.program.Operator;
import dev.diptych.systems.sampling.program.ValueType;
import java.util.Objects;

/** Numbers from numbers. */
final class Arithmetic {
    private final int vertices;

    Arithmetic(int vertices) {
        this.vertices = vertices;
    }

    /** Returns the value of an operator that computes with numbers alone. */
    Numbers value(Operator operator, Object[] in) {
        if (operator instanceof Operator.Restrict) {
            return restrict((Numbers) in[0], (MatrixValue) in[1]);
        }
        if (operator instanceof Operator.AtColumns) {
            return atColumns((MatrixValue) in[0], (Numbers) in[1]);
        }
        Numbers numbers = (Numbers) in[0];
        if (operator instanceof Operator.Unary unary) {
            return each(numbers, i -> unary.function().of(numbers.values()[i]));
        }
        if (operator instanceof Operator.WithConstant with) {
            return each(numbers, i -> with.function().of(numbers.values()[i], with.constant()));
        }
        if (operator instanceof Operator.Binary binary) {
            return binary(binary, numbers, (Numbers) in[1]);
        }
        if (operator instanceof Operator.Total) {
            ExactSum sum = new ExactSum();
            for (float number : numbers.values()) {
                sum.add(number);
            }
            return new Numbers(null, new float[] {sum.value()});
        }
        if (operator instanceof Operator.Sum sum) {
            return sum.axis() == Axis.ROW ? sumByRow(numbers) : sumByColumn(numbers);
        }
        throw new IllegalArgumentException("no rule for " + operator);
    }

    /** Returns the inner product of each edge's two vertices, summed in order. */
    static Numbers dot(MatrixValue matrix, FeaturesValue features) {
        float[] products = new float[matrix.edges()];
        for (int column = 0; column < matrix.columns.length; column++) {
            float[] destination = features.of(matrix.columns[column]);
            for (int edge = matrix.first[column]; edge < matrix.first[column + 1]; edge++) {
                float[] source = features.of(matrix.sources[edge]);
                float sum = 0;
                for (int i = 0; i < source.length; i++) {
                    sum += source[i] * destination[i];
                }
                products[edge] = sum;
            }
        }
        return new Numbers(matrix, products);
    }

    private interface Rule {
        float of(int index);
    }

    private static Numbers each(Numbers like, Rule rule) {
        float[] values = new float[like.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rule.of(i);
        }
        return new Numbers(like.of(), values);
    }

    private static Numbers restrict(Numbers numbers, MatrixValue part) {
        MatrixValue whole = Objects.requireNonNull(numbers.of());
        float[] values = new float[part.edges()];
        for (int edge = 0; edge < values.length; edge++) {
            values[edge] = numbers.values()[part.placeIn(whole, edge)];
        }
        return new Numbers(part, values);
    }

    private static Numbers atColumns(MatrixValue matrix, Numbers vertices) {
        float[] values = new float[matrix.columns.length];
        for (int column = 0; column < values.length; column++) {
            values[column] = vertices.values()[matrix.columns[column]];
        }
        return new Numbers(matrix, values);
    }

    private static Numbers binary(Operator.Binary binary, Numbers one, Numbers two) {
        if (binary.other() == binary.result()) {
            return each(one, i -> binary.function().of(one.values()[i], two.values()[i]));
        }
        if (binary.other() == ValueType.SCALAR) {
            return each(one, i -> binary.function().of(one.values()[i], two.values()[0]));
        }
        boolean isByRow = binary.other() == ValueType.ROWS;
        MatrixValue matrix = Objects.requireNonNull(one.of());
        float[] values = new float[one.values().length];
        matrix.forEach((column, edge) -> {
            float other = two.values()[isByRow ? matrix.sources[edge] : column];
            values[edge] = binary.function().of(one.values()[edge], other);
        });
        return new Numbers(matrix, values);
    }

    private Numbers sumByRow(Numbers numbers) {
        MatrixValue matrix = Objects.requireNonNull(numbers.of());
        ExactSum[] sums = new ExactSum[vertices];
        for (int edge = 0; edge < numbers.values().length; edge++) {
            int row = matrix.sources[edge];
            if (sums[row] == null) {
                sums[row] = new ExactSum();
            }
            sums[row].add(numbers.values()[edge]);
        }
        float[] values = new float[vertices];
        for (int row = 0; row < vertices; row++) {
            values[row] = sums[row] == null ? 0 : sums[row].value();
        }
        return new Numbers(null, values);
    }

    private static Numbers sumByColumn(Numbers numbers) {
        MatrixValue matrix = Objects.requireNonNull(numbers.of());
        float[] values = new float[matrix.columns.length];
        for (int column = 0; column < values.length; column++) {
            ExactSum sum = new ExactSum();
            for (int edge = matrix.first[column]; edge < matrix.first[column + 1]; edge++) {
                sum.add(numbers.values()[edge]);
            }
            values[column] = sum.value();
        }
        return new Numbers(matrix, values);
    }
}
