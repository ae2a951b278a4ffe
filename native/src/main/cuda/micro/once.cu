// A thread an element and no loop: blocks come and go, and each thread waits for its one load.

#include "grid.cuh"

constexpr u32 MOST_THREADS = 1024;

// out[i] = in[i] of count floats
extern "C" __global__ void __launch_bounds__(1024)
copy_once(float* __restrict__ out, const float* __restrict__ in, u32 count) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        out[i] = in[i];
    }
}

// The same of count vectors.
extern "C" __global__ void __launch_bounds__(1024)
copy_once_wide(float4* __restrict__ out, const float4* __restrict__ in, u32 count) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        out[i] = in[i];
    }
}

// out[i] = b[i] + scalar * c[i], rounded once
extern "C" __global__ void __launch_bounds__(1024)
triad_once(float* __restrict__ out, const float* __restrict__ b, const float* __restrict__ c, float scalar, u32 count) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        out[i] = __fmaf_rn(scalar, c[i], b[i]);
    }
}

// Each word of a block's goes to shared memory, has the word after it, of the last thread the first, added to it rounds times, and is
// stored: two barriers a round. Blocks have up to 1024 threads and words for each.
extern "C" __global__ void __launch_bounds__(1024)
stage_once(u32* __restrict__ out, const u32* __restrict__ in, u32 rounds) {
    __shared__ u32 words[MOST_THREADS];
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    const u32 next = threadIdx.x + 1 < blockDim.x ? threadIdx.x + 1 : 0;
    u32 own = in[i];
    words[threadIdx.x] = own;
#pragma unroll 1
    for (u32 round = 0; round < rounds; ++round) {
        __syncthreads();
        own += words[next];
        __syncthreads();
        words[threadIdx.x] = own;
    }
    out[i] = own;
}

// Stores the sum of each block's words: half of the threads that are left add the other half's, down to one. The threads of a block are a
// power of two up to 1024.
extern "C" __global__ void __launch_bounds__(1024)
halve_once(u32* __restrict__ sums, const u32* __restrict__ in) {
    __shared__ u32 words[MOST_THREADS];
    words[threadIdx.x] = in[blockIdx.x * blockDim.x + threadIdx.x];
    __syncthreads();
#pragma unroll 1
    for (u32 half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            words[threadIdx.x] += words[threadIdx.x + half];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = words[0];
    }
}
