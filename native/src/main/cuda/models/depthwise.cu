// Convolution of each channel by a filter of its own. A thread has one result: a chain of fused multiply-adds, row by row of the filter.
//
// weights: [channel][filter row][filter column]
// shape: 0 channels, 1 height, 2 width, 3 output height, 4 output width, 5 filter height, 6 filter width, 7 stride, 8 rows of padding,
//        9 columns of padding, 10 activation, 11 has a residual, 12 first channel in out, 13 channels of out
// grid: x threads as many as pixels of a channel of the result, y channels, z images.

#include "models/epilogue.cuh"

extern "C" __global__ void __launch_bounds__(256)
convolve_depthwise(const float* __restrict__ in, const float* __restrict__ weights, const float* __restrict__ bias,
                   const float* __restrict__ residual, float* __restrict__ out, const int* __restrict__ shape) {
    const int channels = shape[0];
    const int height = shape[1];
    const int width = shape[2];
    const int outWidth = shape[4];
    const int pixels = shape[3] * outWidth;
    const int filterHeight = shape[5];
    const int filterWidth = shape[6];
    const int pixel = blockIdx.x * blockDim.x + threadIdx.x;
    if (pixel >= pixels) {
        return;
    }
    const int channel = blockIdx.y;
    const int image = blockIdx.z;
    const int outRow = pixel / outWidth;
    const int top = outRow * shape[7] - shape[8];
    const int left = (pixel - outRow * outWidth) * shape[7] - shape[9];
    const float* const plane = in + (long long)(image * channels + channel) * height * width;
    const float* const filter = weights + channel * filterHeight * filterWidth;
    float sum = 0;
#pragma unroll 1
    for (int filterRow = 0; filterRow < filterHeight; filterRow++) {
        const int row = top + filterRow;
        const bool isRowInside = (unsigned)row < (unsigned)height;
#pragma unroll 4
        for (int filterColumn = 0; filterColumn < filterWidth; filterColumn++) {
            const int column = left + filterColumn;
            const bool isInside = isRowInside && (unsigned)column < (unsigned)width;
            const float x = isInside ? plane[row * width + column] : 0.0f;
            sum = fmaf(filter[filterRow * filterWidth + filterColumn], x, sum);
        }
    }
    const Epilogue epilogue{channels, pixels, shape[10], shape[11], shape[12], shape[13]};
    epilogue.store(sum, image, channel, pixel, bias, residual, out);
}
