// What blocks of one multiprocessor read in common, and code that runs for the first time.

#include "grid.cuh"

// Each block adds up one of some tables and words of its own, and leaves a sum for each thread. Blocks take the tables in turn, so with as many
// tables as multiprocessors those of one multiprocessor read the same, with one fewer they do not.
extern "C" __global__ void __launch_bounds__(256)
sum_tables(u32* __restrict__ out, const u32* __restrict__ tables, const u32* __restrict__ own, u32 tableCount, u32 tableWords, u32 ownWords) {
    const u32* const table = tables + (u64)(blockIdx.x % tableCount) * tableWords;
    const u32* const mine = own + (u64)blockIdx.x * ownWords;
    u32 total = 0;
    for (u32 i = threadIdx.x; i < ownWords; i += blockDim.x) {
        total += mine[i];
    }
    for (u32 i = threadIdx.x; i < tableWords; i += blockDim.x) {
        total += table[i];
    }
    out[gridThread()] = total;
}

// x = x * y + c, LENGTH times in a row without a loop, and that several times.
template <u32 LENGTH>
__device__ __forceinline__ void straight(float* __restrict__ out, float y, float c, u32 rounds) {
    float x = (float)threadIdx.x;
#pragma unroll 1
    for (u32 round = 0; round < rounds; ++round) {
#pragma unroll
        for (u32 i = 0; i < LENGTH; ++i) {
            asm volatile("fma.rn.f32 %0, %0, %1, %2;" : "+f"(x) : "f"(y), "f"(c));
        }
    }
    out[gridThread()] = x;
}

extern "C" __global__ void straight_256(float* __restrict__ out, float y, float c, u32 rounds) { straight<256>(out, y, c, rounds); }
extern "C" __global__ void straight_1024(float* __restrict__ out, float y, float c, u32 rounds) { straight<1024>(out, y, c, rounds); }
extern "C" __global__ void straight_4096(float* __restrict__ out, float y, float c, u32 rounds) { straight<4096>(out, y, c, rounds); }
