// Joint selection: of each sample the vertices that arrive first in an exponential race, of equal arrivals the smaller ones. See
// sampling/reference/JointSelection.java. No sort of everything: one count of arrivals by their highest bits says up to where all are selected, and
// only those that share these bits with the last are looked at again, by a block for each sample. Arrivals are computed where they are needed,
// twice, rather than kept.
//
// Who runs: the rows of rowVertices if isSparse says that others have a weight of 0, else all vertices. What is selected are bits, a vertex each.

#include "sampling/arrival.cuh"
#include "sampling/draws.cuh"
#include "sampling/numbers.cuh"
#include "sampling/offsets.cuh"
#include "sampling/teams.cuh"

// An arrival's exponent and the first bit of its fraction.
constexpr u32 TOP_BITS = 12;
constexpr u32 TOPS = 1u << TOP_BITS;
constexpr u32 TOP_SHIFT = 63 - TOP_BITS;

// Digits of those that share their highest bits.
constexpr u32 DIGIT_BITS = 11;
constexpr u32 DIGITS = 1u << DIGIT_BITS;
constexpr u32 ARRIVAL_ROUNDS = 5;
constexpr u32 VERTEX_ROUNDS = 3;

// What is wrong with weights: a bit of a word that the host looks at.
constexpr u32 NO_WEIGHT = 2;

// Calls visit(vertex, arrival's bits) for all who run for a sample.
template <typename Visit>
__device__ __forceinline__ void forRunners(const Numbers& numbers, u32 isSparse, u32 graphVertices, u32 owner, u32 sample, u64 seed, u32 site,
                                           u32 thread, u32 threads, float* registers, u32* mistakes, Visit visit) {
    const u32 size = isSparse ? rowSlots(numbers.rowCounts[owner]) : graphVertices;
    for (u64 i = thread; i < size; i += threads) {
        const u32 vertex = isSparse ? numbers.rowVertices[(u64)owner * numbers.rowRegion + i] : (u32)i;
        if (vertex != NO_ROW) {
            const float weight = numbers.at({0, vertex, 0, 0, owner}, registers);
            if (!(weight >= 0 && weight < __int_as_float(0x7f800000))) {
                atomicOr(mistakes, NO_WEIGHT);
            } else if (weight > 0) {
                visit(vertex, arrivalKey(arrivalOf(drawBits(seed, sample, site, vertex, 0), weight)));
            }
        }
    }
}

// The digit in which the wanted-th smallest lies (from 1 on), and how many are wanted of those that have it; digit is the number of digits if
// there are fewer.
struct Last {
    u32 digit;
    u32 wanted;
};

// counts: of each digit, a multiple of 256 of them. All threads of a block of 256 come along.
__device__ __forceinline__ Last lastOf(const u32* counts, u32 digits, u32 wanted) {
    __shared__ u32 sums[32];
    __shared__ Last last;
    const u32 each = digits / TILE_THREADS;
    u32 sum = 0;
    for (u32 i = 0; i < each; ++i) {
        sum += counts[threadIdx.x * each + i];
    }
    if (threadIdx.x == 0) {
        last = {digits, 0};
    }
    u32 before = blockOffset(sum, sums);
    if (before < wanted && before + sum >= wanted) {
        u32 digit = threadIdx.x * each;
        while (before + counts[digit] < wanted) {
            before += counts[digit];
            ++digit;
        }
        last = {digit, wanted - before};
    }
    __syncthreads();
    const Last found = last;
    __syncthreads();
    return found;
}

__device__ __forceinline__ void choose(u32* __restrict__ bits, u32 vertex) {
    atomicOr(&bits[vertex / 32], 1u << vertex % 32);
}

