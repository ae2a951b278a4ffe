// The edges of a frontier's columns whose sources are in a set: of each sample a bit for each vertex. One pass looks all edges up and keeps a bit of
// each, the others see nothing but these bits and the edges that stay. Edges keep their order.

#include "sampling/edges.cuh"
#include "sampling/offsets.cuh"

// Adds a frontier's vertices to the set.
extern "C" __global__ void keep_insert(u32* __restrict__ bits, u32 words, const u32* __restrict__ vertices, const u32* __restrict__ owners,
                                       const u32* __restrict__ starts, u32 samples) {
    const u32 count = starts[samples];
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        atomicOr(&bits[(u64)owners[i] * words + vertices[i] / 32], 1u << vertices[i] % 32);
    }
}

// stays[edge / 32] has a bit for each edge; partials[block] = how many of the block's part of the edges stay. Blocks of 256 threads.
extern "C" __global__ void keep_mark(u32* __restrict__ partials, u32* __restrict__ stays, const u32* __restrict__ bits, u32 words,
                                     const u32* __restrict__ vertices, const u32* __restrict__ owners, const u32* __restrict__ starts, u32 samples,
                                     const u32* __restrict__ first, const u32* __restrict__ indptr, const u32* __restrict__ indices) {
    __shared__ u32 shared[32];
    const u32 columns = starts[samples];
    const u32 edges = first[columns];
    const u64 chunk = chunkOf(edges);
    const u64 end = min((u64)edges, (blockIdx.x + 1) * chunk);
    u32 count = 0;
    for (u64 begin = blockIdx.x * chunk + threadIdx.x / 32 * EDGES_PER_WARP; begin < end; begin += TILE) {
        forWarpEdges(first, columns, (u32)begin, EDGES_PER_WARP, [&](u32 edge, u32 column) {
            bool stay = false;
            if (column != NO_COLUMN) {
                const u32 source = indices[indptr[vertices[column]] + (edge - first[column])];
                stay = bits[(u64)owners[column] * words + source / 32] >> source % 32 & 1;
            }
            const u32 all = __ballot_sync(0xffffffffu, stay);
            if (threadIdx.x % 32 == 0 && edge < edges) {
                stays[edge / 32] = all;
                count += __popc(all);
            }
        });
    }
    count = blockSum(count, shared);
    if (threadIdx.x == 0) {
        partials[blockIdx.x] = count;
    }
}

// Sources, positions in the graph and owners of the edges that stay; offsets[word] = how many stay before the first edge of a word of stays, and
// nextFirst[columns] = how many stay. Launched as keep_mark.
extern "C" __global__ void keep_write(u32* __restrict__ sources, u32* __restrict__ positions, u32* __restrict__ edgeOwners,
                                      u32* __restrict__ offsets, u32* __restrict__ nextFirst, const u32* __restrict__ partials,
                                      const u32* __restrict__ stays, const u32* __restrict__ vertices, const u32* __restrict__ owners,
                                      const u32* __restrict__ starts, u32 samples, const u32* __restrict__ first, const u32* __restrict__ indptr,
                                      const u32* __restrict__ indices) {
    const u32 columns = starts[samples];
    offsetsOfChunk(
        partials, first[columns], [&](u32 edge) { return stays[edge / 32] >> edge % 32 & 1; },
        [&](u32 edge, u32 before, u32 stay) {
            if (edge % 32 == 0) {
                offsets[edge / 32] = before;
            }
            if (stay) {
                const u32 column = columnOf(first, 0, columns, edge);
                const u32 position = indptr[vertices[column]] + (edge - first[column]);
                sources[before] = indices[position];
                positions[before] = position;
                edgeOwners[before] = owners[column];
            }
        },
        [&](u32 all) { nextFirst[columns] = all; });
}

// nextFirst[column] = how many edges stay before the column's.
extern "C" __global__ void keep_first(u32* __restrict__ nextFirst, const u32* __restrict__ offsets, const u32* __restrict__ stays,
                                      const u32* __restrict__ starts, u32 samples, const u32* __restrict__ first) {
    const u32 columns = starts[samples];
    const u32 edges = first[columns];
    for (u64 column = gridThread(); column < columns; column += gridThreads()) {
        const u32 edge = first[column];
        nextFirst[column] =
            edge == edges ? nextFirst[columns] : offsets[edge / 32] + __popc(stays[edge / 32] & ((1u << edge % 32) - 1));
    }
}
