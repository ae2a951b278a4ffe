package dev.diptych.systems.sampling;

import java.util.List;

/** One sample, in the graph's own vertices and positions. */
public record Sample(
        int sampleId, List<Block> blocks, List<Walks> walks, List<Vertices> vertices, List<Places> places) {
    /**
     * A part of a matrix.
     *
     * @param columns vertices of the columns
     * @param first for each column the index of its first edge, and behind the last how many there are
     * @param sources of each edge
     * @param positions each edge's place in the graph; -1 for what is none of its edges
     * @param weights a number for each edge; empty if there are none
     */
    @SuppressWarnings("ArrayRecordComponent") // Samples are compared by their digests.
    public record Block(int[] columns, int[] first, int[] sources, int[] positions, float[] weights) {}

    /**
     * Walks, one after the other.
     *
     * @param stride vertices of each; those behind its end are -1
     */
    @SuppressWarnings("ArrayRecordComponent") // Samples are compared by their digests.
    public record Walks(int stride, int[] vertices) {}

    /**
     * Vertices.
     *
     * @param labels a number for each; empty if there are none
     */
    @SuppressWarnings("ArrayRecordComponent") // Samples are compared by their digests.
    public record Vertices(int[] ids, float[] labels) {}

    /**
     * Where a block's vertices stand among all of them, each of which is there once: the columns' first, then the sources', in the order in which they come.
     *
     * @param columns a place for each column
     * @param sources a place for each edge
     */
    @SuppressWarnings("ArrayRecordComponent") // Samples are compared by their digests.
    public record Places(int[] columns, int[] sources) {}

    /** Returns 64 bits in which every number of the sample has a part: FNV-1a over its words, which tells samples apart, not forgers. */
    public long digest() {
        Digest digest = new Digest();
        digest.add(sampleId);
        for (Block block : blocks) {
            digest.add(block.columns);
            digest.add(block.first);
            digest.add(block.sources);
            digest.add(block.positions);
            digest.add(block.weights);
        }
        for (Walks some : walks) {
            digest.add(some.stride);
            digest.add(some.vertices);
        }
        for (Vertices some : vertices) {
            digest.add(some.ids);
            digest.add(some.labels);
        }
        for (Places some : places) {
            digest.add(some.columns);
            digest.add(some.sources);
        }
        return digest.value;
    }

    private static final class Digest {
        private static final long OFFSET = 0xCBF29CE484222325L;
        private static final long PRIME = 0x100000001B3L;

        private long value = OFFSET;

        void add(int word) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                value = (value ^ (word >>> shift & 0xFF)) * PRIME;
            }
        }

        void add(int[] words) {
            add(words.length);
            for (int word : words) {
                add(word);
            }
        }

        void add(float[] numbers) {
            add(numbers.length);
            for (float number : numbers) {
                add(Float.floatToIntBits(number));
            }
        }
    }
}
