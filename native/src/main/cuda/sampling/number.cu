// Numbers of a batch's edges, kept or summed: see numbers.cuh. Launched with whole warps, and shared memory of a word for each register of each thread.
//
// Edges are those of a matrix: positions says which of the graph's; null for all edges of the columns' vertices.

#include "sampling/edges.cuh"
#include "sampling/numbers.cuh"
#include "sampling/teams.cuh"

// What is wrong with numbers: bits of a word that the host looks at.
constexpr u32 NO_TERM = 1;

__device__ __forceinline__ Exact termOf(float number, u32* mistakes) {
    if (!isTerm(number)) {
        atomicOr(mistakes, NO_TERM);
        return {0, 0};
    }
    return exactOf(number);
}

// A frontier whose vertices are columns: see frontier.cuh.
struct Columns {
    const u32* __restrict__ vertices;
    const u32* __restrict__ owners;
    const u32* __restrict__ starts;
    u32 samples;
};

// Calls visit(edge, place, whether there is an edge) for all edges.
template <typename Visit>
__device__ __forceinline__ void forPlaces(const Columns& columns, const u32* __restrict__ first, const u32* __restrict__ positions,
                                          const u32* __restrict__ indptr, const u32* __restrict__ indices, Visit visit) {
    forEdges(first, columns.starts[columns.samples], [&](u32 edge, u32 column) {
        const bool isEdge = column != NO_COLUMN;
        Place place = {0, 0, 0, column, 0};
        if (isEdge) {
            place.destination = columns.vertices[column];
            place.owner = columns.owners[column];
            place.position = positions == nullptr ? indptr[place.destination] + (edge - first[column]) : positions[edge];
            place.source = indices[place.position];
        }
        visit(edge, place, isEdge);
    });
}

// stored[edge] = the edge's number.
extern "C" __global__ void number_store(float* __restrict__ stored, const u64* __restrict__ code, u32 instructions, const void* __restrict__ in0,
                                        const void* __restrict__ in1, const void* __restrict__ in2, const void* __restrict__ in3,
                                        const void* __restrict__ in4, const void* __restrict__ in5, const u32* __restrict__ rowVertices,
                                        const u64* __restrict__ rowSums, const u32* __restrict__ rowCounts, u32 rowRegion,
                                        const u32* __restrict__ vertices, const u32* __restrict__ owners, const u32* __restrict__ starts,
                                        u32 samples, const u32* __restrict__ first, const u32* __restrict__ positions,
                                        const u32* __restrict__ indptr, const u32* __restrict__ indices) {
    extern __shared__ float registers[];
    const Numbers numbers = {code, instructions, in0, in1, in2, in3, in4, in5, rowVertices, rowSums, rowCounts, rowRegion};
    forPlaces({vertices, owners, starts, samples}, first, positions, indptr, indices, [&](u32 edge, const Place& place, bool isEdge) {
        if (isEdge) {
            stored[edge] = numbers.at(place, registers);
        }
    });
}

// Adds each edge's number to sums[column].
extern "C" __global__ void number_by_column(u64* __restrict__ sums, u32* __restrict__ mistakes, const u64* __restrict__ code, u32 instructions,
                                            const void* __restrict__ in0, const void* __restrict__ in1, const void* __restrict__ in2,
                                            const void* __restrict__ in3, const void* __restrict__ in4, const void* __restrict__ in5,
                                            const u32* __restrict__ rowVertices, const u64* __restrict__ rowSums,
                                            const u32* __restrict__ rowCounts, u32 rowRegion, const u32* __restrict__ vertices,
                                            const u32* __restrict__ owners, const u32* __restrict__ starts, u32 samples,
                                            const u32* __restrict__ first, const u32* __restrict__ positions, const u32* __restrict__ indptr,
                                            const u32* __restrict__ indices) {
    extern __shared__ float registers[];
    const Numbers numbers = {code, instructions, in0, in1, in2, in3, in4, in5, rowVertices, rowSums, rowCounts, rowRegion};
    forPlaces({vertices, owners, starts, samples}, first, positions, indptr, indices, [&](u32, const Place& place, bool isEdge) {
        const Exact term = isEdge ? termOf(numbers.at(place, registers), mistakes) : Exact{0, 0};
        const Exact sum = exactOfRun(term, place.column);
        const u32 before = __shfl_up_sync(0xffffffffu, place.column, 1);
        if (isEdge && (threadIdx.x % 32 == 0 || before != place.column)) {
            exactAdd(sums + 2ull * place.column, sum);
        }
    });
}

// Nobody has a sum, in tables that are large enough for the rows of each sample's edges. counts[sample] = how many rows there are at most.
extern "C" __global__ void number_clear_rows(u32* __restrict__ tables, u64* __restrict__ tableSums, u32* __restrict__ counts, u32 region,
                                             const u32* __restrict__ starts, u32 samples, const u32* __restrict__ first, u32 graphVertices) {
    forSamples(samples, [&](u32 sample, u32 thread, u32 threads) {
        const u32 rows = min(first[starts[sample + 1]] - first[starts[sample]], graphVertices);
        if (thread == 0) {
            counts[sample] = rows;
        }
        for (u64 slot = thread; slot < rowSlots(rows); slot += threads) {
            const u64 at = (u64)sample * region + slot;
            tables[at] = NO_ROW;
            tableSums[2 * at] = 0;
            tableSums[2 * at + 1] = 0;
        }
    });
}

