// Random walks, all steps of a walk on one thread: from a vertex to the source of one of its edges. See sampling/reference/Walker.java.

#include "sampling/draws.cuh"
#include "sampling/frontier.cuh"

// Where the second kind of draws of a step begins.
constexpr u32 SECOND_DRAWS = 1u << 30;

// Of a second-order walk: proposals of a step, and draws.
constexpr u32 ATTEMPTS = 64;
constexpr u32 DRAWS_PER_STEP = 2 * ATTEMPTS + 2;

// Who walks: perSeed for each entry of a frontier; item is its number in its sample.
struct Walk {
    u32 begin;
    u32 sample;
    u32 item;
};

__device__ __forceinline__ Walk walkOf(u64 walk, u32 perSeed, const u32* vertices, const u32* owners, const u32* starts, const u32* sampleIds) {
    const u32 entry = (u32)(walk / perSeed);
    const u32 owner = owners[entry];
    return {vertices[entry], sampleIds[owner], (u32)(walk - (u64)starts[owner] * perSeed)};
}

// walks[walk * (length + 1) + step]: each edge alike. A walk ends after a step with chance stop / 2^32 and where there is no edge, and has
// ones behind its end; with chance back / 2^32 it goes back to where it began instead of on.
extern "C" __global__ void walk_uniform(u32* __restrict__ walks, u32 length, u32 perSeed, const u32* __restrict__ vertices,
                                        const u32* __restrict__ owners, const u32* __restrict__ starts, u32 samples,
                                        const u32* __restrict__ sampleIds, const u32* __restrict__ indptr, const u32* __restrict__ indices,
                                        u64 seed, u32 site, u64 stop, u64 back) {
    const u64 count = (u64)starts[samples] * perSeed;
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        const Walk walk = walkOf(i, perSeed, vertices, owners, starts, sampleIds);
        u32* to = walks + i * (length + 1);
        u32 at = walk.begin;
        to[0] = at;
        for (u32 step = 0; step < length; ++step) {
            if (at != NOWHERE) {
                if (back != 0 && drawHappens(drawBits(seed, walk.sample, site, walk.item, SECOND_DRAWS + step), back)) {
                    at = walk.begin;
                } else {
                    const u32 first = indptr[at];
                    const u32 degree = indptr[at + 1] - first;
                    at = degree == 0 ? NOWHERE : indices[first + (u32)drawBelow(drawBits(seed, walk.sample, site, walk.item, step), degree)];
                }
            }
            to[step + 1] = at;
            if (stop != 0 && at != NOWHERE && drawHappens(drawBits(seed, walk.sample, site, walk.item, SECOND_DRAWS + step), stop)) {
                at = NOWHERE;
            }
        }
    }
}

