// The first step of factored extraction (X. Song et al., UGache, SOSP 2023): the keys of a batch, grouped by the memory that their rows are
// read from. UGache sorts 64-bit records and hands the groups' bounds to the host; here a pass over the keys appends each to the queue of
// its source, and nobody waits for anything.

#include "embedding/queues.cuh"

// Each thread looks up so many keys at a time: the words of a directory are far apart, and loading them takes long.
constexpr u32 KEYS_A_THREAD = 4;

// Appends each of keyCount keys to the queue of its row, or, an unknown one, to the queue behind all others; of those the key itself is kept
// instead of a row. The order in a queue differs from run to run; what is in it does not. batch counts the batches, from 0 on.
extern "C" __global__ void __launch_bounds__(1024, 1)
bucket_keys(u64* __restrict__ rows, u32* __restrict__ targets, u64* tallies, u32 batch, const u64* __restrict__ keys, u64 keyCount,
            u64* __restrict__ words, u64 size, u32 hashed, u32 sources, u32 regions, u32 regionBits) {
    __shared__ u32 counts[QUEUES];
    __shared__ u64 starts[QUEUES];
    const Directory directory{words, size, hashed};
    const QueueList queues{sources, regions, regionBits};
    const u32 threads = blockDim.x * blockDim.y * blockDim.z;
    const u32 thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    const u64 tile = (u64)threads * KEYS_A_THREAD;
    const u64 grid = gridThreads() * KEYS_A_THREAD;
    u64* entries = tallies + batch % 2 * QUEUES;
    if (gridThread() < QUEUES) {
        // What the batch before the last one left, for the next one.
        tallies[(batch + 1) % 2 * QUEUES + gridThread()] = 0;
    }

    for (u64 first = gridThread() / threads * tile; first < keyCount; first += grid) {
        for (u32 i = thread; i <= queues.unknown(); i += threads) {
            counts[i] = 0;
        }
        __syncthreads();
        u64 found[KEYS_A_THREAD];
        u32 offset[KEYS_A_THREAD];
#pragma unroll
        for (u32 i = 0; i < KEYS_A_THREAD; ++i) {
            const u64 at = first + thread + (u64)i * threads;
            found[i] = at < keyCount ? find(directory, keys[at]) : NO_LOCATION;
        }
#pragma unroll
        for (u32 i = 0; i < KEYS_A_THREAD; ++i) {
            const u32 queue = queues.of(found[i]);
            if (first + thread + (u64)i * threads < keyCount) {
                // The lanes of a warp that go to one queue take their places together: with few queues, one by one takes long.
                const u32 mates = __match_any_sync(__activemask(), queue);
                const u32 before = __popc(mates & ((1u << threadLane()) - 1));
                u32 base = 0;
                if (before == 0) {
                    base = atomicAdd(&counts[queue], __popc(mates));
                }
                offset[i] = __shfl_sync(mates, base, __ffs(mates) - 1) + before;
            }
        }
        __syncthreads();
        for (u32 i = thread; i <= queues.unknown(); i += threads) {
            if (counts[i] > 0) {
                starts[i] = atomicAdd(entries + i, (u64)counts[i]);
                atomicAdd(tallies + SERVED + i, (u64)counts[i]);
            }
        }
        __syncthreads();
#pragma unroll
        for (u32 i = 0; i < KEYS_A_THREAD; ++i) {
            const u64 at = first + thread + (u64)i * threads;
            if (at < keyCount) {
                const u32 queue = queues.of(found[i]);
                const u64 slot = queue * keyCount + starts[queue] + offset[i];
                rows[slot] = queue < queues.unknown() ? rowOf(found[i]) : keys[at];
                targets[slot] = (u32)at;
            }
        }
        __syncthreads();
    }
}
