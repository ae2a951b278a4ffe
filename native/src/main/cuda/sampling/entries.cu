// What is entered into the table of a frontier in which each vertex is once (unique.cu): who, and with which numbers. Each kernel also says how
// many entries there are, for the kernels behind it.

#include "sampling/frontier.cuh"
#include "sampling/table.cuh"

// Of a matrix: entries are numbered sample by sample, each sample's columns before its edges. A column's number is its own plus the edges of the
// samples before, an edge's its own plus the columns of the samples before and of its own.
__device__ __forceinline__ u32 columnNumber(u32 column, u32 owner, const u32* __restrict__ starts, const u32* __restrict__ first) {
    return column + first[starts[owner]];
}

__device__ __forceinline__ u32 edgeNumber(u32 edge, u32 owner, const u32* __restrict__ starts) {
    return edge + starts[owner + 1];
}

// A matrix's columns and then the sources of its edges.
extern "C" __global__ void enter_nodes(u64* __restrict__ keys, u32* __restrict__ firsts, u64 size, u32* __restrict__ slots,
                                       u32* __restrict__ entries, const u32* __restrict__ vertices, const u32* __restrict__ owners,
                                       const u32* __restrict__ starts, u32 samples, const u32* __restrict__ first,
                                       const u32* __restrict__ sources, const u32* __restrict__ edgeOwners) {
    const u32 columns = starts[samples];
    const u64 count = (u64)columns + first[columns];
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        if (i < columns) {
            const u32 owner = owners[i];
            enter(keys, firsts, size, slots, columnNumber((u32)i, owner, starts, first), owner, vertices[i]);
        } else {
            const u32 edge = (u32)(i - columns);
            const u32 owner = edgeOwners[edge];
            enter(keys, firsts, size, slots, edgeNumber(edge, owner, starts), owner, sources[edge]);
        }
    }
    if (gridThread() == 0) {
        entries[0] = (u32)count;
    }
}

// Which of its sample's nodes each column's vertex and each edge's source is, when unique_write has given them their places.
extern "C" __global__ void places_of_nodes(u32* __restrict__ columnPlaces, u32* __restrict__ sourcePlaces, const u32* __restrict__ places,
                                           const u32* __restrict__ slots, const u32* __restrict__ nextStarts,
                                           const u32* __restrict__ vertices, const u32* __restrict__ owners, const u32* __restrict__ starts,
                                           u32 samples, const u32* __restrict__ first, const u32* __restrict__ edgeOwners) {
    const u32 columns = starts[samples];
    const u64 count = (u64)columns + first[columns];
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        if (i < columns) {
            const u32 owner = owners[i];
            columnPlaces[i] = places[slots[columnNumber((u32)i, owner, starts, first)]] - nextStarts[owner];
        } else {
            const u32 edge = (u32)(i - columns);
            const u32 owner = edgeOwners[edge];
            sourcePlaces[edge] = places[slots[edgeNumber(edge, owner, starts)]] - nextStarts[owner];
        }
    }
}

// A matrix's edges, of each its source and then its column's vertex.
extern "C" __global__ void enter_ends(u64* __restrict__ keys, u32* __restrict__ firsts, u64 size, u32* __restrict__ slots,
                                      u32* __restrict__ entries, const u32* __restrict__ vertices, const u32* __restrict__ owners,
                                      const u32* __restrict__ starts, u32 samples, const u32* __restrict__ first,
                                      const u32* __restrict__ sources) {
    const u32 columns = starts[samples];
    const u32 edges = first[columns];
    for (u64 edge = gridThread(); edge < edges; edge += gridThreads()) {
        // The last column that begins no later: those before it that begin there, too, are empty.
        const u32 column = firstNotBelow(first, columns, (u32)edge + 1) - 1;
        enter(keys, firsts, size, slots, 2 * (u32)edge, owners[column], sources[edge]);
        enter(keys, firsts, size, slots, 2 * (u32)edge + 1, owners[column], vertices[column]);
    }
    if (gridThread() == 0) {
        entries[0] = 2 * edges;
    }
}

// Where walks came to, walk by walk; nobody behind their ends. words: of all walks from one beginning.
extern "C" __global__ void enter_visited(u64* __restrict__ keys, u32* __restrict__ firsts, u64 size, u32* __restrict__ slots,
                                         u32* __restrict__ entries, const u32* __restrict__ owners, const u32* __restrict__ starts, u32 samples,
                                         const u32* __restrict__ walks, u32 words) {
    const u64 count = (u64)starts[samples] * words;
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        if (walks[i] == NOWHERE) {
            slots[i] = NO_SLOT;
        } else {
            enter(keys, firsts, size, slots, (u32)i, owners[i / words], walks[i]);
        }
    }
    if (gridThread() == 0) {
        entries[0] = (u32)count;
    }
}

// Each sample's part of one frontier and then of another.
extern "C" __global__ void enter_union(u64* __restrict__ keys, u32* __restrict__ firsts, u64 size, u32* __restrict__ slots,
                                       u32* __restrict__ entries, const u32* __restrict__ vertices, const u32* __restrict__ owners,
                                       const u32* __restrict__ starts, u32 samples, const u32* __restrict__ moreVertices,
                                       const u32* __restrict__ moreOwners, const u32* __restrict__ moreStarts) {
    const u32 some = starts[samples];
    const u64 count = (u64)some + moreStarts[samples];
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        if (i < some) {
            const u32 owner = owners[i];
            enter(keys, firsts, size, slots, (u32)i + moreStarts[owner], owner, vertices[i]);
        } else {
            const u32 other = (u32)(i - some);
            const u32 owner = moreOwners[other];
            enter(keys, firsts, size, slots, other + starts[owner + 1], owner, moreVertices[other]);
        }
    }
    if (gridThread() == 0) {
        entries[0] = (u32)count;
    }
}
