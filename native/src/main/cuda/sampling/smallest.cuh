// The smallest of many keys of 64 bits, of equal ones the first, in the order in which they stand: a column's edges. A warp has a column to itself,
// or a block of 256 threads where there are very many. Any number of keys and of those wanted: nothing is kept of them but counts.
//
// The largest key that is wanted is found digit by digit from the top (radix select): how many keys with the digits so far have which next digit.
// That ends as soon as all keys with the digits so far are wanted, which for drawn keys is when there are few with the same: after one or two
// digits of eight. The first keys are computed once and kept, the others are computed again for each digit.
#pragma once

#include "grid.cuh"

constexpr u32 DIGIT_BITS = 8;
constexpr u32 DIGITS = 1u << DIGIT_BITS;

// Keys that are kept.
constexpr u32 WARP_KEYS = 256;
constexpr u32 BLOCK_KEYS = 2048;

// What a team needs of shared memory: so much for each warp of a block, or all of it for a block.
struct SmallestShared {
    u64 keys[BLOCK_KEYS];
    u32 histograms[8][DIGITS];
    u32 sums[8];
    u32 digits[8];
    u32 befores[8];
};

// Who works on a column: a warp, or a block of 256 threads. One text for both, for it is long.
struct Team {
    bool isBlock;
    u64* keys;
    u32* histogram;
    u32* sums;
    u32* digit;
    u32* digitBefore;

    __device__ __forceinline__ Team(SmallestShared& shared, bool isBlock) : isBlock(isBlock) {
        const u32 warp = isBlock ? 0 : threadIdx.x / 32;
        keys = shared.keys + warp * WARP_KEYS;
        histogram = shared.histograms[warp];
        sums = shared.sums;
        digit = shared.digits + warp;
        digitBefore = shared.befores + warp;
    }

    __device__ __forceinline__ u32 size() const {
        return isBlock ? 256 : 32;
    }

    __device__ __forceinline__ u32 rank() const {
        return isBlock ? threadIdx.x : threadIdx.x % 32;
    }

    __device__ __forceinline__ u32 kept() const {
        return isBlock ? BLOCK_KEYS : WARP_KEYS;
    }

    __device__ __forceinline__ void sync() const {
        if (isBlock) {
            __syncthreads();
        } else {
            __syncwarp();
        }
    }

    // Returns how many threads before this one have a, and b in the upper half; of all of them in all.
    __device__ __forceinline__ u32 before(bool a, bool b, u32& all) const {
        const u32 as = __ballot_sync(0xffffffffu, a);
        const u32 bs = __ballot_sync(0xffffffffu, b);
        const u32 lower = (1u << threadIdx.x % 32) - 1;
        u32 earlier = __popc(as & lower) | __popc(bs & lower) << 16;
        all = __popc(as) | __popc(bs) << 16;
        if (isBlock) {
            __syncthreads();
            if (threadIdx.x % 32 == 0) {
                sums[threadIdx.x / 32] = all;
            }
            __syncthreads();
            all = 0;
            for (u32 warp = 0; warp < 8; ++warp) {
                earlier += warp < threadIdx.x / 32 ? sums[warp] : 0;
                all += sums[warp];
            }
        }
        return earlier;
    }
};

// The digits of the largest key that is wanted, as far as they matter: keys with smaller ones are wanted, and the first few with the same.
struct Limit {
    u64 mask;
    u64 digits;
    u32 ties;
};

// Which digit the wanted-th smallest of the counted keys has, and how many have smaller ones: for one warp, into shared memory.
__device__ __forceinline__ void findDigit(const Team& team, u32 wanted) {
    const u32 lane = threadIdx.x % 32;
    constexpr u32 EACH = DIGITS / 32;
    u32 sum = 0;
    for (u32 digit = lane * EACH; digit < (lane + 1) * EACH; ++digit) {
        sum += team.histogram[digit];
    }
    u32 inclusive = sum;
    for (u32 step = 1; step < 32; step *= 2) {
        const u32 other = __shfl_up_sync(0xffffffffu, inclusive, step);
        inclusive += lane >= step ? other : 0;
    }
    u32 before = inclusive - sum;
    if (before < wanted && wanted <= inclusive) {
        u32 digit = lane * EACH;
        while (before + team.histogram[digit] < wanted) {
            before += team.histogram[digit++];
        }
        *team.digit = digit;
        *team.digitBefore = before;
    }
}

// Returns the limit of the wanted smallest of size keys, 1 <= wanted <= size. bits: of a key, a multiple of DIGIT_BITS.
template <typename KeyOf>
__device__ __forceinline__ Limit limitOf(const Team& team, u32 size, u32 wanted, u32 bits, KeyOf keyOf) {
    Limit limit = {0, 0, wanted};
#pragma unroll 1
    for (u32 shift = bits; shift > 0;) {
        shift -= DIGIT_BITS;
#pragma unroll 1
        for (u32 digit = team.rank(); digit < DIGITS; digit += team.size()) {
            team.histogram[digit] = 0;
        }
        team.sync();
#pragma unroll 1
        for (u32 i = team.rank(); i < size; i += team.size()) {
            const u64 key = keyOf(i);
            if ((key & limit.mask) == limit.digits) {
                atomicAdd(&team.histogram[(u32)(key >> shift) % DIGITS], 1u);
            }
        }
        team.sync();
        if (team.rank() < 32) {
            findDigit(team, limit.ties);
        }
        team.sync();
        limit.mask |= (u64)(DIGITS - 1) << shift;
        limit.digits |= (u64)*team.digit << shift;
        limit.ties -= *team.digitBefore;
        const bool areAllWanted = team.histogram[*team.digit] == limit.ties;
        team.sync();
        if (areAllWanted) {
            break;
        }
    }
    return limit;
}

// Gives take(i, place) for the wanted smallest of a column's keys, in order; for all that run, where those are fewer than the limit. Key says of an
// edge whether it runs at all, and its key: those that do not have the largest of all.
template <typename Key, typename Take>
__device__ __forceinline__ void takeSmallest(const Team& team, u32 size, u32 wanted, bool isWhole, Key key, Take take) {
    Limit limit = {0, 0, 0};
    const auto keyOf = [&](u32 i) { return i < team.kept() ? team.keys[i] : key.of(i); };
    if (!isWhole) {
#pragma unroll 1
        for (u32 i = team.rank(); i < min(size, team.kept()); i += team.size()) {
            team.keys[i] = key.of(i);
        }
        limit = limitOf(team, size, wanted, Key::BITS, keyOf);
    }
    u32 below = 0;
    u32 ties = 0;
#pragma unroll 1
    for (u32 chunk = 0; chunk < size; chunk += team.size()) {
        const u32 i = chunk + team.rank();
        bool isBelow = false;
        bool isTie = false;
        if (i < size && isWhole) {
            isBelow = key.runs(i);
        } else if (i < size) {
            const u64 digits = keyOf(i) & limit.mask;
            isBelow = digits < limit.digits;
            isTie = digits == limit.digits;
        }
        u32 all;
        const u32 before = team.before(isBelow, isTie, all);
        const u32 tiesBefore = ties + (before >> 16);
        if (isBelow || (isTie && tiesBefore < limit.ties)) {
            take(i, below + (before & 0xffff) + min(tiesBefore, limit.ties));
        }
        below += all & 0xffff;
        ties += all >> 16;
    }
    team.sync();
}
