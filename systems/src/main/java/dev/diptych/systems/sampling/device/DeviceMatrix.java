package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;

/**
 * Matrices of a batch of samples: the edges of each column one after the other.
 *
 * @param first for each column its first edge, and behind the last how many edges there are
 * @param sources of each edge
 * @param positions of each edge, its place in the graph
 * @param owners of each edge, its sample's place in the batch
 * @param capacity edges that there may be
 * @param perSample edges that a sample may have
 * @param sourcesPerSample different sources that these may have
 */
record DeviceMatrix(
        DeviceFrontier columns,
        Buffer first,
        Buffer sources,
        Buffer positions,
        Buffer owners,
        long capacity,
        long perSample,
        long sourcesPerSample) {
    DeviceEdges edges() {
        return new DeviceEdges(columns, first, positions, capacity, perSample, sourcesPerSample);
    }
}
