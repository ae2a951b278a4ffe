// Words all over an array: groups of 1 to 32 neighbouring lanes touch just as many neighbouring words, each group at a place of its own.
//
// The array has 2^wordBits words in 2^(wordBits - groupBits) places. Groups are numbered through the launch and, step after step, on; each
// number below the count of places has a place of its own, numbers from there on have the same places again. Grids and blocks have one
// dimension.

#include "grid.cuh"

constexpr u32 IN_FLIGHT = 4;

// A bijection of the numbers below a power of two, of which mask is one less: odd factors and shifts to the right can be undone.
__device__ __forceinline__ u32 placeOf(u32 number, u32 halfBits, u32 mask) {
    u32 place = (number * 0x9E3779B1u) & mask;
    place ^= place >> halfBits;
    place = (place * 0x85EBCA6Bu) & mask;
    return place ^ place >> halfBits;
}

struct Places {
    u32 groupBits;
    u32 halfBits;
    u32 mask;

    __device__ __forceinline__ Places(u32 wordBits, u32 groupBits)
        : groupBits(groupBits), halfBits((wordBits - groupBits + 1) / 2), mask((1u << (wordBits - groupBits)) - 1) {}

    // Where the index-th access of all lies.
    __device__ __forceinline__ u32 word(u32 index) const {
        const u32 lane = index & ((1u << groupBits) - 1);
        return placeOf(index >> groupBits, halfBits, mask) << groupBits | lane;
    }
};

// out receives each thread's sum of loads words, a multiple of four.
extern "C" __global__ void __launch_bounds__(256)
load_scattered(const u32* __restrict__ in, u32* __restrict__ out, u32 wordBits, u32 groupBits, u32 loads) {
    const Places places(wordBits, groupBits);
    const u32 step = gridDim.x * blockDim.x;
    u32 index = blockIdx.x * blockDim.x + threadIdx.x;
    u32 total = 0;
#pragma unroll 1
    for (u32 i = 0; i < loads; i += IN_FLIGHT) {
        u32 read[IN_FLIGHT];
#pragma unroll
        for (u32 k = 0; k < IN_FLIGHT; ++k) {
            read[k] = in[places.word(index + k * step)];
        }
#pragma unroll
        for (u32 k = 0; k < IN_FLIGHT; ++k) {
            total += read[k];
        }
        index += IN_FLIGHT * step;
    }
    out[blockIdx.x * blockDim.x + threadIdx.x] = total;
}

// A word at index i that is stored becomes i + value. A thread stores stores words, a multiple of four.
extern "C" __global__ void __launch_bounds__(256)
store_scattered(u32* __restrict__ out, u32 value, u32 wordBits, u32 groupBits, u32 stores) {
    const Places places(wordBits, groupBits);
    const u32 step = gridDim.x * blockDim.x;
    u32 index = blockIdx.x * blockDim.x + threadIdx.x;
#pragma unroll 1
    for (u32 i = 0; i < stores; i += IN_FLIGHT) {
#pragma unroll
        for (u32 k = 0; k < IN_FLIGHT; ++k) {
            const u32 word = places.word(index + k * step);
            out[word] = word + value;
        }
        index += IN_FLIGHT * step;
    }
}
