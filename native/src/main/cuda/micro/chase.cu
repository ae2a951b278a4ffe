// Pointer chases: loads of which each waits for the one before, so that their number times a latency is the time. The ring is one that
// fill_ring made: the word at each node is the address of the next.

#include "grid.cuh"

// Not moved and not widened; a plain load of a loaded pointer would have to find out its memory first.
__device__ __forceinline__ u64 loadCached(u64 address) {
    u64 next;
    asm volatile("ld.global.ca.u64 %0, [%1];" : "=l"(next) : "l"(address));
    return next;
}

__device__ __forceinline__ u64 loadPastL1(u64 address) {
    u64 next;
    asm volatile("ld.global.cg.u64 %0, [%1];" : "=l"(next) : "l"(address));
    return next;
}

template <typename Load>
__device__ __forceinline__ void follow(void* ring, u64* offset, u32 loads, Load load) {
    if (gridThread() != 0) {
        return;
    }
    u64 at = reinterpret_cast<u64>(ring) + (offset == nullptr ? 0 : *offset);
#pragma unroll 8
    for (u32 i = 0; i < loads; ++i) {
        at = load(at);
    }
    if (offset != nullptr) {
        *offset = at - reinterpret_cast<u64>(ring);
    } else if (at == 0) {
        // Never, but no compiler can tell: so it has to make all loads.
        __trap();
    }
}

// One chain, by the first thread of the launch, of the given number of loads. It begins where the last launch has left *offset, the byte of
// the ring, and leaves there where it got to: launches in turn walk the whole ring, and find in the caches what a long walk leaves there. Without an offset (null) it begins at the
// first node and leaves nothing.
extern "C" __global__ void __launch_bounds__(1024)
chase(void* __restrict__ ring, u64* __restrict__ offset, u32 loads) {
    follow(ring, offset, loads, [](u64 at) { return loadCached(at); });
}

extern "C" __global__ void __launch_bounds__(1024)
chase_past_l1(void* __restrict__ ring, u64* __restrict__ offset, u32 loads) {
    follow(ring, offset, loads, [](u64 at) { return loadPastL1(at); });
}

// One chain a warp, by its first lane, each from a node of its own, spread evenly over the ring's memory. The last nodes' offsets in the ring
// go to offsets, one a warp.
extern "C" __global__ void __launch_bounds__(1024)
chase_warps(void* __restrict__ ring, u64 nodes, u64 strideBytes, u64* __restrict__ offsets, u32 loads) {
    const u64 thread = gridThread();
    if (thread % 32 != 0) {
        return;
    }
    const u64 warp = thread / 32;
    const u64 warps = gridThreads() / 32;
    u64 at = reinterpret_cast<u64>(ring) + warp * (nodes / warps) * strideBytes;
#pragma unroll 8
    for (u32 i = 0; i < loads; ++i) {
        at = loadCached(at);
    }
    offsets[warp] = at - reinterpret_cast<u64>(ring);
}
