package dev.diptych.systems.argument;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Dim;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A grid or block as people write it: {@code X[,Y[,Z]]}, or a list of one to three numbers. Limits: CUDA C++ Programming Guide, "Compute Capabilities". */
public final class Extent {
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,10}(,\\d{1,10}){0,2}");
    private static final int MAX_THREADS = 1024;

    private Extent() {}

    /** Returns the blocks of a grid, as option {@code --grid} gives them. */
    public static Dim grid(String text) {
        return grid("--grid", text);
    }

    /** Returns the threads of a block, as option {@code --block} gives them. */
    public static Dim block(String text) {
        return block("--block", text);
    }

    /** Returns the blocks of a grid, as a setting gives them. */
    public static Dim grid(String setting, List<Integer> numbers) {
        return grid("setting '%s'".formatted(setting), joined(numbers));
    }

    /** Returns the threads of a block, as a setting gives them. */
    public static Dim block(String setting, List<Integer> numbers) {
        return block("setting '%s'".formatted(setting), joined(numbers));
    }

    private static String joined(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static Dim grid(String what, String text) {
        return parse(what, text, Integer.MAX_VALUE, 65_535, 65_535);
    }

    private static Dim block(String what, String text) {
        Dim block = parse(what, text, MAX_THREADS, MAX_THREADS, 64);
        if (block.count() > MAX_THREADS) {
            throw new InputException(
                    "%s %s: is %d threads; a block has at most %d".formatted(what, text, block.count(), MAX_THREADS));
        }
        return block;
    }

    private static Dim parse(String what, String text, int... limits) {
        if (!NUMBERS.matcher(text).matches()) {
            throw new InputException("%s %s: should be X, X,Y or X,Y,Z".formatted(what, text));
        }
        String[] numbers = text.split(",", -1);
        int[] lengths = {1, 1, 1};
        for (int i = 0; i < numbers.length; i++) {
            long length = Long.parseLong(numbers[i]);
            if (length < 1 || length > limits[i]) {
                throw new InputException("%s %s: %s should be 1 to %d, but is %d"
                        .formatted(what, text, "XYZ".charAt(i), limits[i], length));
            }
            lengths[i] = (int) length;
        }
        return new Dim(lengths[0], lengths[1], lengths[2]);
    }
}
