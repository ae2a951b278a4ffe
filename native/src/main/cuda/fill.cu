// Contents of arrays, made where they lie. Every element is a pure function of its index and a few numbers: it depends on neither the
// launch's shape nor on other elements, so hundreds of megabytes take no time on a GPU, and a reader who wants one element need not make
// the others.
//
// Arrays are aligned to their elements. A count is one of elements unless its name says otherwise; elementBytes is 4 or 8.

#include <cuda_fp16.h>

#include "philox.cuh"

// Which use of random numbers this is: the third word of the counter.
constexpr u32 ELEMENTS = 0;
constexpr u32 PERMUTATION = 1;
constexpr u32 ROWS = 2;

// 64 random bits: the first two words of counter (index, index >> 32, site, 0), the first one above.
__device__ __forceinline__ u64 bits64(u64 seed, u32 site, u64 index) {
    const uint4 drawn = philox4x32(make_uint4((u32)index, (u32)(index >> 32), site, 0), make_uint2((u32)seed, (u32)(seed >> 32)));
    return (u64)drawn.x << 32 | drawn.y;
}

template <typename Element, typename Make>
__device__ __forceinline__ void fill(void* out, u64 count, Make make) {
    Element* const elements = static_cast<Element*>(out);
    const u64 step = gridThreads();
#pragma unroll 1
    for (u64 i = gridThread(); i < count; i += step) {
        elements[i] = (Element)make(i);
    }
}

// Whole numbers of 4 or 8 bytes: the low ones of what make returns.
template <typename Make>
__device__ __forceinline__ void fillWhole(void* out, u64 count, u32 elementBytes, Make make) {
    if (elementBytes == sizeof(u32)) {
        fill<u32>(out, count, make);
    } else {
        fill<u64>(out, count, make);
    }
}

// Every byte is 0. Out needs 4-byte alignment.
extern "C" __global__ void __launch_bounds__(1024)
fill_zeros(void* __restrict__ out, u64 bytes) {
    fill<u32>(out, bytes / sizeof(u32), [](u64) { return 0u; });
    const u64 tail = bytes % sizeof(u32);
    fill<unsigned char>(static_cast<unsigned char*>(out) + (bytes - tail), tail, [](u64) { return 0; });
}

// Random numbers of a type, from the upper bits of bits64(seed, ELEMENTS, i): of a whole number all its bits; of a floating-point one
// as many as it has significant ones, as a multiple of its spacing just below 1, so uniform in [0, 1).
extern "C" __global__ void __launch_bounds__(1024)
fill_random(void* __restrict__ out, u64 count, u64 seed, u32 type) {
    switch (type) {
        case 0: // 8 bits
            fill<unsigned char>(out, count, [=](u64 i) { return bits64(seed, ELEMENTS, i) >> 56; });
            break;
        case 1: // 16 bits
            fill<unsigned short>(out, count, [=](u64 i) { return bits64(seed, ELEMENTS, i) >> 48; });
            break;
        case 2: // 32 bits
            fill<u32>(out, count, [=](u64 i) { return bits64(seed, ELEMENTS, i) >> 32; });
            break;
        case 3: // 64 bits
            fill<u64>(out, count, [=](u64 i) { return bits64(seed, ELEMENTS, i); });
            break;
        case 4: // truth values, of one byte
            fill<unsigned char>(out, count, [=](u64 i) { return bits64(seed, ELEMENTS, i) >> 63; });
            break;
        case 5: // f16: 11 significant bits
            fill<unsigned short>(out, count, [=](u64 i) {
                return __half_as_ushort(__float2half_rn((float)(u32)(bits64(seed, ELEMENTS, i) >> 53) * 0x1p-11f));
            });
            break;
        case 6: // bf16: 8 significant bits, in the upper half of a float
            fill<unsigned short>(out, count, [=](u64 i) {
                return __float_as_uint((float)(u32)(bits64(seed, ELEMENTS, i) >> 56) * 0x1p-8f) >> 16;
            });
            break;
        case 7: // f32: 24 significant bits
            fill<float>(out, count, [=](u64 i) { return (float)(u32)(bits64(seed, ELEMENTS, i) >> 40) * 0x1p-24f; });
            break;
        default: // f64: 53 significant bits
            fill<double>(out, count, [=](u64 i) { return (double)(bits64(seed, ELEMENTS, i) >> 11) * 0x1p-53; });
            break;
    }
}

