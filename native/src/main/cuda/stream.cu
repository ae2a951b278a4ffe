// Memory streams: read, write, copy and triad over arrays of floats, after McCalpin's STREAM [1].
//
// The bulk moves in 16-byte accesses, the widest there is, four loads (or stores) of a thread in flight at a time. A thread's
// accesses are one grid apart, so each warp instruction covers 512 consecutive bytes. The launch bounds hold every kernel to 32
// registers, which lets 2048 threads reside on an SM: 128 KiB of loads in flight there, against the 25 KiB that Little's law asks
// for at 4.8 TB/s, 132 SMs and 700 ns. Triad has two inputs and therefore steps two vectors at a time: four loads again, and
// still 32 registers.
//
// Pointers need 4-byte alignment only. Floats before the first and after the last 16-byte boundary move one by one. If a kernel's
// arrays lie differently against 16 bytes, no vector access is aligned for all of them and everything moves one by one: right,
// and slower.
//
// [1] J. D. McCalpin, Memory Bandwidth and Machine Balance in Current High Performance Computers, IEEE TCCA Newsletter, 1995.

#include "grid.cuh"

constexpr u32 FLOATS = 4; // in one 16-byte vector

// The part of an array that vectors cover: FLOATS * vectors floats from index first on; the edges are what is left on both sides.
struct Bulk {
    u64 first;
    u64 vectors;
    u64 edges;

    __device__ __forceinline__ u64 edge(u64 n) const { return n < first ? n : n + FLOATS * vectors; }
};

// All arrays that are misaligned by the same amount share one bulk; otherwise the bulk is empty.
__device__ __forceinline__ Bulk bulkOf(u64 count, u64 address, u64 misalignedBy = 0) {
    const u64 toBoundary = (0 - address / sizeof(float)) % FLOATS;
    const u64 first = misalignedBy % sizeof(float4) != 0 || toBoundary > count ? count : toBoundary;
    const u64 vectors = (count - first) / FLOATS;
    return Bulk{first, vectors, count - FLOATS * vectors};
}

__device__ __forceinline__ u64 addressOf(const void* pointer) { return reinterpret_cast<u64>(pointer); }

__device__ __forceinline__ u32 isNotANumber(float value) { return value != value; }

__device__ __forceinline__ u32 sumIsNotANumber(float4 v) { return isNotANumber((v.x + v.y) + (v.z + v.w)); }

__device__ __forceinline__ float4 triad(float4 b, const float4 c, float scalar) {
    b.x = __fmaf_rn(scalar, c.x, b.x);
    b.y = __fmaf_rn(scalar, c.y, b.y);
    b.z = __fmaf_rn(scalar, c.z, b.z);
    b.w = __fmaf_rn(scalar, c.w, b.w);
    return b;
}

// Reads every float of in and stores nothing: sink is there so that the loads cannot be optimised away. A thread counts how often
// what it read is not a number, at most once a float; the count cannot exceed that of all floats, so the store never happens, for
// any data, but no compiler can tell.
extern "C" __global__ void __launch_bounds__(1024, 2)
stream_read(const float* __restrict__ in, float* __restrict__ sink, u64 count) {
    const Bulk bulk = bulkOf(count, addressOf(in));
    const float4* const vectors = reinterpret_cast<const float4*>(in + bulk.first);
    const u64 step = gridThreads();
    u32 found = 0;
    u64 i = gridThread();
#pragma unroll 1
    for (; i + 3 * step < bulk.vectors; i += 4 * step) {
        const float4 v0 = vectors[i];
        const float4 v1 = vectors[i + step];
        const float4 v2 = vectors[i + 2 * step];
        const float4 v3 = vectors[i + 3 * step];
        found += sumIsNotANumber(v0) + sumIsNotANumber(v1) + sumIsNotANumber(v2) + sumIsNotANumber(v3);
    }
#pragma unroll 1
    for (; i < bulk.vectors; i += step) {
        found += sumIsNotANumber(vectors[i]);
    }
#pragma unroll 1
    for (u64 n = gridThread(); n < bulk.edges; n += step) {
        found += isNotANumber(in[bulk.edge(n)]);
    }
    if (found > count) {
        *sink = (float)found;
    }
}

