// How often values occur: with a block's own bins in shared memory, and with bins in global memory alone.

#include "grid.cuh"

constexpr u32 BINS = 256;

// Adds to bins[b] how many of the values have b in their highest 8 bits. Each block counts in shared memory first.
extern "C" __global__ void
histogram_shared(u32* __restrict__ bins, const u32* __restrict__ values, u32 count) {
    __shared__ u32 counted[BINS];
    for (u32 bin = threadIdx.x; bin < BINS; bin += blockDim.x) {
        counted[bin] = 0;
    }
    __syncthreads();
    for (u32 i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
        atomicAdd(&counted[values[i] >> 24], 1u);
    }
    __syncthreads();
    for (u32 bin = threadIdx.x; bin < BINS; bin += blockDim.x) {
        if (counted[bin] != 0) {
            atomicAdd(&bins[bin], counted[bin]);
        }
    }
}

// Adds to bins[b] how many of the values have b in their highest bits, as many as binBits says, of 1 to 32.
extern "C" __global__ void
histogram_global(u32* __restrict__ bins, const u32* __restrict__ values, u32 count, u32 binBits) {
    for (u32 i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
        atomicAdd(&bins[values[i] >> (32 - binBits)], 1u);
    }
}
