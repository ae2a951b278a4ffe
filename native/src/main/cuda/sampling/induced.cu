// Induced subgraphs of samples: for each vertex of a frontier its edges from vertices of the same sample's frontier. The frontier's hash table
// (unique.cu) says who is in it. A warp a column; its edges stay in order.

#include "sampling/table.cuh"

// counts[column] = how many of its vertex's edges stay.
extern "C" __global__ void induced_counts(u32* __restrict__ counts, const u32* __restrict__ vertices, const u32* __restrict__ owners,
                                          const u32* __restrict__ starts, u32 samples, const u32* __restrict__ indptr,
                                          const u32* __restrict__ indices, const u64* __restrict__ keys, u64 size) {
    const u32 lane = threadIdx.x % 32;
    const u32 columns = starts[samples];
    for (u64 column = gridThread() / 32; column < columns; column += gridThreads() / 32) {
        const u32 begin = indptr[vertices[column]];
        const u32 end = indptr[vertices[column] + 1];
        u32 count = 0;
        for (u32 edge = begin + lane; edge < end; edge += 32) {
            count += tableHas(keys, (u32)(size - 1), tableKey(owners[column], indices[edge]));
        }
        count = __reduce_add_sync(0xffffffffu, count);
        if (lane == 0) {
            counts[column] = count;
        }
    }
}

// Sources, positions in the graph and owners of the edges that stay. Launched with whole warps.
extern "C" __global__ void induced_write(u32* __restrict__ sources, u32* __restrict__ positions, u32* __restrict__ edgeOwners,
                                         const u32* __restrict__ first, const u32* __restrict__ vertices, const u32* __restrict__ owners,
                                         const u32* __restrict__ starts, u32 samples, const u32* __restrict__ indptr,
                                         const u32* __restrict__ indices, const u64* __restrict__ keys, u64 size) {
    const u32 lane = threadIdx.x % 32;
    const u32 columns = starts[samples];
    for (u64 column = gridThread() / 32; column < columns; column += gridThreads() / 32) {
        const u32 owner = owners[column];
        const u32 begin = indptr[vertices[column]];
        const u32 end = indptr[vertices[column] + 1];
        u32 to = first[column];
        for (u32 chunk = begin; chunk < end; chunk += 32) {
            const u32 edge = chunk + lane;
            const u32 source = edge < end ? indices[edge] : 0;
            const bool stays = edge < end && tableHas(keys, (u32)(size - 1), tableKey(owner, source));
            const u32 all = __ballot_sync(0xffffffffu, stays);
            if (stays) {
                const u32 place = to + __popc(all & ((1u << lane) - 1));
                sources[place] = source;
                positions[place] = edge;
                edgeOwners[place] = owner;
            }
            to += __popc(all);
        }
    }
}
