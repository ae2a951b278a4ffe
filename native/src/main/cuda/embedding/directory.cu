// Directories of an embedding cache: which key's row lies where. See location.cuh.

#include "embedding/location.cuh"

// Publishes that the rows of count keys lie in rows firstRow, firstRow + 1, ... of a source. A row has to be there before its place is
// published: this kernel comes after whatever brought it, and a reader that finds the old word still finds the old row. A key that the
// directory has no room for adds 1 to *failures.
extern "C" __global__ void directory_publish(u64* __restrict__ words, u64 size, u32 hashed, const u64* __restrict__ keys, u64 count,
                                             u32 source, u64 firstRow, u32 version, u32* __restrict__ failures) {
    const Directory directory{words, size, hashed};
    const u64 base = (u64)source << SOURCE_SHIFT | (u64)(version & 0xffff) << 40;
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        u64* word = place(directory, keys[i]);
        if (word == nullptr) {
            atomicAdd(failures, 1);
        } else {
            // One store of 64 bits that nobody sees half of.
            atomicExch(word, base | (firstRow + i));
        }
    }
}

// The same with a row for each key: row rows[i] of the source.
extern "C" __global__ void directory_publish_rows(u64* __restrict__ words, u64 size, u32 hashed, const u64* __restrict__ keys, u64 count,
                                                  u32 source, const u64* __restrict__ rows, u32 version, u32* __restrict__ failures) {
    const Directory directory{words, size, hashed};
    const u64 base = (u64)source << SOURCE_SHIFT | (u64)(version & 0xffff) << 40;
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        u64* word = place(directory, keys[i]);
        if (word == nullptr) {
            atomicAdd(failures, 1);
        } else {
            atomicExch(word, base | rows[i]);
        }
    }
}

// locations[i] is the word of keys[i], or all ones when the key is not known.
extern "C" __global__ void directory_find(u64* __restrict__ locations, u64* __restrict__ words, u64 size, u32 hashed,
                                          const u64* __restrict__ keys, u64 count) {
    const Directory directory{words, size, hashed};
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        locations[i] = find(directory, keys[i]);
    }
}
