// Sums of an array: by a tree in shared memory, and by warp shuffles.

#include "grid.cuh"

constexpr u32 THREADS = 256;
constexpr u32 WARP = 32;

// partials[b] = sum of the elements that block b reads: two of each thread of blocks of 256. What is left is summed by a second
// launch over partials.
extern "C" __global__ void __launch_bounds__(THREADS)
sum_tree(float* __restrict__ partials, const float* __restrict__ in, u32 count) {
    __shared__ float sums[THREADS];
    const u32 i = blockIdx.x * (2 * THREADS) + threadIdx.x;
    float sum = i < count ? in[i] : 0.0f;
    if (i + THREADS < count) {
        sum += in[i + THREADS];
    }
    sums[threadIdx.x] = sum;
    __syncthreads();
    for (u32 left = THREADS / 2; left > 0; left /= 2) {
        if (threadIdx.x < left) {
            sums[threadIdx.x] += sums[threadIdx.x + left];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        partials[blockIdx.x] = sums[0];
    }
}

// Adds the sum of all elements to *total. A thread adds up elements that lie a grid apart, a warp those of its lanes, and the first
// lane of each warp adds to the total. Blocks are of whole warps.
extern "C" __global__ void
sum_shuffle(float* __restrict__ total, const float* __restrict__ in, u32 count) {
    float sum = 0.0f;
    for (u32 i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
        sum += in[i];
    }
    for (u32 apart = WARP / 2; apart > 0; apart /= 2) {
        sum += __shfl_down_sync(0xFFFFFFFFu, sum, apart);
    }
    if (threadIdx.x % WARP == 0) {
        atomicAdd(total, sum);
    }
}
