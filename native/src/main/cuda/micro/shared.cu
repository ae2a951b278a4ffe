// Shared memory: how many words it gives a cycle, with and without bank conflicts, and how long a load takes. There are 32 banks of 4 bytes.

#include "grid.cuh"

constexpr u32 WORDS = 4096;
constexpr u32 LOADS = 16;

// Each warp loads loads times 16 words a lane. Lanes are degree words apart, so that degree of them (a power of two up to 32) share a bank.
extern "C" __global__ void __launch_bounds__(1024)
shared_read(u32* __restrict__ out, u32 degree, u32 loads) {
    __shared__ volatile u32 words[WORDS];
    for (u32 i = threadIdx.x; i < WORDS; i += blockDim.x) {
        words[i] = i;
    }
    __syncthreads();
    const u32 lane = threadIdx.x % 32;
    volatile u32* const own = words + lane * degree;
    u32 total = 0;
#pragma unroll 1
    for (u32 i = 0; i < loads; ++i) {
#pragma unroll
        for (u32 k = 0; k < LOADS; ++k) {
            // The farthest is 31 * 32 + 15 * 192 + 191, within the words.
            total += own[192 * k + i % 64];
        }
    }
    out[gridThread()] = total;
}

// Every thread follows a ring of 32 words, each load waiting for the one before.
extern "C" __global__ void __launch_bounds__(1024)
shared_chase(u32* __restrict__ out, u32 loads) {
    __shared__ volatile u32 next[32];
    if (threadIdx.x < 32) {
        next[threadIdx.x] = (u32)__cvta_generic_to_shared((const void*)&next[(threadIdx.x + 1) % 32]);
    }
    __syncthreads();
    const u32 first = (u32)__cvta_generic_to_shared((const void*)next);
    u32 at = first + 4 * (threadIdx.x % 32);
#pragma unroll 16
    for (u32 i = 0; i < loads; ++i) {
        asm volatile("ld.shared.u32 %0, [%0];" : "+r"(at));
    }
    out[gridThread()] = (at - first) / 4;
}
