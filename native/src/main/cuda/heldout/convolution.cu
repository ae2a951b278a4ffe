// A convolutional layer, computed directly.

#include "grid.cuh"

constexpr u32 SIDE = 3; // of a filter

// out[k][y][x] = sum over c, r, s of in[c][y + r][x + s] * filters[k][c][r][s], where out has 2 rows and columns less than in: images of
// height rows of width floats, with 3 x 3 filters, a thread an element of out and a plane of the grid an output channel k. The filters
// of a channel pass through shared memory: 9 floats for each input channel, as dynamic shared memory.
extern "C" __global__ void
convolve_3x3(float* __restrict__ out, const float* __restrict__ in, const float* __restrict__ filters, u32 channels, u32 width,
             u32 height) {
    extern __shared__ float filter[];
    const u32 thread = threadIdx.y * blockDim.x + threadIdx.x;
    const u32 weights = channels * SIDE * SIDE;
    for (u32 i = thread; i < weights; i += blockDim.x * blockDim.y) {
        filter[i] = filters[blockIdx.z * weights + i];
    }
    __syncthreads();
    const u32 x = blockIdx.x * blockDim.x + threadIdx.x;
    const u32 y = blockIdx.y * blockDim.y + threadIdx.y;
    const u32 outWidth = width - SIDE + 1;
    const u32 outHeight = height - SIDE + 1;
    if (x >= outWidth || y >= outHeight) {
        return;
    }
    float sum = 0.0f;
    for (u32 channel = 0; channel < channels; ++channel) {
        const float* corner = in + ((u64)channel * height + y) * width + x;
#pragma unroll
        for (u32 r = 0; r < SIDE; ++r) {
#pragma unroll
            for (u32 s = 0; s < SIDE; ++s) {
                sum += corner[r * width + s] * filter[(channel * SIDE + r) * SIDE + s];
            }
        }
    }
    out[((u64)blockIdx.z * outHeight + y) * outWidth + x] = sum;
}
