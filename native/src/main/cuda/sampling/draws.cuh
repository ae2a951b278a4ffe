// Random numbers of samples, as dev.diptych.systems.sampling.Draws has them: a function of the user's seed, the sample's id, the site in
// the program, an item and the number of the draw there.
#pragma once

#include "philox.cuh"

__device__ __forceinline__ u64 drawBits(u64 seed, u32 sample, u32 site, u32 item, u32 draw) {
    const uint4 block = philox4x32(make_uint4(draw >> 1, item, site, sample), make_uint2((u32)seed, (u32)(seed >> 32)));
    return draw & 1 ? (u64)block.z << 32 | block.w : (u64)block.x << 32 | block.y;
}

// A whole number in [0, bound): the high word of a product. The bias is below bound / 2^64.
__device__ __forceinline__ u64 drawBelow(u64 bits, u64 bound) {
    return __umul64hi(bits, bound);
}

// Whether something happens whose chance is threshold / 2^32.
__device__ __forceinline__ bool drawHappens(u64 bits, u64 threshold) {
    return bits >> 32 < threshold;
}

// The first edge in [begin, end) whose sum with all before it is above a number below the last sum.
__device__ __forceinline__ u32 edgeAt(const u64* __restrict__ sums, u32 begin, u32 end, u64 number) {
    u32 low = begin;
    u32 high = end - 1;
    while (low < high) {
        const u32 middle = low + (high - low) / 2;
        if (sums[middle] > number) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}
