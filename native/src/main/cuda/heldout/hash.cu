// Looking keys up in a hash table with open addressing and linear probing.

#include "grid.cuh"

constexpr u32 EMPTY = 0;
constexpr u32 NOT_FOUND = 0xFFFFFFFFu;
constexpr u32 MULTIPLIER = 2654435761u; // Knuth's: 2^32 divided by the golden ratio

// places[i] = the slot that holds keys[i], or 0xFFFFFFFF if an empty slot is met first. There are 2^slotBits slots (1 to 31 bits), at
// least one of them empty (0); a key's search begins at the highest bits of its hash.
extern "C" __global__ void
hash_probe(u32* __restrict__ places, const u32* __restrict__ slots, const u32* __restrict__ keys, u32 count, u32 slotBits) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        const u32 key = keys[i];
        u32 slot = (key * MULTIPLIER) >> (32 - slotBits);
        u32 held = slots[slot];
        while (held != key && held != EMPTY) {
            slot = (slot + 1) & ((1u << slotBits) - 1);
            held = slots[slot];
        }
        places[i] = held == EMPTY ? NOT_FOUND : slot;
    }
}