// Adds each edge's number to its row's sum.
extern "C" __global__ void number_by_row(u32* tables, u64* __restrict__ tableSums, const u32* __restrict__ counts, u32 region,
                                         u32* __restrict__ mistakes, const u64* __restrict__ code, u32 instructions, const void* __restrict__ in0,
                                         const void* __restrict__ in1, const void* __restrict__ in2, const void* __restrict__ in3,
                                         const void* __restrict__ in4, const void* __restrict__ in5, const u32* __restrict__ rowVertices,
                                         const u64* __restrict__ rowSums, const u32* __restrict__ rowCounts, u32 rowRegion,
                                         const u32* __restrict__ vertices, const u32* __restrict__ owners, const u32* __restrict__ starts,
                                         u32 samples, const u32* __restrict__ first, const u32* __restrict__ positions,
                                         const u32* __restrict__ indptr, const u32* __restrict__ indices) {
    extern __shared__ float registers[];
    const Numbers numbers = {code, instructions, in0, in1, in2, in3, in4, in5, rowVertices, rowSums, rowCounts, rowRegion};
    forPlaces({vertices, owners, starts, samples}, first, positions, indptr, indices, [&](u32, const Place& place, bool isEdge) {
        if (isEdge) {
            const u64 of = (u64)place.owner * region;
            const u32 slot = rowInsert(tables + of, rowSlots(counts[place.owner]), place.source);
            exactAdd(tableSums + 2 * (of + slot), termOf(numbers.at(place, registers), mistakes));
        }
    });
}

// Adds a warp's terms to a sum.
__device__ __forceinline__ void addOfWarp(u64* sum, Exact term) {
    const Exact all = exactOfWarp(term);
    if (threadIdx.x % 32 == 0) {
        exactAdd(sum, all);
    }
}

// Adds the numbers of each sample's rows to sums[sample]: of all vertices, or of those that rowVertices has if isSparse says that others have 0.
extern "C" __global__ void number_total_rows(u64* __restrict__ sums, u32* __restrict__ mistakes, const u64* __restrict__ code, u32 instructions,
                                             const void* __restrict__ in0, const void* __restrict__ in1, const void* __restrict__ in2,
                                             const void* __restrict__ in3, const void* __restrict__ in4, const void* __restrict__ in5,
                                             const u32* __restrict__ rowVertices, const u64* __restrict__ rowSums,
                                             const u32* __restrict__ rowCounts, u32 rowRegion, u32 samples, u32 isSparse, u32 graphVertices) {
    extern __shared__ float registers[];
    const Numbers numbers = {code, instructions, in0, in1, in2, in3, in4, in5, rowVertices, rowSums, rowCounts, rowRegion};
    forSamples(samples, [&](u32 sample, u32 thread, u32 threads) {
        const u32 size = isSparse ? rowSlots(rowCounts[sample]) : graphVertices;
        Exact sum = {0, 0};
        for (u64 i = thread; i < size; i += threads) {
            const u32 vertex = isSparse ? rowVertices[(u64)sample * rowRegion + i] : (u32)i;
            if (vertex != NO_ROW) {
                sum = exactPlus(sum, termOf(numbers.at({0, vertex, 0, 0, sample}, registers), mistakes));
            }
        }
        addOfWarp(sums + 2ull * sample, sum);
    });
}

// Adds the numbers of each sample's columns to sums[sample].
extern "C" __global__ void number_total_columns(u64* __restrict__ sums, u32* __restrict__ mistakes, const u64* __restrict__ code,
                                                u32 instructions, const void* __restrict__ in0, const void* __restrict__ in1,
                                                const void* __restrict__ in2, const void* __restrict__ in3, const void* __restrict__ in4,
                                                const void* __restrict__ in5, const u32* __restrict__ rowVertices,
                                                const u64* __restrict__ rowSums, const u32* __restrict__ rowCounts, u32 rowRegion,
                                                const u32* __restrict__ vertices, const u32* __restrict__ starts, u32 samples) {
    extern __shared__ float registers[];
    const Numbers numbers = {code, instructions, in0, in1, in2, in3, in4, in5, rowVertices, rowSums, rowCounts, rowRegion};
    forSamples(samples, [&](u32 sample, u32 thread, u32 threads) {
        Exact sum = {0, 0};
        for (u64 column = starts[sample] + (u64)thread; column < starts[sample + 1]; column += threads) {
            sum = exactPlus(sum, termOf(numbers.at({0, 0, vertices[column], (u32)column, sample}, registers), mistakes));
        }
        addOfWarp(sums + 2ull * sample, sum);
    });
}

// Zeros in up to four arrays of so many words each.
extern "C" __global__ void number_zero(u32* __restrict__ out0, u64 words0, u32* __restrict__ out1, u64 words1, u32* __restrict__ out2, u64 words2,
                                       u32* __restrict__ out3, u64 words3) {
    const auto zero = [](u32* __restrict__ out, u64 words) {
        for (u64 i = gridThread(); i < words; i += gridThreads()) {
            out[i] = 0;
        }
    };
    zero(out0, words0);
    zero(out1, words1);
    zero(out2, words2);
    zero(out3, words3);
}
