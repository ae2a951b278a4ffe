// Atomics of which some lanes of a warp meet at one word.
//
// A thread makes one for each of its turns, numbered gridThread(), gridThread() + gridThreads(), ... up to turns. Lanes, a power of two up to
// 32, says how many consecutive turns share a word; the words are mask + 1, a power of two.

#include "micro/mixed.cuh"

__device__ __forceinline__ u32 place(u32 turn, u32 lanes, u32 mask) {
    return mixed(turn & ~(lanes - 1)) & mask;
}

// A random word for each run of lanes.
extern "C" __global__ void __launch_bounds__(1024)
add_lanes(u32* __restrict__ words, u32 mask, u32 lanes, u32 turns) {
    const u32 step = (u32)gridThreads();
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        asm volatile("red.global.add.u32 [%0], 1;" ::"l"(words + place(turn, lanes, mask)) : "memory");
    }
}

extern "C" __global__ void __launch_bounds__(1024)
add_lanes_f32(float* __restrict__ words, u32 mask, u32 lanes, u32 turns) {
    const u32 step = (u32)gridThreads();
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        asm volatile("red.global.add.f32 [%0], 0f3F800000;" ::"l"(words + place(turn, lanes, mask)) : "memory");
    }
}

// The same, waiting for what was there before: its sum goes to out, one word a thread, and depends on the order.
extern "C" __global__ void __launch_bounds__(1024)
add_lanes_return(u32* __restrict__ words, u32 mask, u32 lanes, u32 turns, u32* __restrict__ out) {
    const u32 step = (u32)gridThreads();
    u32 total = 0;
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        u32 before;
        asm volatile("atom.global.add.u32 %0, [%1], 1;" : "=r"(before) : "l"(words + place(turn, lanes, mask)) : "memory");
        total += before;
    }
    out[gridThread()] = total;
}

// Swaps 0 for a word's number plus 1 wherever a turn leads. Out gets the sum of what was there, one word a thread: from the second launch on
// it is the same whatever the order, as every word has got its value.
extern "C" __global__ void __launch_bounds__(1024)
swap_lanes(u32* __restrict__ words, u32 mask, u32 lanes, u32 turns, u32* __restrict__ out) {
    const u32 step = (u32)gridThreads();
    u32 total = 0;
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        const u32 at = place(turn, lanes, mask);
        u32 before;
        asm volatile("atom.global.cas.b32 %0, [%1], 0, %2;" : "=r"(before) : "l"(words + at), "r"(at + 1) : "memory");
        total += before;
    }
    out[gridThread()] = total;
}

// Words of the block's shared memory, up to 8192 of them; out gets what they come to, mask + 1 words a block. A warp's words begin at a
// random one and follow each other, so that lanes meet at words and not in banks.
template <typename Add>
__device__ __forceinline__ void addShared(u32* __restrict__ out, u32 mask, u32 lanes, u32 turns, Add add) {
    __shared__ u32 words[8192];
    for (u32 i = threadIdx.x; i <= mask; i += blockDim.x) {
        words[i] = 0;
    }
    __syncthreads();
    const u32 step = (u32)gridThreads();
    const u32 own = threadIdx.x % 32 / lanes;
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        add(words + ((mixed(turn / 32) + own) & mask));
    }
    __syncthreads();
    for (u32 i = threadIdx.x; i <= mask; i += blockDim.x) {
        out[(u64)blockIdx.x * (mask + 1) + i] = words[i];
    }
}

// There is an instruction for additions of 1 (ATOMS.POPC.INC), which lets lanes that meet pass together.
extern "C" __global__ void __launch_bounds__(1024)
count_lanes_shared(u32* __restrict__ out, u32 mask, u32 lanes, u32 turns) {
    addShared(out, mask, lanes, turns, [](u32* word) { atomicAdd(word, 1u); });
}

extern "C" __global__ void __launch_bounds__(1024)
add_lanes_shared(u32* __restrict__ out, u32 mask, u32 lanes, u32 turns, u32 value) {
    addShared(out, mask, lanes, turns, [value](u32* word) { atomicAdd(word, value); });
}
