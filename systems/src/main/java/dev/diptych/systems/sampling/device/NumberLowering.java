package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;
import dev.diptych.systems.sampling.program.Axis;
import dev.diptych.systems.sampling.program.BinaryFunction;
import dev.diptych.systems.sampling.program.Node;
import dev.diptych.systems.sampling.program.Operator;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.program.ValueType;
import java.util.HashMap;
import java.util.Map;

/**
 * Which of a program's numbers are computed in one launch: all on which a result hangs, back to what lies in memory. In memory lie sums, what no sample
 * changes, and results: weights that are part of a sample. Everything else is computed anew wherever it is asked for, for reading and writing a number takes
 * longer than the few operations that make it. So numbers of a part of a matrix need no copy: they are the same operations at fewer edges.
 */
final class NumberLowering {
    private final SamplingProgram program;
    private final BroughtNumbers brought;
    private final Map<Integer, Buffer> sums = new HashMap<>();
    private final Map<Integer, RowSums> rowSums = new HashMap<>();

    NumberLowering(SamplingProgram program, BroughtNumbers brought) {
        this.program = program;
        this.brought = brought;
    }

    /** Says where the sums of columns, or a sum for each sample, lie. */
    void put(Node node, Buffer at) {
        sums.put(node.id(), at);
    }

    /** Says where sums of rows lie. */
    void put(Node node, RowSums at) {
        rowSums.put(node.id(), at);
    }

    /** Returns what computes a node's numbers. */
    NumberCode code(int node) {
        NumberCode code = new NumberCode();
        add(node, code, new HashMap<>());
        if (code.inputs() > NumberCode.MOST_INPUTS) {
            throw DeviceSampler.unsupported(
                    program.node(node),
                    "it is computed from %d arrays; kernels are given at most %d"
                            .formatted(code.inputs(), NumberCode.MOST_INPUTS));
        }
        return code;
    }

    /** Returns the matrix whose edges or columns a node's numbers are of. */
    int matrixOf(int node) {
        Node at = program.node(node);
        Operator operator = at.operator();
        if (operator instanceof Operator.Restrict) {
            return at.input(1);
        }
        boolean isOfNumbers = operator instanceof Operator.Unary
                || operator instanceof Operator.WithConstant
                || operator instanceof Operator.Binary
                || operator instanceof Operator.Sum;
        return isOfNumbers ? matrixOf(at.input(0)) : at.input(0);
    }

    /** Returns whether numbers of vertices are 0 wherever the one sum by row that they are computed from has no edge. */
    boolean isSparse(int node) {
        Node at = program.node(node);
        Operator operator = at.operator();
        if (brought.isLasting(at)) {
            return false;
        }
        if (operator instanceof Operator.Sum) {
            return true;
        }
        if (operator instanceof Operator.Unary) {
            return isSparse(at.input(0));
        }
        if (operator instanceof Operator.WithConstant with) {
            return isProduct(with.function()) && isSparse(at.input(0));
        }
        if (operator instanceof Operator.Binary binary) {
            boolean other = binary.other() == ValueType.ROWS && isSparse(at.input(1));
            return isProduct(binary.function())
                    ? isSparse(at.input(0)) || (other && binary.function() == BinaryFunction.MULTIPLY)
                    : isSparse(at.input(0)) && other;
        }
        return false;
    }

    /** Whether 0 and any number give 0. */
    private static boolean isProduct(BinaryFunction function) {
        return function == BinaryFunction.MULTIPLY || function == BinaryFunction.DIVIDE;
    }

    private int add(int id, NumberCode code, Map<Integer, Integer> known) {
        Node node = program.node(id);
        if (node.operator() instanceof Operator.Restrict) {
            return add(node.input(0), code, known);
        }
        Integer value = known.get(id);
        if (value == null) {
            value = brought.isLasting(node) ? lasting(node, code) : computed(node, code, known);
            known.put(id, value);
        }
        return value;
    }

    private int lasting(Node node, NumberCode code) {
        if (node.operator() instanceof Operator.Ones) {
            return code.constant(1);
        }
        return switch (node.operator().result()) {
            case EDGES -> code.load(NumberCode.Load.AT_EDGE, brought.of(node));
            case ROWS -> code.load(NumberCode.Load.AT_SOURCE, brought.of(node));
            // The graph has a column for each vertex.
            case COLUMNS -> code.load(NumberCode.Load.AT_DESTINATION, brought.of(node));
            case SCALAR -> code.constant(brought.scalar(node));
            case FRONTIER, MATRIX, FEATURES, WALKS -> throw DeviceSampler.unsupported(node);
        };
    }

    private int computed(Node node, NumberCode code, Map<Integer, Integer> known) {
        Operator operator = node.operator();
        if (operator instanceof Operator.Ones) {
            return code.constant(1);
        }
        if (operator instanceof Operator.EdgeState state) {
            return brought.isGiven(state)
                    ? code.load(NumberCode.Load.AT_EDGE, brought.state(node, state))
                    : code.constant(1);
        }
        if (operator instanceof Operator.Unary unary) {
            return code.unary(unary.function(), add(node.input(0), code, known));
        }
        if (operator instanceof Operator.WithConstant with) {
            int one = add(node.input(0), code, known);
            return code.binary(with.function(), one, code.constant(with.constant()));
        }
        if (operator instanceof Operator.Binary binary) {
            int one = add(node.input(0), code, known);
            return code.binary(binary.function(), one, add(node.input(1), code, known));
        }
        if (operator instanceof Operator.AtColumns && brought.isLasting(program.node(node.input(1)))) {
            return code.load(NumberCode.Load.AT_DESTINATION, brought.of(program.node(node.input(1))));
        }
        RowSums rows = rowSums.get(node.id());
        if (rows != null) {
            if (code.rows() != null) {
                throw DeviceSampler.unsupported(node, "it meets other sums by row, and kernels are given one table");
            }
            return code.rowSum(rows);
        }
        Buffer sum = sums.get(node.id());
        if (sum == null) {
            throw DeviceSampler.unsupported(node);
        }
        return code.load(
                operator instanceof Operator.Sum total && total.axis() == Axis.COLUMN
                        ? NumberCode.Load.COLUMN_SUM
                        : NumberCode.Load.SAMPLE_SUM,
                sum);
    }
}
