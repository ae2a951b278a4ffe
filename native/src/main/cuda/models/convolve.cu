// Convolution as a matrix product: weights (output channels x terms) times pixels (terms x pixels of all images), where a term is an input channel at
// a position of the filter, and nothing but the weights lies in memory as a matrix. A block makes a tile of the result from a range of the terms,
// 16 at a time: both factors' next 16 are on their way from memory while the ones before are multiplied out of shared memory.
//
// Few pixels make few tiles. Then several blocks share a tile's terms: with splits above 1, out gets each one's sums alone, and sum_splits of
// splits.cu brings them together. A thread has 4 pixels of 4 or 8 output channels, each a chain of fused multiply-adds in the order of the terms.
//
// weights: [filter row][filter column][channel][output channel], the last padded with zeros to a multiple of 4; 16-byte aligned, as is shape.
// shape: 0 channels, 1 height, 2 width, 3 images, 4 output channels, 5 output height, 6 output width, 7 activation, 8 filter height, 9 filter width,
//        10 stride, 11 rows of padding, 12 columns of padding, 13 has a residual, 14 first channel in out, 15 channels of out, 16 splits
// grid: tiles of pixels x tiles of output channels x splits; block: 64 threads for tiles of 32 x 32, 128 for 64 x 64.

#include "models/epilogue.cuh"

constexpr int STEP = 16;

struct Shape {
    int channels, height, width, images;
    int outChannels, outHeight, outWidth, activation;
    int filterHeight, filterWidth, stride, paddingRows;
    int paddingColumns, hasResidual, firstChannel, allChannels;
    int splits;

    __device__ __forceinline__ explicit Shape(const int* shape) {
        const int4* const four = reinterpret_cast<const int4*>(shape);
        const int4 a = four[0], b = four[1], c = four[2], d = four[3];
        channels = a.x, height = a.y, width = a.z, images = a.w;
        outChannels = b.x, outHeight = b.y, outWidth = b.z, activation = b.w;
        filterHeight = c.x, filterWidth = c.y, stride = c.z, paddingRows = c.w;
        paddingColumns = d.x, hasResidual = d.y, firstChannel = d.z, allChannels = d.w;
        splits = shape[16];
    }
};

// Reads 16 terms of the weights for a tile of output channels, and of a tile of pixels; each thread four numbers of either.
template <int TILE>
struct Factors {
    // Results of a thread: so many output channels of 4 pixels.
    static constexpr int CHANNELS = TILE / 8;
    static constexpr int THREADS = TILE / 4 * (TILE / CHANNELS);
    // Rows of terms that the threads read at once, of pixels and of weights.
    static constexpr int PIXEL_ROWS = THREADS / TILE;
    static constexpr int PIXEL_READS = STEP / PIXEL_ROWS;
    static constexpr int WEIGHT_ROWS = THREADS / (TILE / 4);
    static constexpr int WEIGHT_READS = STEP / WEIGHT_ROWS;

    float pixels[PIXEL_READS];
    float4 weights[WEIGHT_READS];
};

