// Atomic additions: to words one after the other, or wherever a hash of the thread's turn leads among a power of two of them.
//
// A thread adds 1 to one word for each of its turns, numbered gridThread(), gridThread() + gridThreads(), ... up to turns.

#include "micro/mixed.cuh"

// The word of a turn: its own modulo the words.
extern "C" __global__ void __launch_bounds__(1024)
atomic_stream(u32* __restrict__ words, u32 mask, u32 turns) {
    const u32 step = (u32)gridThreads();
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        atomicAdd(words + (turn & mask), 1u);
    }
}

// A random word.
extern "C" __global__ void __launch_bounds__(1024)
atomic_random(u32* __restrict__ words, u32 mask, u32 turns) {
    const u32 step = (u32)gridThreads();
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        asm volatile("red.global.add.u32 [%0], 1;" ::"l"(words + (mixed(turn) & mask)) : "memory");
    }
}

extern "C" __global__ void __launch_bounds__(1024)
atomic_random_f32(float* __restrict__ words, u32 mask, u32 turns) {
    const u32 step = (u32)gridThreads();
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        asm volatile("red.global.add.f32 [%0], 0f3F800000;" ::"l"(words + (mixed(turn) & mask)) : "memory");
    }
}

// The same, waiting for what was there before: its sum goes to out, one word a thread, and depends on the order.
extern "C" __global__ void __launch_bounds__(1024)
atomic_random_return(u32* __restrict__ words, u32 mask, u32 turns, u32* __restrict__ out) {
    const u32 step = (u32)gridThreads();
    u32 total = 0;
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        u32 before;
        asm volatile("atom.global.add.u32 %0, [%1], 1;" : "=r"(before) : "l"(words + (mixed(turn) & mask)) : "memory");
        total += before;
    }
    out[gridThread()] = total;
}

// Random words of the block's shared memory, up to 8192 of them; out gets what they come to, mask + 1 words a block.
extern "C" __global__ void __launch_bounds__(1024)
atomic_shared(u32* __restrict__ out, u32 mask, u32 turns) {
    __shared__ u32 words[8192];
    for (u32 i = threadIdx.x; i <= mask; i += blockDim.x) {
        words[i] = 0;
    }
    __syncthreads();
    const u32 step = (u32)gridThreads();
#pragma unroll 1
    for (u32 turn = (u32)gridThread(); turn < turns; turn += step) {
        atomicAdd(words + (mixed(turn) & mask), 1u);
    }
    __syncthreads();
    for (u32 i = threadIdx.x; i <= mask; i += blockDim.x) {
        out[(u64)blockIdx.x * (mask + 1) + i] = words[i];
    }
}
