// Sorting by a warp.
#pragma once

#include "grid.cuh"

// Sorts any count of numbers in ascending order: a bitonic sorting network (Batcher, AFIPS 1968) in the form whose comparators all point up, so that
// the largest numbers that would fill it up to a power of two stay behind the end and need not be there.
__device__ __forceinline__ void sortByWarp(u32* numbers, u32 count) {
    if (count < 2) {
        return;
    }
    const u32 pairs = 1u << (31 - __clz(count - 1));
    const auto order = [&](u32 low, u32 high) {
        if (high < count && numbers[low] > numbers[high]) {
            const u32 larger = numbers[low];
            numbers[low] = numbers[high];
            numbers[high] = larger;
        }
    };
    for (u32 half = 1; half <= pairs; half *= 2) {
        for (u32 pair = threadIdx.x % 32; pair < pairs; pair += 32) {
            const u32 begin = pair / half * 2 * half;
            order(begin + pair % half, begin + 2 * half - 1 - pair % half);
        }
        __syncwarp();
        for (u32 apart = half / 2; apart > 0; apart /= 2) {
            for (u32 pair = threadIdx.x % 32; pair < pairs; pair += 32) {
                const u32 low = pair / apart * 2 * apart + pair % apart;
                order(low, low + apart);
            }
            __syncwarp();
        }
    }
}
