// Running sums of an array, block by block, after Hillis and Steele [1].
//
// [1] W. D. Hillis, G. L. Steele, Data Parallel Algorithms, Communications of the ACM 29(12), 1986.

#include "grid.cuh"

constexpr u32 THREADS = 512;

// out[i] = in[f] + ... + in[i], where f is the first index of i's block of 512, and sums[b] = the last of block b.
extern "C" __global__ void __launch_bounds__(THREADS)
scan_blocks(u32* __restrict__ out, u32* __restrict__ sums, const u32* __restrict__ in, u32 count) {
    __shared__ u32 values[THREADS];
    const u32 i = blockIdx.x * THREADS + threadIdx.x;
    u32 sum = i < count ? in[i] : 0;
    values[threadIdx.x] = sum;
    __syncthreads();
    for (u32 apart = 1; apart < THREADS; apart *= 2) {
        // Everybody has to have read before anybody writes.
        const u32 before = threadIdx.x >= apart ? values[threadIdx.x - apart] : 0;
        __syncthreads();
        sum += before;
        values[threadIdx.x] = sum;
        __syncthreads();
    }
    if (i < count) {
        out[i] = sum;
    }
    if (threadIdx.x == THREADS - 1) {
        sums[blockIdx.x] = sum;
    }
}
