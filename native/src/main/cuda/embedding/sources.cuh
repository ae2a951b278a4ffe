// The memories that a kernel gathers from, as sixteen parameters, source0 to source15: a launch names them one by one, so that whoever runs
// it knows what it reads. Those that a launch does not have are null.
#pragma once

#include "embedding/location.cuh"

// Lists the sixteen parameters in an array of as many pointers, in one thread.
#define LIST_SOURCES(tables)                                                                                                           \
    do {                                                                                                                               \
        const void* const all[] = {source0, source1, source2,  source3,  source4,  source5,  source6,  source7,                        \
                                   source8, source9, source10, source11, source12, source13, source14, source15};                      \
        _Pragma("unroll") for (u32 i = 0; i < MOST_SOURCES; ++i) { (tables)[i] = all[i]; }                                             \
    } while (false)

// Returns a number that the first address of each array, and the length of a row, are multiples of, if a power of two up to 16 is.
__device__ __forceinline__ u64 alignment(const void* out, const void* const* tables, u32 sources, u32 rowBytes) {
    u64 bits = (u64)out | rowBytes | sizeof(uint4);
    for (u32 i = 0; i < sources; ++i) {
        bits |= (u64)tables[i];
    }
    return bits & (~bits + 1);
}
