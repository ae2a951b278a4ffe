// One step of Jacobi's iteration on a grid of points: in the plane and in space. Points on the border keep their value.

#include "grid.cuh"

// The mean of a point's four neighbours in a plane of height rows of width points, a thread a point.
extern "C" __global__ void
stencil_5point(float* __restrict__ out, const float* __restrict__ in, u32 width, u32 height) {
    const u32 x = blockIdx.x * blockDim.x + threadIdx.x;
    const u32 y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height) {
        return;
    }
    const u64 i = (u64)y * width + x;
    if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
        out[i] = in[i];
    } else {
        out[i] = 0.25f * ((in[i - 1] + in[i + 1]) + (in[i - width] + in[i + width]));
    }
}

// A point's six neighbours and itself in space, weighted 1/8 and 1/4. A thread goes through the planes of a column of points and
// keeps the ones below and above in registers.
extern "C" __global__ void
stencil_7point(float* __restrict__ out, const float* __restrict__ in, u32 width, u32 height, u32 depth) {
    const u32 x = blockIdx.x * blockDim.x + threadIdx.x;
    const u32 y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height) {
        return;
    }
    const u64 plane = (u64)width * height;
    const bool atBorder = x == 0 || y == 0 || x == width - 1 || y == height - 1;
    u64 i = (u64)y * width + x;
    float below = 0.0f;
    float here = in[i];
    for (u32 z = 0; z < depth; ++z, i += plane) {
        const float above = z + 1 < depth ? in[i + plane] : 0.0f;
        if (atBorder || z == 0 || z == depth - 1) {
            out[i] = here;
        } else {
            const float around = (in[i - 1] + in[i + 1]) + (in[i - width] + in[i + width]);
            out[i] = 0.25f * here + 0.125f * (around + (below + above));
        }
        below = here;
        here = above;
    }
}
