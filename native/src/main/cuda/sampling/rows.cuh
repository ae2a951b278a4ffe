// A number for each row that edges of a sample come from: of each sample a hash table of vertices, with open addressing and linear probing, in a
// region of its own, of which it uses twice as many slots as it may have rows.
#pragma once

#include "grid.cuh"

constexpr u32 NO_ROW = 0xffffffffu;

// Slots of a sample's table: never none, and never full. rows is no less than the number of different rows.
__device__ __forceinline__ u32 rowSlots(u32 rows) {
    return 2 * rows + 1;
}

// Where a search for a vertex begins: the golden ratio's fraction spreads neighbours, the product's upper half picks a slot.
__device__ __forceinline__ u32 rowBegin(u32 vertex, u32 slots) {
    return __umulhi(vertex * 0x9E3779B1u, slots);
}

// Returns the slot of a vertex in a sample's table, which is there from then on.
__device__ __forceinline__ u32 rowInsert(u32* table, u32 slots, u32 vertex) {
    u32 slot = rowBegin(vertex, slots);
    while (true) {
        // Most often it is there: a look is cheaper than an exchange.
        u32 found = *(volatile u32*)&table[slot];
        if (found == NO_ROW) {
            found = atomicCAS(&table[slot], NO_ROW, vertex);
        }
        if (found == NO_ROW || found == vertex) {
            return slot;
        }
        slot = slot + 1 == slots ? 0 : slot + 1;
    }
}

// Returns the slot of a vertex in a sample's table; NO_ROW if it is not there.
__device__ __forceinline__ u32 rowFind(const u32* __restrict__ table, u32 slots, u32 vertex) {
    u32 slot = rowBegin(vertex, slots);
    while (table[slot] != vertex) {
        if (table[slot] == NO_ROW) {
            return NO_ROW;
        }
        slot = slot + 1 == slots ? 0 : slot + 1;
    }
    return slot;
}
