// Philox4x32-10 on its own: a stream of random words, and the function's value at given points for known-answer tests.

#include "philox.cuh"

// out[i] = philox4x32(counter (n, n >> 32, 0, 0), key (seed, seed >> 32))[i % 4] with n = i / 4, each cut to 32 bits. Out needs 4-byte
// alignment.
extern "C" __global__ void __launch_bounds__(1024)
philox_fill(u32* __restrict__ out, u64 words, u64 seed) {
    const uint2 key = make_uint2((u32)seed, (u32)(seed >> 32));
    const bool wide = reinterpret_cast<u64>(out) % sizeof(uint4) == 0;
    const u64 draws = words / 4 + (words % 4 != 0);
    const u64 step = gridThreads();
#pragma unroll 1
    for (u64 n = gridThread(); n < draws; n += step) {
        const uint4 drawn = philox4x32(make_uint4((u32)n, (u32)(n >> 32), 0, 0), key);
        const u64 first = 4 * n;
        if (wide && words - first >= 4) {
            *reinterpret_cast<uint4*>(out + first) = drawn;
        } else {
            out[first] = drawn.x;
            if (words - first > 1) {
                out[first + 1] = drawn.y;
            }
            if (words - first > 2) {
                out[first + 2] = drawn.z;
            }
            if (words - first > 3) {
                out[first + 3] = drawn.w;
            }
        }
    }
}

// out[4i..4i+3] = philox4x32(counters[4i..4i+3], keys[2i..2i+1])
extern "C" __global__ void __launch_bounds__(1024)
philox_vectors(const u32* __restrict__ counters, const u32* __restrict__ keys, u32* __restrict__ out, u64 count) {
    const u64 step = gridThreads();
#pragma unroll 1
    for (u64 i = gridThread(); i < count; i += step) {
        const uint4 counter = make_uint4(counters[4 * i], counters[4 * i + 1], counters[4 * i + 2], counters[4 * i + 3]);
        const uint4 value = philox4x32(counter, make_uint2(keys[2 * i], keys[2 * i + 1]));
        out[4 * i] = value.x;
        out[4 * i + 1] = value.y;
        out[4 * i + 2] = value.z;
        out[4 * i + 3] = value.w;
    }
}
