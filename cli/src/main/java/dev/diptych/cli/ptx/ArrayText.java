package dev.diptych.cli.ptx;

import dev.diptych.systems.argument.ElementType;
import dev.diptych.systems.argument.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Arrays as NumPy prints them: whole when they are small, else the first and last elements along each dimension. */
final class ArrayText {
    private static final long WHOLE_UP_TO = 32;
    private static final int EDGE = 3;
    private static final String GAP = "...";

    private final ElementType type;
    private final List<Long> shape;
    private final LongUnaryOperator bits;
    private final boolean isWhole;

    private ArrayText(ElementType type, List<Long> shape, LongUnaryOperator bits, boolean isWhole) {
        this.type = type;
        this.shape = shape;
        this.bits = bits;
        this.isWhole = isWhole;
    }

    /** Returns the text of an array, one line a row of its last dimension. */
    static String of(ElementType type, List<Long> shape, LongUnaryOperator bitsAtIndex) {
        long count = shape.contains(0L) ? 0 : shape.stream().reduce(1L, (a, b) -> a * b);
        ArrayText text = new ArrayText(type, shape, bitsAtIndex, count <= WHOLE_UP_TO);
        List<String> elements = new ArrayList<>();
        text.collect(0, 0, elements);
        int width = elements.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder out = new StringBuilder();
        text.print(0, 0, width, out);
        return out.toString();
    }

    private void collect(int dimension, long index, List<String> elements) {
        if (dimension == shape.size()) {
            elements.add(Numbers.text(bits.applyAsLong(index), type));
            return;
        }
        for (long at : shown(dimension)) {
            if (at >= 0) {
                collect(dimension + 1, index * shape.get(dimension) + at, elements);
            }
        }
    }

    private void print(int dimension, long index, int width, StringBuilder out) {
        if (dimension == shape.size()) {
            String element = Numbers.text(bits.applyAsLong(index), type);
            out.append(" ".repeat(width - element.length())).append(element);
            return;
        }
        boolean isLast = dimension == shape.size() - 1;
        String between = isLast ? " " : "\n" + " ".repeat(dimension + 1);
        out.append('[');
        String before = "";
        for (long at : shown(dimension)) {
            out.append(before);
            before = between;
            if (at < 0) {
                out.append(GAP);
            } else {
                print(dimension + 1, index * shape.get(dimension) + at, width, out);
            }
        }
        out.append(']');
    }

    /** Returns the positions along a dimension that are printed; a negative one stands for those left out. */
    private List<Long> shown(int dimension) {
        long length = shape.get(dimension);
        List<Long> positions = new ArrayList<>();
        for (long at = 0; at < length; at++) {
            if (isWhole || length <= 2 * EDGE || at < EDGE || at >= length - EDGE) {
                positions.add(at);
            } else {
                positions.add(-1L);
                at = length - EDGE - 1;
            }
        }
        return positions;
    }
}
