// A level of breadth-first search from the top down. The graph is in compressed rows: the neighbours of vertex v are
// columns[offsets[v]] up to, but without, columns[offsets[v + 1]].

#include "grid.cuh"

// next[w] = 1 for each neighbour w of a vertex of the frontier that is not visited yet, a thread a vertex of the frontier. Several
// threads may find the same neighbour; they write the same.
extern "C" __global__ void
bfs_step(u32* __restrict__ next, const u32* __restrict__ visited, const u32* __restrict__ frontier, u32 frontierCount,
         const u32* __restrict__ offsets, const u32* __restrict__ columns) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < frontierCount) {
        const u32 vertex = frontier[i];
        const u32 end = offsets[vertex + 1];
        for (u32 edge = offsets[vertex]; edge < end; ++edge) {
            const u32 neighbour = columns[edge];
            if (visited[neighbour] == 0) {
                next[neighbour] = 1;
            }
        }
    }
}
