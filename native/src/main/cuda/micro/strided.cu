// Words apart: lanes of a warp touch words a stride from each other, all of them a shift from where they would be aligned.
//
// A thread has four accesses in flight; a step later the launch, or the block, goes on where it stopped. The words that are walked, a
// power of two of which mask is one less, are walked again when their end is reached. No thread gets the words again that its
// multiprocessor had lately, if there are 1056 blocks of 256 threads and eight of them reside: 1056 is no power of two. Grids and blocks
// have one dimension.

#include "grid.cuh"

constexpr u32 IN_FLIGHT = 4;
constexpr u32 QUARTER = 1024;

// All blocks walk the same words; out receives each thread's sum of loads words, a multiple of four.
extern "C" __global__ void __launch_bounds__(256)
load_strided(const u32* __restrict__ in, u32* __restrict__ out, u32 stride, u32 shift, u32 mask, u32 loads) {
    const u32 thread = blockIdx.x * blockDim.x + threadIdx.x;
    const u32 step = gridDim.x * blockDim.x * stride;
    u32 at = thread * stride + shift;
    u32 total = 0;
#pragma unroll 1
    for (u32 i = 0; i < loads; i += IN_FLIGHT) {
        u32 read[IN_FLIGHT];
#pragma unroll
        for (u32 k = 0; k < IN_FLIGHT; ++k) {
            read[k] = in[(at + k * step) & mask];
        }
#pragma unroll
        for (u32 k = 0; k < IN_FLIGHT; ++k) {
            total += read[k];
        }
        at += IN_FLIGHT * step;
    }
    out[thread] = total;
}

// Each block walks 4096 words of its own, and all four quarters of them at a time: the first level can serve a load a cycle, which leaves
// little time to compute addresses.
extern "C" __global__ void __launch_bounds__(256)
load_strided_own(const u32* __restrict__ in, u32* __restrict__ out, u32 stride, u32 shift, u32 loads) {
    const u32 first = blockIdx.x * (IN_FLIGHT * QUARTER);
    const u32 step = blockDim.x * stride;
    u32 at = threadIdx.x * stride + shift;
    u32 total = 0;
#pragma unroll 1
    for (u32 i = 0; i < loads; i += IN_FLIGHT) {
        const u32* const words = in + (first + at % QUARTER);
        u32 read[IN_FLIGHT];
#pragma unroll
        for (u32 k = 0; k < IN_FLIGHT; ++k) {
            read[k] = words[k * QUARTER];
        }
#pragma unroll
        for (u32 k = 0; k < IN_FLIGHT; ++k) {
            total += read[k];
        }
        at += step;
    }
    out[blockIdx.x * blockDim.x + threadIdx.x] = total;
}

// Stores, of a multiple of four words a thread, by all blocks: to each word value plus its index, whoever is the last to store it.
extern "C" __global__ void __launch_bounds__(256)
store_strided(u32* __restrict__ out, u32 value, u32 stride, u32 shift, u32 mask, u32 stores) {
    const u32 step = gridDim.x * blockDim.x * stride;
    u32 at = (blockIdx.x * blockDim.x + threadIdx.x) * stride + shift;
#pragma unroll 1
    for (u32 i = 0; i < stores; i += IN_FLIGHT) {
#pragma unroll
        for (u32 k = 0; k < IN_FLIGHT; ++k) {
            const u32 word = (at + k * step) & mask;
            out[word] = value + word;
        }
        at += IN_FLIGHT * step;
    }
}
