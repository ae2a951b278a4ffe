package dev.diptych.systems.sampling.program;

import java.util.List;

/**
 * One operation of a program.
 *
 * @param id its place among the program's nodes; inputs have smaller ones
 * @param line where its author called for it: file and line
 */
public record Node(int id, Operator operator, List<Integer> inputs, String line) {
    public Node {
        inputs = List.copyOf(inputs);
    }

    public int input(int index) {
        return inputs.get(index);
    }

    /** Returns the operator's name as people write it, and where it was called for. */
    @Override
    public String toString() {
        return "%s at %s".formatted(operator.getClass().getSimpleName(), line);
    }
}