template <int TILE, bool IS_FLAT>
__device__ __forceinline__ void convolve(
    const float* __restrict__ in, const float* __restrict__ weights, const float* __restrict__ bias,
    const float* __restrict__ residual, float* __restrict__ out, const int* __restrict__ shapeWords) {
    using Read = Factors<TILE>;
    __shared__ __align__(16) float pixelTile[2][STEP][TILE];
    __shared__ __align__(16) float weightTile[2][STEP][TILE];

    const Shape shape(shapeWords);
    const int thread = threadIdx.x;
    const int outPixels = shape.outHeight * shape.outWidth;
    const int allPixels = shape.images * outPixels;
    const int inPixels = shape.height * shape.width;
    const int paddedChannels = (shape.outChannels + 3) & ~3;
    const int taps = shape.filterHeight * shape.filterWidth;
    const int terms = taps * shape.channels;

    // The steps of this block. Unless terms are flat, no step goes from one position of the filter to the next.
    const int stepsPerTap = (shape.channels + STEP - 1) / STEP;
    const int steps = IS_FLAT ? (terms + STEP - 1) / STEP : taps * stepsPerTap;
    const int stepsPerSplit = (steps + shape.splits - 1) / shape.splits;
    const int firstStep = blockIdx.z * stepsPerSplit;
    const int endStep = min(firstStep + stepsPerSplit, steps);

    // The pixel that this thread reads for.
    const int pixelColumn = thread % TILE;
    const int pixelRow = thread / TILE;
    const int pixel = blockIdx.x * TILE + pixelColumn;
    const int image = pixel / outPixels;
    const int pixelOfImage = pixel - image * outPixels;
    const int outRow = pixelOfImage / shape.outWidth;
    const int top = outRow * shape.stride - shape.paddingRows;
    const int left = (pixelOfImage - outRow * shape.outWidth) * shape.stride - shape.paddingColumns;
    const float* const imageIn = in + (long long)image * shape.channels * inPixels;

    // The output channels that it reads weights for.
    const int weightColumn = thread % (TILE / 4) * 4;
    const int weightRow = thread / (TILE / 4);
    const int weightChannel = blockIdx.y * TILE + weightColumn;

    int tap = IS_FLAT ? 0 : firstStep / stepsPerTap;
    int firstTerm = IS_FLAT ? firstStep * STEP : (firstStep - tap * stepsPerTap) * STEP;

    // Reads the next step's factors, and goes on to the step behind it.
    auto read = [&](Read& next) {
        if (IS_FLAT) {
#pragma unroll
            for (int i = 0; i < Read::PIXEL_READS; i++) {
                const int term = firstTerm + pixelRow + i * Read::PIXEL_ROWS;
                const int tapOfTerm = term / shape.channels;
                const int filterRow = tapOfTerm / shape.filterWidth;
                const int row = top + filterRow;
                const int column = left + tapOfTerm - filterRow * shape.filterWidth;
                const bool isInside = pixel < allPixels && term < terms && (unsigned)row < (unsigned)shape.height
                    && (unsigned)column < (unsigned)shape.width;
                const int channel = term - tapOfTerm * shape.channels;
                next.pixels[i] = isInside ? imageIn[channel * inPixels + row * shape.width + column] : 0.0f;
            }
#pragma unroll
            for (int i = 0; i < Read::WEIGHT_READS; i++) {
                const int term = firstTerm + weightRow + i * Read::WEIGHT_ROWS;
                next.weights[i] = term < terms && weightChannel < paddedChannels
                    ? *reinterpret_cast<const float4*>(weights + (long long)term * paddedChannels + weightChannel)
                    : make_float4(0, 0, 0, 0);
            }
            firstTerm += STEP;
        } else {
            const int filterRow = tap / shape.filterWidth;
            const int row = top + filterRow;
            const int column = left + tap - filterRow * shape.filterWidth;
            const bool isInside = pixel < allPixels && (unsigned)row < (unsigned)shape.height && (unsigned)column < (unsigned)shape.width;
            const float* const at = imageIn + row * shape.width + column;
#pragma unroll
            for (int i = 0; i < Read::PIXEL_READS; i++) {
                const int channel = firstTerm + pixelRow + i * Read::PIXEL_ROWS;
                next.pixels[i] = isInside && channel < shape.channels ? at[channel * inPixels] : 0.0f;
            }
#pragma unroll
            for (int i = 0; i < Read::WEIGHT_READS; i++) {
                const int channel = firstTerm + weightRow + i * Read::WEIGHT_ROWS;
                next.weights[i] = channel < shape.channels && weightChannel < paddedChannels
                    ? *reinterpret_cast<const float4*>(
                          weights + (long long)(tap * shape.channels + channel) * paddedChannels + weightChannel)
                    : make_float4(0, 0, 0, 0);
            }
            firstTerm += STEP;
            if (firstTerm >= shape.channels) {
                firstTerm = 0;
                tap++;
            }
        }
    };
    auto keep = [&](const Read& next, int buffer) {
#pragma unroll
        for (int i = 0; i < Read::PIXEL_READS; i++) {
            pixelTile[buffer][pixelRow + i * Read::PIXEL_ROWS][pixelColumn] = next.pixels[i];
        }
#pragma unroll
        for (int i = 0; i < Read::WEIGHT_READS; i++) {
            *reinterpret_cast<float4*>(&weightTile[buffer][weightRow + i * Read::WEIGHT_ROWS][weightColumn]) = next.weights[i];
        }
    };

    const int resultColumn = thread % (TILE / 4) * 4;
    const int resultRow = thread / (TILE / 4) * Read::CHANNELS;
    float sums[Read::CHANNELS][4] = {};
    // Each turn asks for a step's factors, multiplies those of the step before, and puts the new ones down.
    Read next;
#pragma unroll 1
    for (int step = firstStep; step <= endStep; step++) {
        const int buffer = (step - firstStep) & 1;
        if (step < endStep) {
            read(next);
        }
        if (step == firstStep) {
            keep(next, buffer);
            __syncthreads();
            continue;
        }
        // Enough to hide the loop; more makes code that is long to compile, here and on the JVM.
#pragma unroll 4
        for (int term = 0; term < STEP; term++) {
            float ws[Read::CHANNELS];
#pragma unroll
            for (int i = 0; i < Read::CHANNELS; i += 4) {
                const float4 w = *reinterpret_cast<const float4*>(&weightTile[buffer ^ 1][term][resultRow + i]);
                ws[i] = w.x, ws[i + 1] = w.y, ws[i + 2] = w.z, ws[i + 3] = w.w;
            }
            const float4 x = *reinterpret_cast<const float4*>(&pixelTile[buffer ^ 1][term][resultColumn]);
            const float xs[4] = {x.x, x.y, x.z, x.w};
#pragma unroll
            for (int i = 0; i < Read::CHANNELS; i++) {
#pragma unroll
                for (int j = 0; j < 4; j++) {
                    sums[i][j] = fmaf(ws[i], xs[j], sums[i][j]);
                }
            }
        }
        // What is overwritten was read before the barrier of the turn before.
        keep(next, buffer);
        __syncthreads();
    }

    // A part of a sum is stored as it is, behind the parts of the splits before.
    const bool isPart = shape.splits > 1;
    const bool hasResidual = !isPart && shape.hasResidual != 0;
    const int activation = isPart ? 0 : shape.activation;
    const int firstChannel = isPart ? 0 : shape.firstChannel;
    const int allChannels = isPart ? shape.outChannels : shape.allChannels;
    float* const to = out + (isPart ? (long long)blockIdx.z * allPixels * shape.outChannels : 0);
    const int channel = blockIdx.y * TILE + resultRow;
#pragma unroll
    for (int i = 0; i < Read::CHANNELS; i++) {
        const float added = !isPart && channel + i < shape.outChannels ? bias[channel + i] : 0.0f;
#pragma unroll
        for (int j = 0; j < 4; j++) {
            sums[i][j] += added;
        }
    }
#pragma unroll
    for (int j = 0; j < 4; j++) {
        const int result = blockIdx.x * TILE + resultColumn + j;
        const int resultImage = result / outPixels;
        const int resultPixel = result - resultImage * outPixels;
        const float* const beside = residual + (resultImage * shape.outChannels + channel) * outPixels + resultPixel;
        float* const at = to + (resultImage * allChannels + firstChannel + channel) * outPixels + resultPixel;
#pragma unroll
        for (int i = 0; i < Read::CHANNELS; i++) {
            const bool isResult = result < allPixels && channel + i < shape.outChannels;
            float x = sums[i][j];
            if (isResult && hasResidual) {
                x += beside[i * outPixels];
            }
            x = activated(x, activation);
            if (isResult) {
                at[i * outPixels] = x;
            }
        }
    }
}

