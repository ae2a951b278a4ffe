// The queues between bucketing and extraction, one for each source and one for unknown keys, and what blocks tell each other of them.
//
// Queue q of a batch of n keys has rows[q * n ...] and targets[q * n ...]: which row of the source goes to which row of the batch.
//
// Tallies, zero in the beginning, are what bucketing alone writes: how many entries each queue has in this batch and, of two arrays in turn,
// in the next one, and how many it had in all batches so far. Progress, zero before and after each batch, is what extraction writes.
#pragma once

#include "embedding/location.cuh"

constexpr u32 QUEUES = MOST_SOURCES + 1;

constexpr u32 SERVED = 2 * QUEUES;  // of the tallies, after the entries of even and of odd batches
constexpr u32 TALLIES = 3 * QUEUES;

constexpr u32 CURSORS = 0;       // of the progress: entries of each queue that somebody has taken,
constexpr u32 WORKERS = QUEUES;  // warps that work on each queue,
constexpr u32 DONE = 2 * QUEUES; // blocks that are done
constexpr u32 PROGRESS = DONE + 1;

__device__ __forceinline__ u32 threadLane() {
    return (threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) & 31;
}
