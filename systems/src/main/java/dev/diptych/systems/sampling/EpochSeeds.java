package dev.diptych.systems.sampling;

import dev.diptych.model.random.Permutation;

/** Seeds of samples: in each epoch all training vertices in another order, cut into mini-batches. */
final class EpochSeeds {
    private final int vertices;
    private final int miniBatch;
    private final long seed;
    private final int samplesPerEpoch;
    private final long length;

    /**
     * Seeds from vertices {@code 0 to vertices - 1}.
     *
     * @param miniBatch seeds of a sample; the last of an epoch has what is left
     */
    EpochSeeds(int vertices, int miniBatch, long seed) {
        this.vertices = vertices;
        this.miniBatch = miniBatch;
        this.seed = seed;
        this.samplesPerEpoch = (int) (((long) vertices + miniBatch - 1) / miniBatch);
        this.length = vertices == 1 ? 1 : Long.highestOneBit(vertices - 1L) * 2;
    }

    /** Returns a sample's seeds. */
    int[] of(int sampleId) {
        Permutation order = new Permutation(length, seed + sampleId / samplesPerEpoch);
        long first = (long) (sampleId % samplesPerEpoch) * miniBatch;
        int[] seeds = new int[(int) Math.min(miniBatch, vertices - first)];
        for (int i = 0; i < seeds.length; i++) {
            // A permutation of a few more numbers is one of these if it is followed until it comes to one of them.
            long at = order.of(first + i);
            while (at >= vertices) {
                at = order.of(at);
            }
            seeds[i] = (int) at;
        }
        return seeds;
    }
}