// out[i] = value
extern "C" __global__ void __launch_bounds__(1024, 2)
stream_write(float* __restrict__ out, float value, u64 count) {
    const Bulk bulk = bulkOf(count, addressOf(out));
    float4* const vectors = reinterpret_cast<float4*>(out + bulk.first);
    const float4 v = make_float4(value, value, value, value);
    const u64 step = gridThreads();
    u64 i = gridThread();
#pragma unroll 1
    for (; i + 3 * step < bulk.vectors; i += 4 * step) {
        vectors[i] = v;
        vectors[i + step] = v;
        vectors[i + 2 * step] = v;
        vectors[i + 3 * step] = v;
    }
#pragma unroll 1
    for (; i < bulk.vectors; i += step) {
        vectors[i] = v;
    }
#pragma unroll 1
    for (u64 n = gridThread(); n < bulk.edges; n += step) {
        out[bulk.edge(n)] = value;
    }
}

// out[i] = in[i]; the arrays do not overlap.
extern "C" __global__ void __launch_bounds__(1024, 2)
stream_copy(float* __restrict__ out, const float* __restrict__ in, u64 count) {
    const Bulk bulk = bulkOf(count, addressOf(out), addressOf(out) ^ addressOf(in));
    float4* const to = reinterpret_cast<float4*>(out + bulk.first);
    const float4* const from = reinterpret_cast<const float4*>(in + bulk.first);
    const u64 step = gridThreads();
    u64 i = gridThread();
#pragma unroll 1
    for (; i + 3 * step < bulk.vectors; i += 4 * step) {
        const float4 v0 = from[i];
        const float4 v1 = from[i + step];
        const float4 v2 = from[i + 2 * step];
        const float4 v3 = from[i + 3 * step];
        to[i] = v0;
        to[i + step] = v1;
        to[i + 2 * step] = v2;
        to[i + 3 * step] = v3;
    }
#pragma unroll 1
    for (; i < bulk.vectors; i += step) {
        to[i] = from[i];
    }
#pragma unroll 1
    for (u64 n = gridThread(); n < bulk.edges; n += step) {
        out[bulk.edge(n)] = in[bulk.edge(n)];
    }
}

// out[i] = b[i] + scalar * c[i], rounded once; out overlaps neither input. The fused operation is spelled out so that the result
// does not hang on a compiler's choice to contract.
extern "C" __global__ void __launch_bounds__(1024, 2)
stream_triad(float* __restrict__ out, const float* __restrict__ b, const float* __restrict__ c, float scalar, u64 count) {
    const u64 misalignedBy = (addressOf(out) ^ addressOf(b)) | (addressOf(out) ^ addressOf(c));
    const Bulk bulk = bulkOf(count, addressOf(out), misalignedBy);
    float4* const to = reinterpret_cast<float4*>(out + bulk.first);
    const float4* const fromB = reinterpret_cast<const float4*>(b + bulk.first);
    const float4* const fromC = reinterpret_cast<const float4*>(c + bulk.first);
    const u64 step = gridThreads();
    u64 i = gridThread();
#pragma unroll 1
    for (; i + step < bulk.vectors; i += 2 * step) {
        const float4 b0 = fromB[i];
        const float4 c0 = fromC[i];
        const float4 b1 = fromB[i + step];
        const float4 c1 = fromC[i + step];
        to[i] = triad(b0, c0, scalar);
        to[i + step] = triad(b1, c1, scalar);
    }
#pragma unroll 1
    for (; i < bulk.vectors; i += step) {
        to[i] = triad(fromB[i], fromC[i], scalar);
    }
#pragma unroll 1
    for (u64 n = gridThread(); n < bulk.edges; n += step) {
        const u64 at = bulk.edge(n);
        out[at] = __fmaf_rn(scalar, c[at], b[at]);
    }
}
