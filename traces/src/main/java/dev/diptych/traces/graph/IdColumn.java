package dev.diptych.traces.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ids that are appended one by one: in pieces, so that growing copies nothing, and with 32 bits where all of a piece fit. */
final class IdColumn {
    static final int PIECE_SHIFT = 20;
    static final int PIECE = 1 << PIECE_SHIFT;
    /** Small graphs take little. */
    static final int FIRST = 1 << 10;

    /** Full pieces: {@code int[]} or {@code long[]}. */
    private final List<Object> pieces = new ArrayList<>();

    private long[] last = new long[FIRST];
    private int size;
    private long seen;

    int size() {
        return size;
    }

    /** Appends an id, which is not negative. */
    void add(long id) {
        int at = size & (PIECE - 1);
        if (at == last.length) {
            last = Arrays.copyOf(last, 2 * at);
        }
        last[at] = id;
        seen |= id;
        size++;
        if (at == PIECE - 1) {
            pieces.add(seen <= Integer.MAX_VALUE ? narrow() : last.clone());
            seen = 0;
        }
    }

    long get(int index) {
        int piece = index >> PIECE_SHIFT;
        int at = index & (PIECE - 1);
        if (piece == pieces.size()) {
            return last[at];
        }
        return pieces.get(piece) instanceof int[] narrow ? narrow[at] : ((long[]) pieces.get(piece))[at];
    }

    private int[] narrow() {
        int[] ids = new int[PIECE];
        for (int i = 0; i < PIECE; i++) {
            ids[i] = (int) last[i];
        }
        return ids;
    }
}
