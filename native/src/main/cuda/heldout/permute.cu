// Floats moved from anywhere to anywhere.

#include "grid.cuh"

// out[to[i]] = in[from[i]], a thread an element; no two of to are equal.
extern "C" __global__ void
gather_scatter(float* __restrict__ out, const float* __restrict__ in, const u32* __restrict__ from, const u32* __restrict__ to,
               u32 count) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        out[to[i]] = in[from[i]];
    }
}
