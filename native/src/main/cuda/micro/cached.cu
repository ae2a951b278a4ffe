// Reads that hit: of an array that the first-level cache holds, block by block, or the second-level one, all blocks the same.
//
// Sums are of whole numbers, so that no order of additions matters, and go to out: one word a thread.

#include "grid.cuh"

__device__ __forceinline__ u32 sum(u32 v) { return v; }
__device__ __forceinline__ u32 sum(uint4 v) { return (v.x + v.y) + (v.z + v.w); }

__device__ __forceinline__ u32 loadPastL1(const u32* from) { return __ldcg(from); }
__device__ __forceinline__ uint4 loadPastL1(const uint4* from) { return __ldcg(from); }

// Threads of a block, known to the compiler, so that next to nothing is computed for a load.
constexpr u32 THREADS = 1024;

// Each block, of 1024 threads, passes repeats times over count elements of its own, a multiple of 4096.
template <typename Unit>
__device__ __forceinline__ void readOwn(const Unit* __restrict__ in, u32* __restrict__ out, u32 count, u32 repeats) {
    const Unit* const own = in + (u64)blockIdx.x * count + threadIdx.x;
    u32 total = 0;
#pragma unroll 1
    for (u32 repeat = 0; repeat < repeats; ++repeat) {
#pragma unroll 1
        for (const Unit* at = own; at < own + count; at += 4 * THREADS) {
#pragma unroll
            for (u32 k = 0; k < 4; ++k) {
                total += sum(at[k * THREADS]);
            }
        }
    }
    out[gridThread()] = total;
}

extern "C" __global__ void __launch_bounds__(1024)
l1_read_4(const u32* __restrict__ in, u32* __restrict__ out, u32 count, u32 repeats) {
    readOwn(in, out, count, repeats);
}

extern "C" __global__ void __launch_bounds__(1024)
l1_read_16(const uint4* __restrict__ in, u32* __restrict__ out, u32 count, u32 repeats) {
    readOwn(in, out, count, repeats);
}

// The same with the words of a warp 128 bytes apart: 32 lines an instruction. Count is a multiple of 32 block sizes, all powers of two.
extern "C" __global__ void __launch_bounds__(1024)
l1_read_lines(const u32* __restrict__ in, u32* __restrict__ out, u32 count, u32 repeats) {
    const u32* const own = in + (u64)blockIdx.x * count;
    const u32 lines = count / 32;
    u32 total = 0;
#pragma unroll 1
    for (u32 repeat = 0; repeat < repeats; ++repeat) {
        const u32 word = repeat % 32;
#pragma unroll 1
        for (u32 line = threadIdx.x; line < lines; line += blockDim.x) {
            total += own[32 * line + word];
        }
    }
    out[gridThread()] = total;
}

// All blocks pass repeats times over the same count vectors, past the first-level cache, each from a place of its own. Count is a power of
// two and a multiple of four block sizes.
extern "C" __global__ void __launch_bounds__(1024)
l2_read(const uint4* __restrict__ in, u32* __restrict__ out, u32 count, u32 repeats) {
    const u32 mask = count - 1;
    const u32 first = (u32)((u64)blockIdx.x * count / gridDim.x) + threadIdx.x;
    u32 total = 0;
#pragma unroll 1
    for (u32 repeat = 0; repeat < repeats; ++repeat) {
#pragma unroll 1
        for (u32 i = 0; i < count; i += 4 * blockDim.x) {
#pragma unroll
            for (u32 k = 0; k < 4; ++k) {
                total += sum(loadPastL1(in + ((first + i + k * blockDim.x) & mask)));
            }
        }
    }
    out[gridThread()] = total;
}