// Adds to tops[sample][top] how many arrivals have these highest bits. Blocks of 256 threads.
extern "C" __global__ void race_count(u32* __restrict__ tops, u32* __restrict__ mistakes, const u64* __restrict__ code, u32 instructions,
                                      const void* __restrict__ in0, const void* __restrict__ in1, const void* __restrict__ in2,
                                      const void* __restrict__ in3, const void* __restrict__ in4, const void* __restrict__ in5,
                                      const u32* __restrict__ rowVertices, const u64* __restrict__ rowSums, const u32* __restrict__ rowCounts,
                                      u32 rowRegion, u32 isSparse, u32 graphVertices, const u32* __restrict__ sampleIds, u32 samples, u64 seed,
                                      u32 site) {
    extern __shared__ float registers[];
    __shared__ u32 counts[TOPS];
    const Numbers numbers = {code, instructions, in0, in1, in2, in3, in4, in5, rowVertices, rowSums, rowCounts, rowRegion};
    forSamples(samples, [&](u32 owner, u32 thread, u32 threads) {
        for (u32 top = threadIdx.x; top < TOPS; top += TILE_THREADS) {
            counts[top] = 0;
        }
        __syncthreads();
        forRunners(numbers, isSparse, graphVertices, owner, sampleIds[owner], seed, site, thread, threads, registers, mistakes,
                   [&](u32, u64 arrival) { atomicAdd(&counts[arrival >> TOP_SHIFT], 1u); });
        __syncthreads();
        for (u32 top = threadIdx.x; top < TOPS; top += TILE_THREADS) {
            if (counts[top] != 0) {
                atomicAdd(&tops[owner * TOPS + top], counts[top]);
            }
        }
        __syncthreads();
    });
}

// Chooses all that arrive before those with the last one's highest bits, and writes these down: tied[sample] of them, in any order, from
// sample * tiedRoom on. bits: so many words for each sample. Launched as race_count.
extern "C" __global__ void race_first(u32* __restrict__ bits, u32 words, u32* __restrict__ tied, u64* __restrict__ tiedArrivals,
                                      u32* __restrict__ tiedVertices, u32 tiedRoom, const u32* __restrict__ tops, u32 count,
                                      u32* __restrict__ mistakes, const u64* __restrict__ code, u32 instructions, const void* __restrict__ in0,
                                      const void* __restrict__ in1, const void* __restrict__ in2, const void* __restrict__ in3,
                                      const void* __restrict__ in4, const void* __restrict__ in5, const u32* __restrict__ rowVertices,
                                      const u64* __restrict__ rowSums, const u32* __restrict__ rowCounts, u32 rowRegion, u32 isSparse,
                                      u32 graphVertices, const u32* __restrict__ sampleIds, u32 samples, u64 seed, u32 site) {
    extern __shared__ float registers[];
    const Numbers numbers = {code, instructions, in0, in1, in2, in3, in4, in5, rowVertices, rowSums, rowCounts, rowRegion};
    forSamples(samples, [&](u32 owner, u32 thread, u32 threads) {
        const Last last = lastOf(tops + owner * TOPS, TOPS, count);
        forRunners(numbers, isSparse, graphVertices, owner, sampleIds[owner], seed, site, thread, threads, registers, mistakes,
                   [&](u32 vertex, u64 arrival) {
                       const u32 top = (u32)(arrival >> TOP_SHIFT);
                       if (top < last.digit) {
                           choose(bits + (u64)owner * words, vertex);
                       } else if (top == last.digit) {
                           const u64 to = (u64)owner * tiedRoom + atomicAdd(&tied[owner], 1u);
                           tiedArrivals[to] = arrival;
                           tiedVertices[to] = vertex;
                       }
                   });
    });
}

