// Softmax of each image's numbers: a block an image, three times over them: the largest, the sum of what is left after it is taken off, the quotients.
//
// shape: 0 numbers of an image
// grid: x images; block: 128 threads.

#include "models/epilogue.cuh"

extern "C" __global__ void __launch_bounds__(128)
softmax_images(const float* __restrict__ in, float* __restrict__ out, const int* __restrict__ shape) {
    __shared__ float warpMost[4];
    const int numbers = shape[0];
    const float* const x = in + (long long)blockIdx.x * numbers;
    float* const y = out + (long long)blockIdx.x * numbers;
    float most = -INFINITY;
    for (int i = threadIdx.x; i < numbers; i += 128) {
        most = fmaxf(most, x[i]);
    }
#pragma unroll
    for (int apart = 16; apart > 0; apart /= 2) {
        most = fmaxf(most, __shfl_xor_sync(0xFFFFFFFFu, most, apart));
    }
    if (threadIdx.x % 32 == 0) {
        warpMost[threadIdx.x / 32] = most;
    }
    __syncthreads();
    most = fmaxf(fmaxf(warpMost[0], warpMost[1]), fmaxf(warpMost[2], warpMost[3]));
    float sum = 0;
    for (int i = threadIdx.x; i < numbers; i += 128) {
        sum += expf(x[i] - most);
    }
    const float total = blockSum(sum);
    for (int i = threadIdx.x; i < numbers; i += 128) {
        y[i] = expf(x[i] - most) / total;
    }
}
