// A hash table of vertices of samples: open addressing, linear probing, of a power of two slots, never full.
#pragma once

#include "grid.cuh"

constexpr u64 NOBODY = ~0ull;

__device__ __forceinline__ u64 tableKey(u32 owner, u32 vertex) {
    return (u64)owner << 32 | vertex;
}

// Multiplicative hashing: the golden ratio's fraction times 2^64, of which the upper half is mixed best.
__device__ __forceinline__ u32 tableSlot(u64 key, u32 mask) {
    return (u32)(key * 0x9E3779B97F4A7C15ull >> 32) & mask;
}

// Returns the slot of a key, which is there from then on.
__device__ __forceinline__ u32 tableInsert(u64* keys, u32 mask, u64 key) {
    u32 slot = tableSlot(key, mask);
    while (true) {
        const u64 found = atomicCAS(&keys[slot], NOBODY, key);
        if (found == NOBODY || found == key) {
            return slot;
        }
        slot = (slot + 1) & mask;
    }
}

// Whether a key is there.
__device__ __forceinline__ bool tableHas(const u64* __restrict__ keys, u32 mask, u64 key) {
    u32 slot = tableSlot(key, mask);
    while (keys[slot] != key) {
        if (keys[slot] == NOBODY) {
            return false;
        }
        slot = (slot + 1) & mask;
    }
    return true;
}
