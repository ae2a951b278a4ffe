// Loads and stores of 4, 8 and 16 bytes a lane, of shared memory and of lines that the first-level cache holds: how many bytes they move a
// cycle, and what it saves when lanes share an address.
//
// A round is 8 loads or stores. Sums go to out, one word a thread.

#include "micro/instructions.cuh"

constexpr u32 ROUND = 8;
// What one load of a warp takes of shared memory at most.
constexpr u32 WARP_BYTES = 512;

// Volatile, so that no load is narrowed to the one word that is used: one addition a load leaves the loads the bottleneck.
__device__ __forceinline__ void load(u32 (&to)[1], u32 address) {
    asm volatile("ld.volatile.shared.u32 %0, [%1];" : "=r"(to[0]) : "r"(address));
}

__device__ __forceinline__ void load(u32 (&to)[2], u32 address) {
    asm volatile("ld.volatile.shared.v2.u32 {%0, %1}, [%2];" : "=r"(to[0]), "=r"(to[1]) : "r"(address));
}

__device__ __forceinline__ void load(u32 (&to)[4], u32 address) {
    asm volatile("ld.volatile.shared.v4.u32 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "r"(address));
}

__device__ __forceinline__ void store(const u32 (&from)[1], u32 address) {
    asm volatile("st.volatile.shared.u32 [%1], %0;" ::"r"(from[0]), "r"(address) : "memory");
}

__device__ __forceinline__ void store(const u32 (&from)[2], u32 address) {
    asm volatile("st.volatile.shared.v2.u32 [%2], {%0, %1};" ::"r"(from[0]), "r"(from[1]), "r"(address) : "memory");
}

__device__ __forceinline__ void store(const u32 (&from)[4], u32 address) {
    asm volatile("st.volatile.shared.v4.u32 [%4], {%0, %1, %2, %3};" ::"r"(from[0]), "r"(from[1]), "r"(from[2]), "r"(from[3]), "r"(address)
                 : "memory");
}

// Not volatile in PTX: such a load would pass the first level by. All words are used instead.
__device__ __forceinline__ void load(u32 (&to)[1], const u32* address) {
    asm volatile("ld.global.u32 %0, [%1];" : "=r"(to[0]) : "l"(address));
}

__device__ __forceinline__ void load(u32 (&to)[2], const u32* address) {
    asm volatile("ld.global.v2.u32 {%0, %1}, [%2];" : "=r"(to[0]), "=r"(to[1]) : "l"(address));
}

__device__ __forceinline__ void load(u32 (&to)[4], const u32* address) {
    asm volatile("ld.global.v4.u32 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "l"(address));
}

// Runs of sharing lanes, a power of two, load one address; the runs' addresses follow each other.
template <u32 WORDS>
__device__ __forceinline__ void sharedLoad(u32* __restrict__ out, u32 sharing, u32 rounds) {
    __shared__ __align__(16) u32 words[ROUND * WARP_BYTES / 4];
    for (u32 i = threadIdx.x; i < ROUND * WARP_BYTES / 4; i += blockDim.x) {
        words[i] = i;
    }
    __syncthreads();
    const u32 own = (u32)__cvta_generic_to_shared(words) + threadIdx.x % 32 / sharing * (4 * WORDS);
    u32 total = 0;
#pragma unroll 1
    for (u32 i = 0; i < rounds; ++i) {
#pragma unroll
        for (u32 k = 0; k < ROUND; ++k) {
            u32 loaded[WORDS];
            load(loaded, own + k * WARP_BYTES);
            total += loaded[k % WORDS];
        }
    }
    out[gridThread()] = total;
}

extern "C" __global__ void __launch_bounds__(1024, 2)
shared_load_4(u32* __restrict__ out, u32 sharing, u32 rounds) {
    sharedLoad<1>(out, sharing, rounds);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
shared_load_8(u32* __restrict__ out, u32 sharing, u32 rounds) {
    sharedLoad<2>(out, sharing, rounds);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
shared_load_16(u32* __restrict__ out, u32 sharing, u32 rounds) {
    sharedLoad<4>(out, sharing, rounds);
}

// Every thread stores to a place of its own, beside its neighbours': the words of a round are the thread, its first word with the round's
// number added. Out is the sum of what is there at the end.
template <u32 WORDS>
__device__ __forceinline__ void sharedStore(u32* __restrict__ out, u32 rounds) {
    __shared__ __align__(16) u32 words[1024 * WORDS];
    const u32 own = (u32)__cvta_generic_to_shared(words) + threadIdx.x * (4 * WORDS);
    u32 stored[WORDS];
#pragma unroll
    for (u32 word = 0; word < WORDS; ++word) {
        stored[word] = (u32)gridThread();
    }
#pragma unroll 1
    for (u32 i = 0; i < rounds; ++i) {
        stored[0] += 1;
#pragma unroll
        for (u32 k = 0; k < ROUND; ++k) {
            store(stored, own);
        }
    }
    u32 loaded[WORDS];
    load(loaded, own);
    u32 total = 0;
#pragma unroll
    for (u32 word = 0; word < WORDS; ++word) {
        total += loaded[word];
    }
    out[gridThread()] = total;
}

extern "C" __global__ void __launch_bounds__(1024, 2)
shared_store_4(u32* __restrict__ out, u32 rounds) {
    sharedStore<1>(out, rounds);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
shared_store_8(u32* __restrict__ out, u32 rounds) {
    sharedStore<2>(out, rounds);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
shared_store_16(u32* __restrict__ out, u32 rounds) {
    sharedStore<4>(out, rounds);
}

// Every warp walks the 16 KiB of its block, which are 4096 words of in, four rounds a walk. Runs of sharing lanes load one address; perLine runs,
// both powers of two, find their addresses one after the other in a line of 128 bytes, the next ones in the next line.
template <u32 WORDS>
__device__ __forceinline__ void cachedLoad(const u32* __restrict__ in, u32* __restrict__ out, u32 sharing, u32 perLine, u32 rounds) {
    const u32 run = threadIdx.x % 32 / sharing;
    const u32* const own = in + (u64)blockIdx.x * (4 * ROUND * WARP_BYTES / 4) + run / perLine * 32 + run % perLine * WORDS;
    u32 total = 0;
#pragma unroll 1
    for (u32 i = 0; i < rounds; ++i) {
        const u32* const at = own + i % 4 * (WARP_BYTES / 4);
#pragma unroll
        for (u32 k = 0; k < ROUND; ++k) {
            u32 loaded[WORDS];
            load(loaded, at + k * (4 * WARP_BYTES / 4));
#pragma unroll
            for (u32 word = 0; word < WORDS; ++word) {
                // An exclusive or takes two words an instruction.
                total ^= loaded[word];
            }
        }
        // What was loaded twice would cancel.
        total *= 5;
    }
    out[gridThread()] = total;
}

extern "C" __global__ void __launch_bounds__(1024, 2)
cached_load_4(const u32* __restrict__ in, u32* __restrict__ out, u32 sharing, u32 perLine, u32 rounds) {
    cachedLoad<1>(in, out, sharing, perLine, rounds);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
cached_load_8(const u32* __restrict__ in, u32* __restrict__ out, u32 sharing, u32 perLine, u32 rounds) {
    cachedLoad<2>(in, out, sharing, perLine, rounds);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
cached_load_16(const u32* __restrict__ in, u32* __restrict__ out, u32 sharing, u32 perLine, u32 rounds) {
    cachedLoad<4>(in, out, sharing, perLine, rounds);
}
