// A hash that deals turns to places.
#pragma once

#include "grid.cuh"

// The finaliser of MurmurHash3 (A. Appleby), a permutation of 32 bits: cheap next to an atomic, and no two warps meet in a pattern.
__device__ __forceinline__ u32 mixed(u32 x) {
    x ^= x >> 16;
    x *= 0x85EBCA6Bu;
    x ^= x >> 13;
    x *= 0xC2B2AE35u;
    return x ^ x >> 16;
}
