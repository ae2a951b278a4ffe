// What the threads of a block know of one row of a matrix: sums and maxima over all of them.
#pragma once

#include "grid.cuh"

constexpr u32 WARP = 32;
constexpr u32 WARPS = 8;
constexpr u32 ROW_THREADS = WARP * WARPS;

struct Sum {
    __device__ __forceinline__ static float of(float a, float b) { return a + b; }
};

struct Maximum {
    __device__ __forceinline__ static float of(float a, float b) { return fmaxf(a, b); }
};

// Returns to each of the block's 256 threads the combination of all their values: within warps by shuffles, then over the warps'
// results in shared memory.
template <typename Combination>
__device__ __forceinline__ float acrossBlock(float value) {
    __shared__ float ofWarps[WARPS];
    for (u32 apart = WARP / 2; apart > 0; apart /= 2) {
        value = Combination::of(value, __shfl_xor_sync(0xFFFFFFFFu, value, apart));
    }
    // A former call's results may still be being read.
    __syncthreads();
    if (threadIdx.x % WARP == 0) {
        ofWarps[threadIdx.x / WARP] = value;
    }
    __syncthreads();
    value = ofWarps[0];
    for (u32 warp = 1; warp < WARPS; ++warp) {
        value = Combination::of(value, ofWarps[warp]);
    }
    return value;
}
