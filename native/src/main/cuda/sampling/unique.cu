// Frontiers in which each vertex of a sample is once, where it comes first. A hash table of (sample, vertex) keeps for each where it comes first,
// so the order is that of the sample, whatever the order of the threads.
//
// What is gathered are entries of a batch, numbered sample by sample; who enters them says how (entries.cu). slots[number] = where an entry's
// vertex lies in the table; entries[0] = how many there are.

#include "sampling/frontier.cuh"
#include "sampling/offsets.cuh"
#include "sampling/table.cuh"

// Nobody is in the table. size words of 64 bits, and as many of 32.
extern "C" __global__ void unique_clear(u64* __restrict__ keys, u32* __restrict__ firsts, u64 size) {
    for (u64 slot = gridThread(); slot < size; slot += gridThreads()) {
        keys[slot] = NOBODY;
        firsts[slot] = 0xffffffffu;
    }
}

__device__ __forceinline__ u32 comesFirst(const u32* __restrict__ firsts, const u32* __restrict__ slots, u32 number) {
    const u32 slot = slots[number];
    return slot != NO_SLOT && firsts[slot] == number ? 1 : 0;
}

// partials[block] = how many of the block's part of the entries come first. Blocks of 256 threads; any number of them.
extern "C" __global__ void unique_sizes(u32* __restrict__ partials, const u32* __restrict__ firsts, const u32* __restrict__ slots,
                                        const u32* __restrict__ entries) {
    sumChunk(partials, entries[0], [&](u32 number) { return comesFirst(firsts, slots, number); });
}

// The entries that come first, in order, and for each slot which of them its vertex is. Launched as unique_sizes.
extern "C" __global__ void unique_write(u32* __restrict__ nextVertices, u32* __restrict__ nextOwners, u32* __restrict__ nextStarts,
                                        u32* __restrict__ places, const u32* __restrict__ partials, const u64* __restrict__ keys,
                                        const u32* __restrict__ firsts, const u32* __restrict__ slots, const u32* __restrict__ entries,
                                        u32 samples) {
    offsetsOfChunk(
        partials, entries[0], [&](u32 number) { return comesFirst(firsts, slots, number); },
        [&](u32 number, u32 before, u32 isFirst) {
            if (isFirst) {
                const u32 slot = slots[number];
                nextVertices[before] = (u32)keys[slot];
                nextOwners[before] = (u32)(keys[slot] >> 32);
                places[slot] = before;
            }
        },
        [&](u32 all) { nextStarts[samples] = all; });
}

// nextStarts[sample] = the first entry of a sample, for all but the end, which unique_write knows.
extern "C" __global__ void unique_starts(u32* __restrict__ nextStarts, const u32* __restrict__ nextOwners, u32 samples) {
    const u32 count = nextStarts[samples];
    for (u64 sample = gridThread(); sample < samples; sample += gridThreads()) {
        nextStarts[sample] = firstNotBelow(nextOwners, count, (u32)sample);
    }
}
