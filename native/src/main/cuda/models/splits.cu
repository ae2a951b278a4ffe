// Sums that several blocks have made parts of, brought together in the order of the parts.
//
// parts: [split][image][channel][pixel]
// shape: 0 images, 1 channels, 2 pixels of a channel, 3 splits, 4 activation, 5 has a residual, 6 first channel in out, 7 channels of out

#include "grid.cuh"
#include "models/epilogue.cuh"

extern "C" __global__ void __launch_bounds__(1024)
sum_splits(const float* __restrict__ parts, const float* __restrict__ bias, const float* __restrict__ residual, float* __restrict__ out,
           const int* __restrict__ shape) {
    const int channels = shape[1];
    const int pixels = shape[2];
    const int splits = shape[3];
    const Epilogue epilogue{channels, pixels, shape[4], shape[5], shape[6], shape[7]};
    const int results = shape[0] * channels * pixels;
#pragma unroll 1
    for (u64 i = gridThread(); i < (u64)results; i += gridThreads()) {
        const int result = (int)i;
        float sum = parts[result];
#pragma unroll 4
        for (int split = 1; split < splits; split++) {
            sum += parts[(u64)split * results + result];
        }
        const int plane = result / pixels;
        const int image = plane / channels;
        epilogue.store(sum, image, plane - image * channels, result - plane * pixels, bias, residual, out);
    }
}
