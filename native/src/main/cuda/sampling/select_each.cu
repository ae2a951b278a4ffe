// Selection in each column of a frontier for itself, from the graph's columns (extract and select in one, gSampler, SOSP 2023, section 4.2):
// no candidate edge is written. select_sizes and select_offsets say where each column's edges come to lie, the third puts them there.

#include "sampling/draws.cuh"
#include "sampling/frontier.cuh"
#include "sampling/offsets.cuh"
#include "sampling/sort.cuh"

// Edges that a column keeps: all if there are no more, or as many as are drawn.
__device__ __forceinline__ u32 kept(u32 degree, u32 count, u32 replace) {
    return replace ? (degree == 0 ? 0 : count) : min(degree, count);
}

// partials[block] = edges of the block's part of the columns. Blocks of 256 threads; any number of them.
extern "C" __global__ void select_sizes(u32* __restrict__ partials, const u32* __restrict__ vertices, const u32* __restrict__ starts, u32 samples,
                                        const u32* __restrict__ indptr, u32 count, u32 replace) {
    sumChunk(partials, starts[samples], [&](u32 column) {
        const u32 vertex = vertices[column];
        return kept(indptr[vertex + 1] - indptr[vertex], count, replace);
    });
}

// first[column] = the column's first edge, and behind the last column the number of edges. Launched as select_sizes.
extern "C" __global__ void select_offsets(u32* __restrict__ first, const u32* __restrict__ partials, const u32* __restrict__ vertices,
                                          const u32* __restrict__ starts, u32 samples, const u32* __restrict__ indptr, u32 count, u32 replace) {
    const u32 columns = starts[samples];
    offsetsOfChunk(
        partials, columns,
        [&](u32 column) {
            const u32 vertex = vertices[column];
            return kept(indptr[vertex + 1] - indptr[vertex], count, replace);
        },
        [&](u32 column, u32 before, u32) { first[column] = before; }, [&](u32 all) { first[columns] = all; });
}

// Selects count of a column's degree edges, each alike: as places in the column, in draw order, into chosen. A warp works together.
// Without replacement by Floyd's algorithm (CACM 30(9), 1987): draw number t is below degree - count + t + 1, and gives way to
// degree - count + t if it was chosen before. Draws come 32 at a time; that one gives way to another is found lane by lane.
__device__ __forceinline__ void chooseAlike(u32* chosen, u32 degree, u32 count, u32 replace, u64 seed, u32 sample, u32 site, u32 item) {
    const u32 lane = threadIdx.x % 32;
    for (u32 begin = 0; begin < count; begin += 32) {
        const u32 draw = begin + lane;
        const u32 last = degree - count + draw;
        u32 choice = 0xffffffffu;
        if (draw < count) {
            choice = (u32)drawBelow(drawBits(seed, sample, site, item, draw), replace ? degree : (u64)last + 1);
        }
        if (!replace) {
            bool isTaken = false;
            for (u32 earlier = 0; earlier < begin; ++earlier) {
                isTaken |= chosen[earlier] == choice;
            }
            choice = isTaken && draw < count ? last : choice;
            for (u32 turn = 1; turn < 32; ++turn) {
                const u32 wanted = __shfl_sync(0xffffffffu, choice, turn);
                const u32 taken = __ballot_sync(0xffffffffu, lane < turn && choice == wanted);
                if (lane == turn && taken != 0 && draw < count) {
                    choice = last;
                }
            }
        }
        if (draw < count) {
            chosen[draw] = choice;
        }
        __syncwarp();
    }
}

// For each column up to count of its edges, each alike, in ascending order: sources, positions in the graph and the owner of the column.
// Whole warps, one for each column at a time; shared memory of count words for each warp, or none: choices then lie where sources will.
// byPosition: whether a column draws for its place in its sample, or for its vertex.
extern "C" __global__ void select_alike(u32* __restrict__ sources, u32* __restrict__ positions, u32* __restrict__ edgeOwners,
                                        const u32* __restrict__ first, const u32* __restrict__ vertices, const u32* __restrict__ owners,
                                        const u32* __restrict__ starts, u32 samples, const u32* __restrict__ sampleIds,
                                        const u32* __restrict__ indptr, const u32* __restrict__ indices, u64 seed, u32 site, u32 count,
                                        u32 replace, u32 byPosition, u32 inShared) {
    extern __shared__ u32 shared[];
    const u32 lane = threadIdx.x % 32;
    const u32 columns = starts[samples];
    for (u64 column = gridThread() / 32; column < columns; column += gridThreads() / 32) {
        const u32 vertex = vertices[column];
        const u32 owner = owners[column];
        const u32 begin = indptr[vertex];
        const u32 degree = indptr[vertex + 1] - begin;
        const u32 to = first[column];
        if (degree == 0) {
            continue;
        }
        u32* chosen = inShared ? shared + threadIdx.x / 32 * count : sources + to;
        const bool isWhole = !replace && degree <= count;
        const u32 size = isWhole ? degree : count;
        if (!isWhole) {
            const u32 item = byPosition ? (u32)column - starts[owner] : vertex;
            chooseAlike(chosen, degree, count, replace, seed, sampleIds[owner], site, item);
            sortByWarp(chosen, count);
        }
        for (u32 i = lane; i < size; i += 32) {
            const u32 edge = begin + (isWhole ? i : chosen[i]);
            sources[to + i] = indices[edge];
            positions[to + i] = edge;
            edgeOwners[to + i] = owner;
        }
        __syncwarp();
    }
}
