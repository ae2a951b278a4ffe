// Rows that tell whose they are: whoever gathers them can be checked without a second table.

#include "embedding/location.cuh"

__device__ __forceinline__ u32 stamp(u64 key, u64 word) {
    // A step of the golden ratio, which no two words of a row share.
    return (u32)hashOf(key + word * 0x9e3779b97f4a7c15ull);
}

// Row i of the table becomes that of keys[i], or of key i where keys is null. Rows have rowBytes, a multiple of 4.
extern "C" __global__ void stamp_rows(u32* __restrict__ table, const u64* __restrict__ keys, u64 count, u32 rowBytes) {
    const u64 words = rowBytes / sizeof(u32);
    for (u64 i = gridThread(); i < count * words; i += gridThreads()) {
        const u64 row = i / words;
        table[i] = stamp(keys == nullptr ? row : keys[row], i - row * words);
    }
}

// Adds to errors[0] the words of rows that are not those of their keys, and to errors[1] those of them that are zero.
extern "C" __global__ void stamp_check(u32* __restrict__ errors, const u32* __restrict__ rows, const u64* __restrict__ keys, u64 count,
                                       u32 rowBytes) {
    const u64 words = rowBytes / sizeof(u32);
    for (u64 i = gridThread(); i < count * words; i += gridThreads()) {
        const u64 row = i / words;
        if (rows[i] != stamp(keys[row], i - row * words)) {
            atomicAdd(errors, 1);
            if (rows[i] == 0) {
                atomicAdd(errors + 1, 1);
            }
        }
    }
}
