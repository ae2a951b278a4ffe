// The next frontier: of each sample its columns' vertices and then its edges' sources, each vertex once, where it comes first. A hash table
// of (sample, vertex) keeps for each where it comes first, so the order is that of the sample, whatever the order of the threads.
//
// Entries of a batch are numbered sample by sample, each sample's columns before its edges: a column's number is its own plus the edges of the
// samples before, an edge's its own plus the columns of the samples before and of its own.

#include "sampling/frontier.cuh"
#include "sampling/offsets.cuh"
#include "sampling/table.cuh"

// Nobody is in the table. size words of 64 bits, and as many of 32.
extern "C" __global__ void unique_clear(u64* __restrict__ keys, u32* __restrict__ firsts, u64 size) {
    for (u64 slot = gridThread(); slot < size; slot += gridThreads()) {
        keys[slot] = NOBODY;
        firsts[slot] = 0xffffffffu;
    }
}

// slots[number] = where an entry's vertex lies in the table, whose size is a power of two and more than the number of entries.
extern "C" __global__ void unique_insert(u64* __restrict__ keys, u32* __restrict__ firsts, u64 size, u32* __restrict__ slots,
                                         const u32* __restrict__ vertices, const u32* __restrict__ owners, const u32* __restrict__ starts,
                                         u32 samples, const u32* __restrict__ first, const u32* __restrict__ sources,
                                         const u32* __restrict__ edgeOwners) {
    const u32 columns = starts[samples];
    const u64 entries = (u64)columns + first[columns];
    const u32 mask = (u32)(size - 1);
    for (u64 i = gridThread(); i < entries; i += gridThreads()) {
        const bool isColumn = i < columns;
        const u32 edge = (u32)(i - columns);
        const u32 owner = isColumn ? owners[i] : edgeOwners[edge];
        const u32 vertex = isColumn ? vertices[i] : sources[edge];
        const u32 number = isColumn ? (u32)i + first[starts[owner]] : edge + starts[owner + 1];
        const u32 slot = tableInsert(keys, mask, tableKey(owner, vertex));
        slots[number] = slot;
        atomicMin(&firsts[slot], number);
    }
}

// partials[block] = how many of the block's part of the entries come first. Blocks of 256 threads; any number of them.
extern "C" __global__ void unique_sizes(u32* __restrict__ partials, const u32* __restrict__ firsts, const u32* __restrict__ slots,
                                        const u32* __restrict__ starts, u32 samples, const u32* __restrict__ first) {
    const u32 columns = starts[samples];
    sumChunk(partials, columns + first[columns], [&](u32 number) { return firsts[slots[number]] == number ? 1u : 0u; });
}

// The entries that come first, in order, and for each slot which of them its vertex is. Launched as unique_sizes.
extern "C" __global__ void unique_write(u32* __restrict__ nextVertices, u32* __restrict__ nextOwners, u32* __restrict__ nextStarts,
                                        u32* __restrict__ places, const u32* __restrict__ partials, const u64* __restrict__ keys,
                                        const u32* __restrict__ firsts, const u32* __restrict__ slots, const u32* __restrict__ starts, u32 samples,
                                        const u32* __restrict__ first) {
    const u32 columns = starts[samples];
    offsetsOfChunk(
        partials, columns + first[columns], [&](u32 number) { return firsts[slots[number]] == number ? 1u : 0u; },
        [&](u32 number, u32 before, u32 isFirst) {
            if (isFirst) {
                const u32 slot = slots[number];
                nextVertices[before] = (u32)keys[slot];
                nextOwners[before] = (u32)(keys[slot] >> 32);
                places[slot] = before;
            }
        },
        [&](u32 all) { nextStarts[samples] = all; });
}

// nextStarts[sample] = the first entry of a sample, for all but the end, which unique_write knows.
extern "C" __global__ void unique_starts(u32* __restrict__ nextStarts, const u32* __restrict__ nextOwners, u32 samples) {
    const u32 count = nextStarts[samples];
    for (u64 sample = gridThread(); sample < samples; sample += gridThreads()) {
        u32 low = 0;
        u32 high = count;
        while (low < high) {
            const u32 middle = low + (high - low) / 2;
            if (nextOwners[middle] < sample) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        nextStarts[sample] = low;
    }
}

// rows[edge] = which of its sample's next frontier an edge's source is.
extern "C" __global__ void unique_relabel(u32* __restrict__ rows, const u32* __restrict__ places, const u32* __restrict__ slots,
                                          const u32* __restrict__ nextStarts, const u32* __restrict__ starts, u32 samples,
                                          const u32* __restrict__ first, const u32* __restrict__ edgeOwners) {
    const u32 edges = first[starts[samples]];
    for (u64 edge = gridThread(); edge < edges; edge += gridThreads()) {
        const u32 owner = edgeOwners[edge];
        rows[edge] = places[slots[(u32)edge + starts[owner + 1]]] - nextStarts[owner];
    }
}
