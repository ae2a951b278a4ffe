// Frontiers of several samples lie one after the other. Kernels take them as three arrays and a number: vertices and owners (its sample's place
// in the batch) of each entry, starts (for each sample its first entry, and behind the last how many there are) and samples.
#pragma once

#include "grid.cuh"

// The vertex behind a walk's end.
constexpr u32 NOWHERE = 0xffffffffu;

// Returns the first of ascending numbers that is not below a bound; how many there are if all are.
__device__ __forceinline__ u32 firstNotBelow(const u32* __restrict__ numbers, u32 count, u32 bound) {
    u32 low = 0;
    u32 high = count;
    while (low < high) {
        const u32 middle = low + (high - low) / 2;
        if (numbers[middle] < bound) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