// Uniform whole numbers from 0 to bound - 1: the upper word of bits64(seed, ELEMENTS, i) * bound.
extern "C" __global__ void __launch_bounds__(1024)
fill_below(void* __restrict__ out, u64 count, u64 seed, u64 bound, u32 elementBytes) {
    fillWhole(out, count, elementBytes, [=](u64 i) { return __umul64hi(bits64(seed, ELEMENTS, i), bound); });
}

// first + i * step
extern "C" __global__ void __launch_bounds__(1024)
fill_iota(void* __restrict__ out, u64 count, u64 first, u64 step, u32 elementBytes) {
    fillWhole(out, count, elementBytes, [=](u64 i) { return first + i * step; });
}

// A permutation of the whole numbers below a power of two. A product with an odd number and a sum are permutations modulo a power of
// two; so is the exclusive or with the upper half, which carries what those leave in the upper bits to the lower ones.
struct Permutation {
    static constexpr u32 ROUNDS = 3;

    u64 mask;
    u32 shift;
    u64 factor[ROUNDS];
    u64 summand[ROUNDS];

    __device__ __forceinline__ Permutation(u64 length, u64 seed) : mask(length - 1) {
        const u32 bits = 64 - __clzll((long long)mask);
        shift = (bits + 1) / 2;
#pragma unroll
        for (u32 round = 0; round < ROUNDS; ++round) {
            factor[round] = bits64(seed, PERMUTATION, 2 * round) | 1;
            summand[round] = bits64(seed, PERMUTATION, 2 * round + 1);
        }
    }

    __device__ __forceinline__ u64 operator()(u64 x) const {
#pragma unroll
        for (u32 round = 0; round < ROUNDS; ++round) {
            x = (x * factor[round] + summand[round]) & mask;
            x ^= x >> shift;
        }
        return x;
    }
};

// Each whole number below count, a power of two, once.
extern "C" __global__ void __launch_bounds__(1024)
fill_permutation(void* __restrict__ out, u64 count, u64 seed, u32 elementBytes) {
    const Permutation permutation(count, seed);
    fillWhole(out, count, elementBytes, permutation);
}

// A ring of nodes, a power of two of them, strideBytes apart: the word at each is the address of the next. The order along the ring is a
// permutation, so that no prefetcher foresees it. Bytes between the nodes stay as they are.
extern "C" __global__ void __launch_bounds__(1024)
fill_ring(void* __restrict__ out, u64 nodes, u64 seed, u64 strideBytes) {
    const Permutation permutation(nodes, seed);
    char* const first = static_cast<char*>(out);
    const u64 step = gridThreads();
#pragma unroll 1
    for (u64 i = gridThread(); i < nodes; i += step) {
        const u64 next = permutation((i + 1) & (nodes - 1));
        *reinterpret_cast<u64*>(first + permutation(i) * strideBytes) = reinterpret_cast<u64>(first + next * strideBytes);
    }
}

// Where the rows of a sparse matrix begin, element count - 1 being the number of entries if it is a multiple of the rows of a group:
// groups of 64 rows have 64 * meanEntries entries each, meanEntries a power of two from 2 on. Every row has half of meanEntries; of the other half of a group's entries, the
// row of rank k has the share 2^-(k+1), and the one of rank 63 what that leaves over. Ranks are dealt out to a group's rows at random.
extern "C" __global__ void __launch_bounds__(1024)
fill_csr(void* __restrict__ out, u64 count, u64 seed, u64 meanEntries, u32 elementBytes) {
    constexpr u64 GROUP_ROWS = 64;
    const u64 uneven = GROUP_ROWS * meanEntries / 2;
    fillWhole(out, count, elementBytes, [=](u64 i) {
        const u64 group = i / GROUP_ROWS;
        const u32 row = (u32)(i % GROUP_ROWS);
        const u64 drawn = bits64(seed, ROWS, group);
        const u32 factor = (u32)(drawn >> 32) | 1;
        u64 start = group * GROUP_ROWS * meanEntries + row * (meanEntries / 2);
#pragma unroll 1
        for (u32 before = 0; before < row; ++before) {
            const u32 rank = (before * factor + (u32)drawn) % (u32)GROUP_ROWS;
            // A power of two halved until it is 0 leaves 1 over.
            start += rank == GROUP_ROWS - 1 ? 1 : uneven >> (rank + 1);
        }
        return start;
    });
}
