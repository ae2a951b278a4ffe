// Selection by weights with replacement: weights of a column's edges as whole numbers, whose sums are exact (IntegerWeights.java), and draws below
// them. Columns are the graph's or a matrix's, as in select_smallest.cu.

#include "sampling/draws.cuh"
#include "sampling/sort.cuh"

// sums[edge] = the whole weights of an edge and all before it in its column: the largest has 32 bits, the others in proportion, cut off, but no
// positive one below 1. Whole warps, one for each of columns[0] columns at a time.
extern "C" __global__ void weight_sums(u64* __restrict__ sums, const u32* __restrict__ columns, const u32* __restrict__ begins,
                                       const float* __restrict__ weights) {
    const u32 lane = threadIdx.x % 32;
    for (u64 column = gridThread() / 32; column < columns[0]; column += gridThreads() / 32) {
        const u32 begin = begins[column];
        const u32 end = begins[column + 1];
        u32 largest = 0;
        for (u32 edge = begin + lane; edge < end; edge += 32) {
            // Bits of numbers that are not negative ascend as they do.
            largest = max(largest, weights[edge] > 0 ? __float_as_uint(weights[edge]) : 0);
        }
        largest = __reduce_max_sync(0xffffffffu, largest);
        // 2^(31 - the largest's exponent), which is -127 for what is subnormal.
        const double scale = __longlong_as_double((long long)(1023 + 31 + 127 - (largest >> 23)) << 52);
        u64 before = 0;
        for (u32 chunk = begin; chunk < end; chunk += 32) {
            const u32 edge = chunk + lane;
            const float weight = edge < end ? weights[edge] : 0;
            u64 sum = weight > 0 ? max(1ull, (u64)((double)weight * scale)) : 0;
            for (u32 step = 1; step < 32; step *= 2) {
                const u64 other = __shfl_up_sync(0xffffffffu, sum, step);
                sum += lane >= step ? other : 0;
            }
            if (edge < end) {
                sums[edge] = before + sum;
            }
            before += __shfl_sync(0xffffffffu, sum, 31);
        }
    }
}

// counts[column] = count where an edge has a weight. A thread a column.
extern "C" __global__ void replace_counts(u32* __restrict__ counts, const u32* __restrict__ vertices, const u32* __restrict__ starts, u32 samples,
                                          const u32* __restrict__ begins, u32 fromGraph, u32 count, const u64* __restrict__ sums) {
    const u32 columns = starts[samples];
    for (u64 column = gridThread(); column < columns; column += gridThreads()) {
        const u32 at = fromGraph ? vertices[column] : (u32)column;
        const u32 end = begins[at + 1];
        counts[column] = end > begins[at] && sums[end - 1] > 0 ? count : 0;
    }
}

// Of each column with a weight count edges, each perhaps several times, in ascending order. Whole warps, one for each column at a time.
// byPosition: whether a column draws for its place in its sample, or for its vertex.
extern "C" __global__ void replace_by_weight(
    u32* __restrict__ sources, u32* __restrict__ positions, u32* __restrict__ within, u32* __restrict__ edgeOwners,
    const u32* __restrict__ first, const u32* __restrict__ counts, const u32* __restrict__ vertices, const u32* __restrict__ owners,
    const u32* __restrict__ starts, u32 samples, const u32* __restrict__ begins, const u32* __restrict__ fromSources,
    const u32* __restrict__ fromPositions, u32 fromGraph, u32 count, const u32* __restrict__ sampleIds, u64 seed, u32 site, u32 byPosition,
    const u64* __restrict__ sums) {
    const u32 lane = threadIdx.x % 32;
    const u32 columns = starts[samples];
    for (u64 column = gridThread() / 32; column < columns; column += gridThreads() / 32) {
        if (counts[column] == 0) {
            continue;
        }
        const u32 owner = owners[column];
        const u32 at = fromGraph ? vertices[column] : (u32)column;
        const u32 begin = begins[at];
        const u32 end = begins[at + 1];
        const u32 item = byPosition ? (u32)column - starts[owner] : vertices[column];
        // Chosen edges lie in draw order where sources will.
        u32* chosen = sources + first[column];
        for (u32 i = lane; i < count; i += 32) {
            chosen[i] = edgeAt(sums, begin, end, drawBelow(drawBits(seed, sampleIds[owner], site, item, i), sums[end - 1]));
        }
        __syncwarp();
        sortByWarp(chosen, count);
        for (u32 i = first[column] + lane; i < first[column] + count; i += 32) {
            const u32 edge = sources[i];
            sources[i] = fromSources[edge];
            within[i] = edge;
            edgeOwners[i] = owner;
            if (!fromGraph) {
                positions[i] = fromPositions[edge];
            }
        }
    }
}