// For 16 and more input channels: a step has 16 channels at one position of the filter.
extern "C" __global__ void __launch_bounds__(128)
convolve_64(const float* __restrict__ in, const float* __restrict__ weights, const float* __restrict__ bias,
            const float* __restrict__ residual, float* __restrict__ out, const int* __restrict__ shape) {
    convolve<64, false>(in, weights, bias, residual, out, shape);
}

extern "C" __global__ void __launch_bounds__(64)
convolve_32(const float* __restrict__ in, const float* __restrict__ weights, const float* __restrict__ bias,
            const float* __restrict__ residual, float* __restrict__ out, const int* __restrict__ shape) {
    convolve<32, false>(in, weights, bias, residual, out, shape);
}

// For few input channels: a step has 16 terms, wherever they are.
extern "C" __global__ void __launch_bounds__(128)
convolve_flat_64(const float* __restrict__ in, const float* __restrict__ weights, const float* __restrict__ bias,
                 const float* __restrict__ residual, float* __restrict__ out, const int* __restrict__ shape) {
    convolve<64, true>(in, weights, bias, residual, out, shape);
}

extern "C" __global__ void __launch_bounds__(64)
convolve_flat_32(const float* __restrict__ in, const float* __restrict__ weights, const float* __restrict__ bias,
                 const float* __restrict__ residual, float* __restrict__ out, const int* __restrict__ shape) {
    convolve<32, true>(in, weights, bias, residual, out, shape);
}
