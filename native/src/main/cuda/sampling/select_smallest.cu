// The edges of each column with the smallest keys: numbers that their sources drew (LABOR), arrivals of a race by weights, or the largest numbers.
// Columns are the graph's, begins then indptr and a column's range that of its vertex, or a matrix's, begins then its first edges. fromGraph says
// which; a graph's edge is its own position. within: which edge of the graph or the matrix each selected one is.
//
// A warp has a column with up to hub edges; then, a block has one with more. Blocks of 256 threads.

#include "sampling/arrival.cuh"
#include "sampling/draws.cuh"
#include "sampling/smallest.cuh"

struct SourceKey {
    static constexpr u32 BITS = 64;
    const u32* sources;
    u64 seed;
    u32 sample;
    u32 site;

    __device__ __forceinline__ bool runs(u32) const {
        return true;
    }

    __device__ __forceinline__ u64 of(u32 i) const {
        return drawBits(seed, sample, site, sources[i], 0) >> 1;
    }
};

struct RaceKey {
    static constexpr u32 BITS = 64;
    const float* weights;
    u64 seed;
    u32 sample;
    u32 site;
    u32 item;

    __device__ __forceinline__ bool runs(u32 i) const {
        return weights[i] > 0;
    }

    __device__ __forceinline__ u64 of(u32 i) const {
        return runs(i) ? arrivalKey(arrivalOf(drawBits(seed, sample, site, item, i), weights[i])) : ~0ull;
    }
};

// As Java compares: -0 before 0, and what is no number above all.
struct LargestKey {
    static constexpr u32 BITS = 32;
    const float* numbers;

    __device__ __forceinline__ bool runs(u32) const {
        return true;
    }

    __device__ __forceinline__ u64 of(u32 i) const {
        const float number = numbers[i];
        const u32 bits = number != number ? 0x7fc00000u : __float_as_uint(number);
        return ~(bits ^ (bits >> 31 ? 0xffffffffu : 0x80000000u));
    }
};

// What is selected from, and where it goes.
struct Selection {
    u32* __restrict__ sources;
    u32* __restrict__ positions;
    u32* __restrict__ within;
    u32* __restrict__ edgeOwners;
    const u32* __restrict__ first;
    const u32* __restrict__ counts;
    const u32* __restrict__ vertices;
    const u32* __restrict__ owners;
    u32 columns;
    const u32* __restrict__ begins;
    const u32* __restrict__ fromSources;
    const u32* __restrict__ fromPositions;
    u32 fromGraph;
    u32 count;
    u32 hub;

    __device__ __forceinline__ u32 range(u32 column) const {
        return fromGraph ? vertices[column] : column;
    }

    __device__ __forceinline__ u32 degree(u32 column) const {
        const u32 at = range(column);
        return begins[at + 1] - begins[at];
    }

    template <typename KeyOf>
    __device__ __forceinline__ void selectOf(const Team& team, u32 column, KeyOf keyOf) const {
        const u32 begin = begins[range(column)];
        const u32 size = degree(column);
        const u32 owner = owners[column];
        const u32 wanted = counts[column];
        const u32 to = first[column];
        if (wanted == 0) {
            return;
        }
        // Fewer than might be: all that run.
        takeSmallest(team, size, wanted, wanted < count || wanted == size, keyOf(begin, owner, column), [&](u32 i, u32 place) {
            const u32 edge = begin + i;
            sources[to + place] = fromSources[edge];
            within[to + place] = edge;
            edgeOwners[to + place] = owner;
            if (!fromGraph) {
                positions[to + place] = fromPositions[edge];
            }
        });
    }

    template <typename KeyOf>
    __device__ __forceinline__ void selectAll(KeyOf keyOf) const {
        __shared__ SmallestShared shared;
        const u32 lane = threadIdx.x % 32;
#pragma unroll 1
        for (u32 isBlock = 0; isBlock < 2; ++isBlock) {
            const Team team(shared, isBlock);
            // A warp looks at a column at a time, a block at 32, among which every warp finds the same hubs.
            const u32 each = isBlock ? 32 : 1;
            const u64 begin = isBlock ? (u64)blockIdx.x * 32 : gridThread() / 32;
            const u64 step = isBlock ? (u64)gridDim.x * 32 : gridThreads() / 32;
#pragma unroll 1
            for (u64 chunk = begin; chunk < columns; chunk += step) {
                const u64 column = chunk + lane;
                const bool isTheirs = lane < each && column < columns && (degree((u32)column) > hub) == isBlock;
                for (u32 theirs = __ballot_sync(0xffffffffu, isTheirs); theirs != 0; theirs &= theirs - 1) {
                    selectOf(team, (u32)chunk + __ffs(theirs) - 1, keyOf);
                }
            }
            __syncthreads();
        }
    }
};