// Whether a column, whose sources ascend, has a source.
__device__ __forceinline__ bool hasSource(const u32* __restrict__ indices, u32 first, u32 end, u32 source) {
    while (first < end) {
        const u32 middle = first + (end - first) / 2;
        const u32 found = indices[middle];
        if (found == source) {
            return true;
        }
        if (found < source) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    return false;
}

// Edges that are all alike, with the weights that IntegerWeights.equal gives them.
struct EqualWeights {
    static constexpr u32 BITS = 31;

    __device__ __forceinline__ u64 total(u32 begin, u32 end) const {
        return (u64)(end - begin) << BITS;
    }

    __device__ __forceinline__ u32 at(u32 begin, u32, u64 number) const {
        return begin + (u32)(number >> BITS);
    }

    __device__ __forceinline__ u64 weight(u32, u32) const {
        return 1ull << BITS;
    }
};

// Edges with weights, of which there are sums in each column.
struct SummedWeights {
    const u64* sums;

    __device__ __forceinline__ u64 total(u32 begin, u32 end) const {
        return begin == end ? 0 : sums[end - 1];
    }

    __device__ __forceinline__ u32 at(u32 begin, u32 end, u64 number) const {
        return edgeAt(sums, begin, end, number);
    }

    __device__ __forceinline__ u64 weight(u32 begin, u32 edge) const {
        return edge == begin ? sums[edge] : sums[edge] - sums[edge - 1];
    }
};

// The chances in 2^32 with which a proposed step is taken, by where it leads.
struct Chances {
    u64 back;
    u64 near;
    u64 far;
};

// The weight of an edge in the draw that decides where proposals were refused: see Node2VecChances.java.
__device__ __forceinline__ u64 lastWeight(u64 weight, u64 chance) {
    return weight == 0 ? 0 : max(1ull, weight >> 8) * max(1ull, chance >> 20);
}

// A walk of second order (node2vec): an edge is proposed, by its weight, and taken with a chance that hangs on where it leads: back, near the
// vertex that the walk comes from, or far from it. After ATTEMPTS proposals one draw decides by exact weights.
template <typename Weights>
__device__ __forceinline__ void walkSecondOrder(u32* to, u32 length, Walk walk, const u32* __restrict__ indptr, const u32* __restrict__ indices,
                                                u64 seed, u32 site, Chances chances, Weights weights) {
    u32 at = walk.begin;
    u32 before = NOWHERE;
    to[0] = at;
    for (u32 step = 0; step < length; ++step) {
        u32 next = NOWHERE;
        const u32 first = at == NOWHERE ? 0 : indptr[at];
        const u32 end = at == NOWHERE ? 0 : indptr[at + 1];
        const u64 total = at == NOWHERE ? 0 : weights.total(first, end);
        if (total != 0) {
            const u32 beforeFirst = before == NOWHERE ? 0 : indptr[before];
            const u32 beforeEnd = before == NOWHERE ? 0 : indptr[before + 1];
            const auto chance = [&](u32 source) {
                return source == before ? chances.back : hasSource(indices, beforeFirst, beforeEnd, source) ? chances.near : chances.far;
            };
            const u32 draws = step * DRAWS_PER_STEP;
            for (u32 attempt = 0; attempt < ATTEMPTS && next == NOWHERE; ++attempt) {
                // Two draws of one block: which edge, and whether it is taken.
                const u32 draw = draws + 2 * attempt;
                const u32 proposed = indices[weights.at(first, end, drawBelow(drawBits(seed, walk.sample, site, walk.item, draw), total))];
                if (before == NOWHERE || drawHappens(drawBits(seed, walk.sample, site, walk.item, draw + 1), chance(proposed))) {
                    next = proposed;
                }
            }
            if (next == NOWHERE) {
                const auto weight = [&](u32 edge) { return lastWeight(weights.weight(first, edge), chance(indices[edge])); };
                u64 sum = 0;
                for (u32 edge = first; edge < end; ++edge) {
                    sum += weight(edge);
                }
                const u64 drawn = drawBelow(drawBits(seed, walk.sample, site, walk.item, draws + 2 * ATTEMPTS), sum);
                u32 edge = first;
                for (u64 passed = weight(edge); passed <= drawn; passed += weight(edge)) {
                    ++edge;
                }
                next = indices[edge];
            }
        }
        before = at;
        at = next;
        to[step + 1] = at;
    }
}

// walks as walk_uniform writes them, of second order, where edges are all alike.
extern "C" __global__ void walk_second_order(u32* __restrict__ walks, u32 length, u32 perSeed, const u32* __restrict__ vertices,
                                             const u32* __restrict__ owners, const u32* __restrict__ starts, u32 samples,
                                             const u32* __restrict__ sampleIds, const u32* __restrict__ indptr, const u32* __restrict__ indices,
                                             u64 seed, u32 site, u64 back, u64 near, u64 far) {
    const u64 count = (u64)starts[samples] * perSeed;
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        walkSecondOrder(walks + i * (length + 1), length, walkOf(i, perSeed, vertices, owners, starts, sampleIds), indptr, indices, seed, site,
                        Chances{back, near, far}, EqualWeights{});
    }
}

// The same where edges have weights: sums of weight_sums.
extern "C" __global__ void walk_second_order_weighted(u32* __restrict__ walks, u32 length, u32 perSeed, const u32* __restrict__ vertices,
                                                      const u32* __restrict__ owners, const u32* __restrict__ starts, u32 samples,
                                                      const u32* __restrict__ sampleIds, const u32* __restrict__ indptr,
                                                      const u32* __restrict__ indices, u64 seed, u32 site, u64 back, u64 near, u64 far,
                                                      const u64* __restrict__ sums) {
    const u64 count = (u64)starts[samples] * perSeed;
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        walkSecondOrder(walks + i * (length + 1), length, walkOf(i, perSeed, vertices, owners, starts, sampleIds), indptr, indices, seed, site,
                        Chances{back, near, far}, SummedWeights{sums});
    }
}
