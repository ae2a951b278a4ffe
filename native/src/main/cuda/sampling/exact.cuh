// Sums of binary32 numbers that do not depend on their order, as dev.diptych.systems.sampling.ExactSum has them: whole multiples of 2^-20 and, in
// multiples of 2^-60, what is left of each number, as 64-bit integers. A sum is two words in memory, the whole multiples first.
#pragma once

#include "grid.cuh"

struct Exact {
    u64 high;
    u64 low;
};

// Whether a number may be a term of a sum: below 2^40, and a number at all.
__device__ __forceinline__ bool isTerm(float number) {
    return fabsf(number) < 0x1p40f;
}

__device__ __forceinline__ Exact exactOf(float number) {
    const double scaled = __dmul_rn((double)number, 0x1p20);
    const double whole = floor(scaled);
    return {(u64)__double2ll_rz(whole), (u64)__double2ll_rz(__dmul_rn(__dadd_rn(scaled, -whole), 0x1p40))};
}

// Adds to a sum in memory that others add to, too.
__device__ __forceinline__ void exactAdd(u64* sum, Exact term) {
    if (term.high != 0) {
        atomicAdd(&sum[0], term.high);
    }
    if (term.low != 0) {
        atomicAdd(&sum[1], term.low);
    }
}

// The sum, rounded to binary64 and then to binary32.
__device__ __forceinline__ float exactValue(const u64* __restrict__ sum) {
    const double high = __dmul_rn(__ll2double_rn((long long)sum[0]), 0x1p-20);
    return __double2float_rn(__dadd_rn(high, __dmul_rn(__ll2double_rn((long long)sum[1]), 0x1p-60)));
}

__device__ __forceinline__ Exact exactPlus(Exact one, Exact other) {
    return {one.high + other.high, one.low + other.low};
}

// The sum over a warp's lanes, in lane 0.
__device__ __forceinline__ Exact exactOfWarp(Exact term) {
    for (u32 step = 16; step > 0; step /= 2) {
        term = exactPlus(term, {__shfl_down_sync(0xffffffffu, term.high, step), __shfl_down_sync(0xffffffffu, term.low, step)});
    }
    return term;
}

// In the first of neighbouring lanes with one key the sum over these lanes; elsewhere a part of it.
__device__ __forceinline__ Exact exactOfRun(Exact term, u32 key) {
    const u32 lane = threadIdx.x % 32;
    for (u32 step = 1; step < 32; step *= 2) {
        const Exact other = {__shfl_down_sync(0xffffffffu, term.high, step), __shfl_down_sync(0xffffffffu, term.low, step)};
        const bool isSame = __shfl_down_sync(0xffffffffu, key, step) == key && lane + step < 32;
        if (isSame) {
            term = exactPlus(term, other);
        }
    }
    return term;
}
