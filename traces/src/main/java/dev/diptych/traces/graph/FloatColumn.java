package dev.diptych.traces.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers that are appended one by one, in pieces, so that growing copies nothing. */
final class FloatColumn {
    /** Full pieces. */
    private final List<float[]> pieces = new ArrayList<>();

    private float[] last = new float[IdColumn.FIRST];
    private int size;

    void add(float number) {
        int at = size & (IdColumn.PIECE - 1);
        if (at == last.length) {
            last = Arrays.copyOf(last, 2 * at);
        }
        last[at] = number;
        if (at == IdColumn.PIECE - 1) {
            pieces.add(last.clone());
        }
        size++;
    }

    float get(int index) {
        int piece = index >> IdColumn.PIECE_SHIFT;
        return (piece == pieces.size() ? last : pieces.get(piece))[index & (IdColumn.PIECE - 1)];
    }
}
