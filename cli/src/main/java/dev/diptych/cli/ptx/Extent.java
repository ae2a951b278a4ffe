package dev.diptych.cli.ptx;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Dim;
import java.util.regex.Pattern;

/** A grid or block as the command line writes it: {@code X[,Y[,Z]]}. Limits: CUDA C++ Programming Guide, "Compute Capabilities". */
public final class Extent {
    private static final Pattern NUMBERS = Pattern.compile("\\d{1,10}(,\\d{1,10}){0,2}");
    private static final int MAX_THREADS = 1024;

    private Extent() {}

    /** Returns the blocks of a grid. */
    public static Dim grid(String text) {
        return parse("--grid", text, Integer.MAX_VALUE, 65_535, 65_535);
    }

    /** Returns the threads of a block. */
    public static Dim block(String text) {
        Dim block = parse("--block", text, MAX_THREADS, MAX_THREADS, 64);
        if (block.count() > MAX_THREADS) {
            throw new InputException(
                    "--block %s: is %d threads; a block has at most %d".formatted(text, block.count(), MAX_THREADS));
        }
        return block;
    }

    private static Dim parse(String option, String text, int... limits) {
        if (!NUMBERS.matcher(text).matches()) {
            throw new InputException("%s %s: should be X, X,Y or X,Y,Z".formatted(option, text));
        }
        String[] numbers = text.split(",", -1);
        int[] lengths = {1, 1, 1};
        for (int i = 0; i < numbers.length; i++) {
            long length = Long.parseLong(numbers[i]);
            if (length < 1 || length > limits[i]) {
                throw new InputException("%s %s: %s should be 1 to %d, but is %d"
                        .formatted(option, text, "XYZ".charAt(i), limits[i], length));
            }
            lengths[i] = (int) length;
        }
        return new Dim(lengths[0], lengths[1], lengths[2]);
    }
}
