// Where the row of a key lies: one 64-bit word, so that a reader sees the old place or the new one and never half of each.
//
//   bits  0-39  row in the memory of the source, counted in rows
//   bits 40-55  version, which whoever publishes the word counts up
//   bits 56-63  source: the index of a memory in the list that the gathering kernels take
//
// All ones is no place: the key is not known.
#pragma once

#include "grid.cuh"

constexpr u64 NO_LOCATION = ~0ull;
constexpr u64 NO_KEY = ~0ull;
constexpr u32 SOURCE_SHIFT = 56;
constexpr u64 ROW_MASK = (1ull << 40) - 1;

// How many memories a kernel gathers from: those of fifteen GPUs and the host's, or fewer.
constexpr u32 MOST_SOURCES = 16;

__device__ __forceinline__ u32 sourceOf(u64 location) {
    return (u32)(location >> SOURCE_SHIFT);
}

__device__ __forceinline__ u64 rowOf(u64 location) {
    return location & ROW_MASK;
}

// A directory says where each key's row lies. It has one of two forms:
//   dense   words[key], for keys below size
//   hashed  size buckets of two words, key and location, a power of two; a key lies in the first bucket from its hash on that has
//           it, and no free bucket lies between. Keys are never taken out: what is not to be found gets NO_LOCATION.
struct Directory {
    u64* words;
    u64 size;
    u32 hashed;
};

// The finaliser of MurmurHash3 (A. Appleby, public domain): every bit of the key reaches every bit of the hash.
__device__ __forceinline__ u64 hashOf(u64 key) {
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdull;
    key ^= key >> 33;
    key *= 0xc4ceb9fe1a85ec53ull;
    key ^= key >> 33;
    return key;
}

__device__ __forceinline__ u64 find(const Directory& directory, u64 key) {
    if (!directory.hashed) {
        // A word may change while it is read, so it is read as one.
        return key < directory.size ? *(volatile const u64*)(directory.words + key) : NO_LOCATION;
    }
    const u64 mask = directory.size - 1;
    u64 bucket = hashOf(key) & mask;
    for (u64 tried = 0; tried <= mask; ++tried) {
        const u64 there = *(volatile const u64*)(directory.words + 2 * bucket);
        if (there == key) {
            return *(volatile const u64*)(directory.words + 2 * bucket + 1);
        }
        if (there == NO_KEY) {
            return NO_LOCATION;
        }
        bucket = (bucket + 1) & mask;
    }
    return NO_LOCATION;
}

// Returns the word that says where a key's row lies, or null when there is no room for the key.
__device__ __forceinline__ u64* place(const Directory& directory, u64 key) {
    if (!directory.hashed) {
        return key < directory.size ? directory.words + key : nullptr;
    }
    const u64 mask = directory.size - 1;
    u64 bucket = hashOf(key) & mask;
    for (u64 tried = 0; tried <= mask; ++tried) {
        const u64 there = atomicCAS(directory.words + 2 * bucket, NO_KEY, key);
        if (there == NO_KEY || there == key) {
            return directory.words + 2 * bucket + 1;
        }
        bucket = (bucket + 1) & mask;
    }
    return nullptr;
}