// Chooses among those that were written down: digit by digit, first of arrivals and then of vertices, until all that share the digits so far are
// wanted. A block of 256 threads for each sample.
extern "C" __global__ void race_last(u32* __restrict__ bits, u32 words, const u32* __restrict__ tied, const u64* __restrict__ tiedArrivals,
                                     const u32* __restrict__ tiedVertices, u32 tiedRoom, const u32* __restrict__ tops, u32 count, u32 samples) {
    __shared__ u32 counts[DIGITS];
    for (u32 owner = blockIdx.x; owner < samples; owner += gridDim.x) {
        const u32 size = tied[owner];
        const u64* __restrict__ arrivals = tiedArrivals + (u64)owner * tiedRoom;
        const u32* __restrict__ vertices = tiedVertices + (u64)owner * tiedRoom;
        u32 wanted = lastOf(tops + owner * TOPS, TOPS, count).wanted;
        // The digits so far of the last one; whoever has smaller ones is chosen, too.
        u64 arrivalsDigits = 0;
        u64 verticesDigits = 0;
        u32 rounds = 0;
        u32 sharing = size;
        const auto digits = [](u64 word, u32 round) { return round == 0 ? 0 : word >> (64 - DIGIT_BITS * round); };
        const auto arrivalOfRound = [&](u32 i, u32 round) { return digits(arrivals[i] << (64 - TOP_SHIFT), min(round, ARRIVAL_ROUNDS)); };
        const auto vertexOfRound = [&](u32 i, u32 round) {
            return round <= ARRIVAL_ROUNDS ? 0 : digits((u64)vertices[i] << 32, round - ARRIVAL_ROUNDS);
        };
        while (wanted < sharing && rounds < ARRIVAL_ROUNDS + VERTEX_ROUNDS) {
            for (u32 digit = threadIdx.x; digit < DIGITS; digit += TILE_THREADS) {
                counts[digit] = 0;
            }
            __syncthreads();
            const bool isArrival = rounds < ARRIVAL_ROUNDS;
            for (u32 i = threadIdx.x; i < size; i += TILE_THREADS) {
                if (arrivalOfRound(i, rounds) == arrivalsDigits && vertexOfRound(i, rounds) == verticesDigits) {
                    const u64 next = isArrival ? arrivalOfRound(i, rounds + 1) : vertexOfRound(i, rounds + 1);
                    atomicAdd(&counts[next % DIGITS], 1u);
                }
            }
            __syncthreads();
            const Last last = lastOf(counts, DIGITS, wanted);
            wanted = last.wanted;
            sharing = counts[last.digit];
            if (isArrival) {
                arrivalsDigits = arrivalsDigits * DIGITS + last.digit;
            } else {
                verticesDigits = verticesDigits * DIGITS + last.digit;
            }
            ++rounds;
            __syncthreads();
        }
        for (u32 i = threadIdx.x; i < size; i += TILE_THREADS) {
            const u64 arrival = arrivalOfRound(i, rounds);
            if (arrival < arrivalsDigits || (arrival == arrivalsDigits && vertexOfRound(i, rounds) <= verticesDigits)) {
                choose(bits + (u64)owner * words, vertices[i]);
            }
        }
    }
}

// partials[block] = how many of the block's part of all samples' words are chosen. Blocks of 256 threads; any number of them.
extern "C" __global__ void race_sizes(u32* __restrict__ partials, const u32* __restrict__ bits, u32 words, u32 samples) {
    sumChunk(partials, words * samples, [&](u32 word) { return (u32)__popc(bits[word]); });
}

// Frontiers of what was chosen, in ascending order. Launched as race_sizes.
extern "C" __global__ void race_write(u32* __restrict__ nextVertices, u32* __restrict__ nextOwners, u32* __restrict__ nextStarts,
                                      const u32* __restrict__ partials, const u32* __restrict__ bits, u32 words, u32 samples) {
    offsetsOfChunk(
        partials, words * samples, [&](u32 word) { return (u32)__popc(bits[word]); },
        [&](u32 word, u32 before, u32) {
            const u32 owner = word / words;
            if (word % words == 0) {
                nextStarts[owner] = before;
            }
            u32 to = before;
            for (u32 left = bits[word]; left != 0; left &= left - 1) {
                nextVertices[to] = word % words * 32 + (u32)(__ffs((int)left) - 1);
                nextOwners[to] = owner;
                ++to;
            }
        },
        [&](u32 all) { nextStarts[samples] = all; });
}
