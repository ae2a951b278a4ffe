// An array of structures: each thread has a record of 2, 4 or 8 words, which it touches word by word.
//
// Neighbouring threads have neighbouring records, so that a warp's access touches every second, fourth or eighth word, and the next one
// the words beside them. Pointers are to words, so that the compiler cannot make vectors of them. Grids and blocks have one dimension, so
// that a record's number is cheap.

#include "grid.cuh"

__device__ __forceinline__ u32 ownRecord() { return blockIdx.x * blockDim.x + threadIdx.x; }

// Stores a record's number to *found if its words add up to sought.
template <u32 WORDS>
__device__ __forceinline__ void readRecord(const u32* __restrict__ in, u32* __restrict__ found, u32 sought) {
    const u32 record = ownRecord();
    const u32* const own = in + WORDS * (u64)record;
    u32 total = 0;
#pragma unroll
    for (u32 k = 0; k < WORDS; ++k) {
        total += own[k];
    }
    if (total == sought) {
        *found = record;
    }
}

template <u32 WORDS>
__device__ __forceinline__ void writeRecord(u32* __restrict__ out, u32 value) {
    const u32 record = ownRecord();
    u32* const own = out + WORDS * (u64)record;
    const u32 first = record + value;
#pragma unroll
    for (u32 k = 0; k < WORDS; ++k) {
        own[k] = first + k;
    }
}

// Adds value to every word: first all are loaded, then all are stored.
template <u32 WORDS>
__device__ __forceinline__ void updateRecord(u32* __restrict__ records, u32 value) {
    u32* const own = records + WORDS * (u64)ownRecord();
    u32 words[WORDS];
#pragma unroll
    for (u32 k = 0; k < WORDS; ++k) {
        words[k] = own[k];
    }
#pragma unroll
    for (u32 k = 0; k < WORDS; ++k) {
        own[k] = words[k] + value;
    }
}

// Records are searched for one with a certain sum: among random ones, next to none has it, so that next to nothing is stored.
extern "C" __global__ void __launch_bounds__(1024)
records_read_2(const u32* __restrict__ in, u32* __restrict__ found, u32 sought) {
    readRecord<2>(in, found, sought);
}

extern "C" __global__ void __launch_bounds__(1024)
records_read_4(const u32* __restrict__ in, u32* __restrict__ found, u32 sought) {
    readRecord<4>(in, found, sought);
}

extern "C" __global__ void __launch_bounds__(1024)
records_read_8(const u32* __restrict__ in, u32* __restrict__ found, u32 sought) {
    readRecord<8>(in, found, sought);
}

// Word k of record i becomes i + value + k.
extern "C" __global__ void __launch_bounds__(1024)
records_write_2(u32* __restrict__ out, u32 value) {
    writeRecord<2>(out, value);
}

extern "C" __global__ void __launch_bounds__(1024)
records_write_4(u32* __restrict__ out, u32 value) {
    writeRecord<4>(out, value);
}

extern "C" __global__ void __launch_bounds__(1024)
records_write_8(u32* __restrict__ out, u32 value) {
    writeRecord<8>(out, value);
}

extern "C" __global__ void __launch_bounds__(1024)
records_update_2(u32* __restrict__ records, u32 value) {
    updateRecord<2>(records, value);
}

extern "C" __global__ void __launch_bounds__(1024)
records_update_4(u32* __restrict__ records, u32 value) {
    updateRecord<4>(records, value);
}

extern "C" __global__ void __launch_bounds__(1024)
records_update_8(u32* __restrict__ records, u32 value) {
    updateRecord<8>(records, value);
}
