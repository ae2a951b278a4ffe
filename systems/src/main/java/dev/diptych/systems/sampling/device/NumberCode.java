package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.systems.sampling.program.BinaryFunction;
import dev.diptych.systems.sampling.program.UnaryFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Instructions that compute a number for each edge, row or column: what {@code numbers.cuh} goes through. Each gives a value; values share registers when
 * they are no longer asked for.
 */
final class NumberCode {
    /** Arrays that a kernel is given. */
    static final int MOST_INPUTS = 6;

    /** Instructions without operands but an input, as {@code numbers.cuh} numbers them. */
    enum Load {
        CONSTANT(0),
        AT_EDGE(1),
        AT_SOURCE(2),
        AT_DESTINATION(3),
        COLUMN_SUM(4),
        SAMPLE_SUM(5),
        ROW_SUM(6);

        private final int what;

        Load(int what) {
            this.what = what;
        }
    }

    private static final int FIRST_WITH_OPERANDS = 7;

    /** An instruction; operands are values, or for a load the number of its input. */
    private record Instruction(int what, int one, int other, int constant) {
        boolean isLoad() {
            return what < FIRST_WITH_OPERANDS;
        }
    }

    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<Buffer, Integer> inputs = new LinkedHashMap<>();
    private @Nullable RowSums rows;
    private int registers;

    /** Adds a constant; returns its value's number. */
    int constant(float number) {
        return add(new Instruction(Load.CONSTANT.what, 0, 0, Float.floatToRawIntBits(number)));
    }

    /** Adds a number out of an array. */
    int load(Load load, Buffer from) {
        Integer known = inputs.putIfAbsent(from, inputs.size());
        return add(new Instruction(load.what, known == null ? inputs.size() - 1 : known, 0, 0));
    }

    /** Adds the sum of the edge's row. Code has one table of such sums. */
    int rowSum(RowSums from) {
        rows = from;
        return add(new Instruction(Load.ROW_SUM.what, 0, 0, 0));
    }

    int unary(UnaryFunction function, int of) {
        int what = switch (function) {
            case SQUARE -> 7;
            case ROOT -> 8;
            case RELU -> 9;
        };
        return add(new Instruction(what, of, of, 0));
    }

    int binary(BinaryFunction function, int one, int other) {
        int what = switch (function) {
            case ADD -> 10;
            case SUBTRACT -> 11;
            case MULTIPLY -> 12;
            case DIVIDE -> 13;
        };
        return add(new Instruction(what, one, other, 0));
    }

    /** Returns whose sums by row it asks for; null if it asks for none. */
    @Nullable
    RowSums rows() {
        return rows;
    }

    int inputs() {
        return inputs.size();
    }

    /** Returns the instructions as words. The last value is the result. */
    long[] words() {
        int[] lastUse = new int[instructions.size()];
        for (int i = 0; i < lastUse.length; i++) {
            Instruction instruction = instructions.get(i);
            lastUse[i] = lastUse.length;
            if (!instruction.isLoad()) {
                lastUse[instruction.one] = i;
                lastUse[instruction.other] = i;
            }
        }
        int[] registerOf = new int[lastUse.length];
        int[] freeFrom = new int[lastUse.length];
        long[] words = new long[lastUse.length];
        for (int i = 0; i < words.length; i++) {
            Instruction now = instructions.get(i);
            int register = 0;
            // Operands are read before the result is written, so it may have the register of one that ends here.
            while (freeFrom[register] > i) {
                register++;
            }
            freeFrom[register] = lastUse[i];
            registerOf[i] = register;
            registers = Math.max(registers, register + 1);
            long one = now.isLoad() ? now.one : registerOf[now.one];
            long other = now.isLoad() ? 0 : registerOf[now.other];
            words[i] = now.what | (long) register << 8 | one << 16 | other << 24 | (long) now.constant << 32;
        }
        return words;
    }

    /**
     * Returns what kernels take of it: the words and how many there are, arrays, and sums by row.
     *
     * @param code where the words lie
     */
    List<Arg> args(Buffer code) {
        List<Arg> args = new ArrayList<>(List.of(Memory.address(code), new Arg.I32(instructions.size())));
        inputs.keySet().forEach(input -> args.add(Memory.address(input)));
        for (int i = inputs.size(); i < MOST_INPUTS; i++) {
            args.add(new Arg.Null());
        }
        args.addAll(
                rows == null
                        ? Arrays.asList(new Arg.Null(), new Arg.Null(), new Arg.Null(), new Arg.I32(0))
                        : rows.args());
        return args;
    }

    /** Returns words of shared memory for each thread, once {@link #words} was asked for. */
    int registers() {
        return registers;
    }

    private int add(Instruction instruction) {
        instructions.add(instruction);
        return instructions.size() - 1;
    }
}
