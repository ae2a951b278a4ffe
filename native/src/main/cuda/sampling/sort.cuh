// Sorting by a warp.
#pragma once

#include "grid.cuh"

// Numbers of which each lane finds the places of two.
constexpr u32 RANKED = 64;

// Sorts up to RANKED numbers in ascending order: each goes behind those that are smaller.
__device__ __forceinline__ void rankByWarp(u32* numbers, u32 count) {
    const u32 lane = threadIdx.x % 32;
    const u32 low = lane < count ? numbers[lane] : 0;
    const u32 high = lane + 32 < count ? numbers[lane + 32] : 0;
    u32 lowPlace = 0;
    u32 highPlace = 0;
    for (u32 i = 0; i < count; ++i) {
        const u32 number = numbers[i];
        lowPlace += number < low || (number == low && i < lane);
        highPlace += number < high || (number == high && i < lane + 32);
    }
    __syncwarp();
    if (lane < count) {
        numbers[lowPlace] = low;
    }
    if (lane + 32 < count) {
        numbers[highPlace] = high;
    }
    __syncwarp();
}

// Sorts any count of numbers in ascending order: a bitonic sorting network (Batcher, AFIPS 1968) in the form whose comparators all point up, so that
// the largest numbers that would fill it up to a power of two stay behind the end and need not be there. All lanes see the numbers before and after.
__device__ __forceinline__ void sortByWarp(u32* numbers, u32 count) {
    if (count <= RANKED) {
        rankByWarp(numbers, count);
        return;
    }
    const u32 pairBits = 31 - __clz(count - 1);
    const auto order = [&](u32 low, u32 high) {
        if (high < count && numbers[low] > numbers[high]) {
            const u32 larger = numbers[low];
            numbers[low] = numbers[high];
            numbers[high] = larger;
        }
    };
    for (u32 halfBits = 0; halfBits <= pairBits; ++halfBits) {
        const u32 inHalf = (1u << halfBits) - 1;
        for (u32 pair = threadIdx.x % 32; pair >> pairBits == 0; pair += 32) {
            const u32 begin = pair >> halfBits << (halfBits + 1);
            order(begin + (pair & inHalf), begin + 2 * inHalf + 1 - (pair & inHalf));
        }
        __syncwarp();
        for (u32 apartBits = halfBits; apartBits-- > 0;) {
            const u32 apart = 1u << apartBits;
            for (u32 pair = threadIdx.x % 32; pair >> pairBits == 0; pair += 32) {
                const u32 low = (pair >> apartBits << (apartBits + 1)) + (pair & (apart - 1));
                order(low, low + apart);
            }
            __syncwarp();
        }
    }
}
