// Edges of a batch's matrices, gone over one by one whatever column they are in, so that a column with many keeps nobody waiting.
#pragma once

#include "grid.cuh"

// What a warp goes over at a time if there is enough for all.
constexpr u32 EDGES_PER_WARP = 256;
constexpr u32 NO_COLUMN = 0xffffffffu;

// Returns the column of an edge: the last one in [low, high) that begins no later.
__device__ __forceinline__ u32 columnOf(const u32* __restrict__ first, u32 low, u32 high, u32 edge) {
    while (high - low > 1) {
        const u32 middle = low + (high - low) / 2;
        if (first[middle] <= edge) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

// Calls visit(edge, column) for some edges from begin on, a multiple of 32; a warp works together, and its lanes have neighbours. Where there is no edge
// the column is NO_COLUMN.
template <typename Visit>
__device__ __forceinline__ void forWarpEdges(const u32* __restrict__ first, u32 columns, u32 begin, u32 span, Visit visit) {
    const u32 edges = first[columns];
    // What columns the warp's edges are in is found out once: each lane's search is short.
    const u32 low = columnOf(first, 0, columns, begin);
    const u32 high = columnOf(first, low, columns, min(begin + (span - 1), edges - 1)) + 1;
    for (u32 step = 0; step < span; step += 32) {
        const u32 edge = begin + step + threadIdx.x % 32;
        visit(edge, edge < edges ? columnOf(first, low, high, edge) : NO_COLUMN);
    }
}

// Calls visit(edge, column) for all edges, as forWarpEdges does. Launched with whole warps.
template <typename Visit>
__device__ __forceinline__ void forEdges(const u32* __restrict__ first, u32 columns, Visit visit) {
    const u64 edges = first[columns];
    // Few edges are spread over all warps: then it is not their number that takes time, but how long each waits.
    const u64 span = min((u64)EDGES_PER_WARP, (edges / gridThreads() + 1) * 32);
    for (u64 begin = gridThread() / 32 * span; begin < edges; begin += gridThreads() / 32 * span) {
        forWarpEdges(first, columns, (u32)begin, (u32)span, visit);
    }
}
