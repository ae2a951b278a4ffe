// The queues between bucketing and extraction, and what blocks tell each other of them. Each source has a queue, but for the last one, which has
// several: a table in the host's memory is so large that whoever reads rows all over it waits for the translation of their addresses, so its rows
// are read region by region. Behind them all is the queue of unknown keys.
//
// Queue q of a batch of n keys has rows[q * n ...] and targets[q * n ...]: which row of the source goes to which row of the batch.
//
// Tallies, zero in the beginning, are what bucketing alone writes: how many entries each queue has in this batch and, of two arrays in turn,
// in the next one, and how many it had in all batches so far. Progress, zero before and after each batch, is what extraction writes.
#pragma once

#include "embedding/location.cuh"

constexpr u32 QUEUES = 64;

constexpr u32 SERVED = 2 * QUEUES;  // of the tallies, after the entries of even and of odd batches
constexpr u32 TALLIES = 3 * QUEUES;

constexpr u32 CURSORS = 0;       // of the progress: entries of each queue that somebody has taken,
constexpr u32 WORKERS = QUEUES;  // warps that work on each source,
constexpr u32 DONE = 2 * QUEUES; // blocks that are done
constexpr u32 PROGRESS = DONE + 1;

// How many queues a launch has, and which they are.
struct QueueList {
    u32 sources;
    u32 regions;      // of the last source, at least 1
    u32 regionBits;   // a region has 2^regionBits rows, the last one all that are left

    // Returns the queue of a row, or that of unknown keys when there is no such source.
    __device__ __forceinline__ u32 of(u64 location) const {
        const u32 source = sourceOf(location);
        if (source + 1 < sources) {
            return source;
        }
        if (source >= sources) {
            return unknown();
        }
        const u64 region = rowOf(location) >> regionBits;
        return source + (region < regions ? (u32)region : regions - 1);
    }

    __device__ __forceinline__ u32 unknown() const {
        return sources + regions - 1;
    }

    // Returns how many queues a source has, from the one that is numbered like it.
    __device__ __forceinline__ u32 of(u32 source) const {
        return source + 1 == sources ? regions : 1;
    }
};

__device__ __forceinline__ u32 threadLane() {
    return (threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) & 31;
}
