// The mean of each channel: a block a channel of an image. Each thread sums every 128th pixel; then blockSum.
//
// shape: 0 pixels of a channel
// grid: x channels of all images; block: 128 threads.

#include "models/epilogue.cuh"

extern "C" __global__ void __launch_bounds__(128)
pool_global(const float* __restrict__ in, float* __restrict__ out, const int* __restrict__ shape) {
    const int pixels = shape[0];
    const float* const plane = in + (long long)blockIdx.x * pixels;
    float sum = 0;
#pragma unroll 4
    for (int i = threadIdx.x; i < pixels; i += 128) {
        sum += plane[i];
    }
    const float total = blockSum(sum);
    if (threadIdx.x == 0) {
        out[blockIdx.x] = total / (float)pixels;
    }
}
