// A matrix times a vector for each image: a block a result. Each thread has a chain of fused multiply-adds over every 128th term; then blockSum.
//
// weights: [output][input]
// shape: 0 inputs, 1 outputs, 2 activation, 3 has a residual, 4 first in out, 5 results of out
// grid: x outputs, y images; block: 128 threads.

#include "models/epilogue.cuh"

extern "C" __global__ void __launch_bounds__(128)
multiply_dense(const float* __restrict__ in, const float* __restrict__ weights, const float* __restrict__ bias,
               const float* __restrict__ residual, float* __restrict__ out, const int* __restrict__ shape) {
    const int inputs = shape[0];
    const int output = blockIdx.x;
    const int image = blockIdx.y;
    const float* const x = in + (long long)image * inputs;
    const float* const w = weights + (long long)output * inputs;
    float sum = 0;
#pragma unroll 4
    for (int i = threadIdx.x; i < inputs; i += 128) {
        sum = fmaf(w[i], x[i], sum);
    }
    const float total = blockSum(sum);
    if (threadIdx.x == 0) {
        const Epilogue epilogue{shape[1], 1, shape[2], shape[3], shape[4], shape[5]};
        epilogue.store(total, image, output, 0, bias, residual, out);
    }
}
