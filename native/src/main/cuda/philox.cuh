// Philox4x32-10 [1]: four random words as a pure function of a 128-bit counter and a 64-bit key. Nothing is seeded, stored or
// advanced, so a draw depends on the ids that the caller puts into counter and key, and on no thread, launch shape or order.
//
// [1] J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011, on Philox.
//     The increments are the fractions of the golden ratio and of sqrt(3), times 2^32.
#pragma once

#include "grid.cuh"

constexpr u32 PHILOX_ROUNDS = 10;
constexpr u32 PHILOX_MULTIPLIER_0 = 0xD2511F53u;
constexpr u32 PHILOX_MULTIPLIER_1 = 0xCD9E8D57u;
constexpr u32 PHILOX_INCREMENT_0 = 0x9E3779B9u;
constexpr u32 PHILOX_INCREMENT_1 = 0xBB67AE85u;

__device__ __forceinline__ uint4 philox4x32(uint4 counter, uint2 key) {
#pragma unroll
    for (u32 round = 0; round < PHILOX_ROUNDS; ++round) {
        const u64 product0 = (u64)PHILOX_MULTIPLIER_0 * counter.x;
        const u64 product1 = (u64)PHILOX_MULTIPLIER_1 * counter.z;
        counter = make_uint4((u32)(product1 >> 32) ^ counter.y ^ key.x, (u32)product1,
                             (u32)(product0 >> 32) ^ counter.w ^ key.y, (u32)product0);
        key.x += PHILOX_INCREMENT_0;
        key.y += PHILOX_INCREMENT_1;
    }
    return counter;
}