// counts[column] = how many of its edges are selected. A thread a column.
extern "C" __global__ void smallest_counts(u32* __restrict__ counts, const u32* __restrict__ vertices, const u32* __restrict__ starts, u32 samples,
                                           const u32* __restrict__ begins, u32 fromGraph, u32 count) {
    const u32 columns = starts[samples];
    for (u64 column = gridThread(); column < columns; column += gridThreads()) {
        const u32 at = fromGraph ? vertices[column] : (u32)column;
        counts[column] = min(begins[at + 1] - begins[at], count);
    }
}

// counts[column] = how many of its edges with positive weights are selected. A warp a column, until it has found enough.
extern "C" __global__ void race_counts(u32* __restrict__ counts, const u32* __restrict__ vertices, const u32* __restrict__ starts, u32 samples,
                                       const u32* __restrict__ begins, u32 fromGraph, u32 count, const float* __restrict__ weights) {
    const u32 lane = threadIdx.x % 32;
    const u32 columns = starts[samples];
    for (u64 column = gridThread() / 32; column < columns; column += gridThreads() / 32) {
        const u32 at = fromGraph ? vertices[column] : (u32)column;
        const u32 end = begins[at + 1];
        u32 found = 0;
        for (u32 edge = begins[at]; edge < end && found < count; edge += 32) {
            found += __popc(__ballot_sync(0xffffffffu, edge + lane < end && weights[edge + lane] > 0));
        }
        if (lane == 0) {
            counts[column] = min(found, count);
        }
    }
}

// Of each column the count edges whose sources drew the smallest numbers.
extern "C" __global__ void smallest_by_source(
    u32* __restrict__ sources, u32* __restrict__ positions, u32* __restrict__ within, u32* __restrict__ edgeOwners,
    const u32* __restrict__ first, const u32* __restrict__ counts, const u32* __restrict__ vertices, const u32* __restrict__ owners,
    const u32* __restrict__ starts, u32 samples, const u32* __restrict__ begins, const u32* __restrict__ fromSources,
    const u32* __restrict__ fromPositions, u32 fromGraph, u32 count, u32 hub, const u32* __restrict__ sampleIds, u64 seed, u32 site) {
    const Selection selection = {sources,  positions,       within, edgeOwners,  first,         counts,    vertices, owners,
                                 starts[samples], begins, fromSources, fromPositions, fromGraph, count,    hub};
    selection.selectAll([=](u32 begin, u32 owner, u32) { return SourceKey{fromSources + begin, seed, sampleIds[owner], site}; });
}

// Of each column the count edges that arrive first in an exponential race. byPosition: whether a column draws for its place in its sample, or for
// its vertex.
extern "C" __global__ void smallest_by_arrival(
    u32* __restrict__ sources, u32* __restrict__ positions, u32* __restrict__ within, u32* __restrict__ edgeOwners,
    const u32* __restrict__ first, const u32* __restrict__ counts, const u32* __restrict__ vertices, const u32* __restrict__ owners,
    const u32* __restrict__ starts, u32 samples, const u32* __restrict__ begins, const u32* __restrict__ fromSources,
    const u32* __restrict__ fromPositions, u32 fromGraph, u32 count, u32 hub, const u32* __restrict__ sampleIds, u64 seed, u32 site, u32 byPosition,
    const float* __restrict__ weights) {
    const Selection selection = {sources,  positions,       within, edgeOwners,  first,         counts,    vertices, owners,
                                 starts[samples], begins, fromSources, fromPositions, fromGraph, count,    hub};
    selection.selectAll([=](u32 begin, u32 owner, u32 column) {
        return RaceKey{weights + begin, seed, sampleIds[owner], site, byPosition ? column - starts[owner] : vertices[column]};
    });
}

// Of each column the count edges with the largest numbers.
extern "C" __global__ void largest_numbers(
    u32* __restrict__ sources, u32* __restrict__ positions, u32* __restrict__ within, u32* __restrict__ edgeOwners,
    const u32* __restrict__ first, const u32* __restrict__ counts, const u32* __restrict__ vertices, const u32* __restrict__ owners,
    const u32* __restrict__ starts, u32 samples, const u32* __restrict__ begins, const u32* __restrict__ fromSources,
    const u32* __restrict__ fromPositions, u32 fromGraph, u32 count, u32 hub, const float* __restrict__ numbers) {
    const Selection selection = {sources,  positions,       within, edgeOwners,  first,         counts,    vertices, owners,
                                 starts[samples], begins, fromSources, fromPositions, fromGraph, count,    hub};
    selection.selectAll([=](u32 begin, u32, u32) { return LargestKey{numbers + begin}; });
}
