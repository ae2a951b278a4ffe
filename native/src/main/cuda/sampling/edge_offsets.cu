// Where the edges of a matrix's columns begin, once it is known how many each has.

#include "sampling/offsets.cuh"

// partials[block] = edges of the block's part of the columns. Blocks of 256 threads; any number of them.
extern "C" __global__ void column_sizes(u32* __restrict__ partials, const u32* __restrict__ counts, const u32* __restrict__ starts, u32 samples) {
    sumChunk(partials, starts[samples], [&](u32 column) { return counts[column]; });
}

// first[column] = the column's first edge, and behind the last column the number of edges. Launched as column_sizes.
extern "C" __global__ void column_offsets(u32* __restrict__ first, const u32* __restrict__ partials, const u32* __restrict__ counts,
                                          const u32* __restrict__ starts, u32 samples) {
    const u32 columns = starts[samples];
    offsetsOfChunk(
        partials, columns, [&](u32 column) { return counts[column]; }, [&](u32 column, u32 before, u32) { first[column] = before; },
        [&](u32 all) { first[columns] = all; });
}

// edgeStarts[sample] = its first edge, and behind the last sample how many there are.
extern "C" __global__ void edge_starts(u32* __restrict__ edgeStarts, const u32* __restrict__ starts, u32 samples, const u32* __restrict__ first) {
    for (u64 sample = gridThread(); sample <= samples; sample += gridThreads()) {
        edgeStarts[sample] = first[starts[sample]];
    }
}
