package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import java.util.List;

/**
 * A set of vertices of each sample.
 *
 * @param bits one for each vertex, in so many words for each sample
 * @param perSample vertices that a sample may have in it
 */
record VertexSet(Buffer bits, int words, long perSample) {
    /** Returns sets that are empty when a batch begins. */
    static VertexSet of(Zeros zeros, int samples, int vertices, long perSample) {
        return new VertexSet(zeros.words((long) samples * words(vertices)), words(vertices), perSample);
    }

    /** Returns words for each sample. */
    static int words(int vertices) {
        return (int) Math.max(1, (vertices + (long) Integer.SIZE - 1) / Integer.SIZE);
    }

    /** Returns bits and words for each sample: what kernels take of it. */
    List<Arg> args() {
        return List.of(Memory.address(bits), new Arg.I32(words));
    }
}
