// Where walks came to, as a matrix: a column for each vertex that walks began at, with an edge from each other vertex that they came to after a
// multiple of some steps, in ascending order, and how often they did. A warp sorts what a column's walks visited, and counts what is the same.

#include "sampling/frontier.cuh"
#include "sampling/sort.cuh"

// Whether a number that somebody visited stands first among its like.
__device__ __forceinline__ bool isHead(const u32* visited, u32 size, u32 i) {
    return i < size && visited[i] != NOWHERE && (i == 0 || visited[i - 1] != visited[i]);
}

// visited[column * perSeed * visitsPerWalk + i] = where its walks came to, sorted, with nobody behind; counts[column] = how many different ones.
// Each visit of a walk is visitStride steps behind the one before. Whole warps.
extern "C" __global__ void visits_sort(u32* __restrict__ visited, u32* __restrict__ counts, const u32* __restrict__ vertices,
                                       const u32* __restrict__ starts, u32 samples, const u32* __restrict__ walks, u32 walkStride, u32 perSeed,
                                       u32 visitStride, u32 visitsPerWalk) {
    const u32 lane = threadIdx.x % 32;
    const u32 columns = starts[samples];
    const u32 size = perSeed * visitsPerWalk;
    for (u64 column = gridThread() / 32; column < columns; column += gridThreads() / 32) {
        u32* own = visited + column * size;
        for (u32 i = lane; i < size; i += 32) {
            const u64 walk = column * perSeed + i / visitsPerWalk;
            const u32 vertex = walks[walk * walkStride + (i % visitsPerWalk + 1) * visitStride];
            own[i] = vertex == vertices[column] ? NOWHERE : vertex;
        }
        __syncwarp();
        sortByWarp(own, size);
        u32 count = 0;
        for (u32 chunk = 0; chunk < size; chunk += 32) {
            count += __popc(__ballot_sync(0xffffffffu, isHead(own, size, chunk + lane)));
        }
        if (lane == 0) {
            counts[column] = count;
        }
    }
}

// Sources, visits and owners of the edges; as positions ones, for they are no edges of the graph. size: perSeed * visitsPerWalk.
extern "C" __global__ void visits_write(u32* __restrict__ sources, u32* __restrict__ positions, u32* __restrict__ edgeOwners,
                                        float* __restrict__ visits, const u32* __restrict__ first, const u32* __restrict__ owners,
                                        const u32* __restrict__ starts, u32 samples, const u32* __restrict__ visited, u32 size) {
    const u32 lane = threadIdx.x % 32;
    const u32 columns = starts[samples];
    for (u64 column = gridThread() / 32; column < columns; column += gridThreads() / 32) {
        const u32* own = visited + column * size;
        u32 to = first[column];
        for (u32 chunk = 0; chunk < size; chunk += 32) {
            const u32 i = chunk + lane;
            const bool isEdge = isHead(own, size, i);
            const u32 edges = __ballot_sync(0xffffffffu, isEdge);
            if (isEdge) {
                const u32 place = to + __popc(edges & ((1u << lane) - 1));
                sources[place] = own[i];
                positions[place] = NOWHERE;
                edgeOwners[place] = owners[column];
                visits[place] = (float)firstNotBelow(own + i, size - i, own[i] + 1);
            }
            to += __popc(edges);
        }
    }
}
