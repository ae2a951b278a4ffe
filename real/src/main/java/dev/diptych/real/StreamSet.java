package dev.diptych.real;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Streams of one GPU, each once, in no order to rely on. Nothing is allocated once it has grown, and nothing is searched. */
final class StreamSet {
    private static final int ABSENT = -1;

    private @Nullable CudaStream[] members = new @Nullable CudaStream[16];
    private int size;
    /** By the stream's id. */
    private int[] places = new int[0];

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns one of them, counted from 0. */
    CudaStream get(int place) {
        CudaStream stream = place < size ? members[place] : null;
        if (stream == null) {
            throw new IllegalStateException("place %d of %d streams".formatted(place, size));
        }
        return stream;
    }

    /** Adds a stream at the end if it is not there. */
    void add(CudaStream stream) {
        if (stream.id() >= places.length) {
            int known = places.length;
            places = Arrays.copyOf(places, Math.max(stream.id() + 1, 2 * known));
            Arrays.fill(places, known, places.length, ABSENT);
        }
        if (places[stream.id()] != ABSENT) {
            return;
        }
        if (size == members.length) {
            members = Arrays.copyOf(members, 2 * size);
        }
        places[stream.id()] = size;
        members[size++] = stream;
    }

    /** Takes a stream out if it is there; the last one takes its place. */
    void remove(CudaStream stream) {
        int place = stream.id() < places.length ? places[stream.id()] : ABSENT;
        if (place == ABSENT) {
            return;
        }
        CudaStream last = get(size - 1);
        size--;
        members[place] = last;
        places[last.id()] = place;
        members[size] = null;
        places[stream.id()] = ABSENT;
    }
}
