// Sums of all numbers before each, over as many numbers as a device has counted, in two launches of the same shape with blocks of TILE_THREADS
// threads. Each block has an equal chunk, in whole tiles. The first launch sums chunks; in the second each block sums the chunks before its own,
// and then its own numbers. Nobody waits for another block, and integers come out the same in any order.
#pragma once

#include "grid.cuh"

constexpr u32 TILE_THREADS = 256;
constexpr u32 TILE_ITEMS = 8;
constexpr u32 TILE = TILE_THREADS * TILE_ITEMS;

// Returns the sum of everybody's number to everybody. Shared memory of 32 numbers.
__device__ __forceinline__ u32 blockSum(u32 number, u32* shared) {
    const u32 sum = __reduce_add_sync(0xffffffffu, number);
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        shared[threadIdx.x / 32] = sum;
    }
    __syncthreads();
    u32 all = 0;
    for (u32 warp = 0; warp < TILE_THREADS / 32; ++warp) {
        all += shared[warp];
    }
    return all;
}

// Returns the sum of the numbers of all threads before this one.
__device__ __forceinline__ u32 blockOffset(u32 number, u32* shared) {
    const u32 lane = threadIdx.x % 32;
    u32 inclusive = number;
    for (u32 step = 1; step < 32; step *= 2) {
        const u32 other = __shfl_up_sync(0xffffffffu, inclusive, step);
        inclusive += lane >= step ? other : 0;
    }
    __syncthreads();
    if (lane == 31) {
        shared[threadIdx.x / 32] = inclusive;
    }
    __syncthreads();
    u32 before = 0;
    for (u32 warp = 0; warp < threadIdx.x / 32; ++warp) {
        before += shared[warp];
    }
    return before + inclusive - number;
}

// The numbers of each block: as many, in whole tiles.
__device__ __forceinline__ u64 chunkOf(u32 count) {
    const u64 tiles = ((u64)count + TILE - 1) / TILE;
    return (tiles + gridDim.x - 1) / gridDim.x * TILE;
}

// partials[block] = the sum of number(i) over the block's chunk of [0, count).
template <typename Number>
__device__ __forceinline__ void sumChunk(u32* __restrict__ partials, u32 count, Number number) {
    __shared__ u32 shared[32];
    const u64 chunk = chunkOf(count);
    const u64 end = min((u64)count, (blockIdx.x + 1) * chunk);
    u32 sum = 0;
    for (u64 i = blockIdx.x * chunk + threadIdx.x; i < end; i += TILE_THREADS) {
        sum += number((u32)i);
    }
    sum = blockSum(sum, shared);
    if (threadIdx.x == 0) {
        partials[blockIdx.x] = sum;
    }
}

// Gives offset(i, sum of number(j) for j < i, number(i)) for each i of the block's chunk, and total(sum of all) once.
template <typename Number, typename Offset, typename Total>
__device__ __forceinline__ void offsetsOfChunk(const u32* __restrict__ partials, u32 count, Number number, Offset offset, Total total) {
    __shared__ u32 shared[32];
    u32 before = 0;
    for (u32 block = threadIdx.x; block < blockIdx.x; block += TILE_THREADS) {
        before += partials[block];
    }
    before = blockSum(before, shared);
    const u64 chunk = chunkOf(count);
    const u64 end = min((u64)count, (blockIdx.x + 1) * chunk);
    for (u64 tile = blockIdx.x * chunk; tile < end; tile += TILE) {
        // Each thread takes neighbours, so that one sum over threads is enough.
        const u64 first = tile + (u64)threadIdx.x * TILE_ITEMS;
        u32 numbers[TILE_ITEMS];
        u32 sum = 0;
        for (u32 item = 0; item < TILE_ITEMS; ++item) {
            const u64 i = first + item;
            numbers[item] = i < end ? number((u32)i) : 0;
            sum += numbers[item];
        }
        u32 running = before + blockOffset(sum, shared);
        for (u32 item = 0; item < TILE_ITEMS; ++item) {
            const u64 i = first + item;
            if (i < end) {
                offset((u32)i, running, numbers[item]);
            }
            running += numbers[item];
        }
        before += blockSum(sum, shared);
    }
    if (blockIdx.x == gridDim.x - 1 && threadIdx.x == 0) {
        total(before);
    }
}
