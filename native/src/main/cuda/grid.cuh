// Integer widths, and a thread's place in a launch of any shape.
//
// Every kernel here walks its work in steps of gridThreads(), starting at gridThread(), so its result depends on neither the
// number of dimensions of grid and block nor their extents: a caller chooses the shape for speed alone.
#pragma once

using u32 = unsigned int;
using u64 = unsigned long long;

// All three dimensions count: a launch of shape (1, 64, 1) x (16, 32, 1) must not do the work of its x extent only.
__device__ __forceinline__ u64 gridThreads() {
    const u64 blocks = (u64)gridDim.x * gridDim.y * gridDim.z;
    return blocks * (blockDim.x * blockDim.y * blockDim.z);
}

// Consecutive within a warp, so that neighbours in a warp touch neighbouring memory.
__device__ __forceinline__ u64 gridThread() {
    const u64 block = blockIdx.x + (u64)gridDim.x * (blockIdx.y + (u64)gridDim.y * blockIdx.z);
    const u32 thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    return block * (blockDim.x * blockDim.y * blockDim.z) + thread;
}
