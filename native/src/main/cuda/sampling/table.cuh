// A hash table of vertices of samples: open addressing, linear probing, of a power of two slots, never full.
#pragma once

#include "grid.cuh"

constexpr u64 NOBODY = ~0ull;

// Of an entry that has no vertex.
constexpr u32 NO_SLOT = 0xffffffffu;

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

// Enters a vertex of a sample under a number: its slot keeps the smallest. The table's size is a power of two and more than there are vertices.
__device__ __forceinline__ void enter(u64* keys, u32* firsts, u64 size, u32* slots, u32 number, u32 owner, u32 vertex) {
    const u32 slot = tableInsert(keys, (u32)(size - 1), tableKey(owner, vertex));
    slots[number] = slot;
    atomicMin(&firsts[slot], number);
}
