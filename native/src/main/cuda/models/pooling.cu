// The largest or the mean of what a window holds. What lies beyond the image is in no maximum; in a mean it counts as zero, or not at all.
//
// shape: 0 planes (channels of all images), 1 height, 2 width, 3 output height, 4 output width, 5 window height, 6 window width, 7 stride,
//        8 rows of padding, 9 columns of padding, 10 whether padding counts in a mean

#include "grid.cuh"

struct Window {
    int top, bottom, left, right;
    const float* plane;
    int width;

    template <typename Take>
    __device__ __forceinline__ void forEach(Take take) const {
#pragma unroll 1
        for (int row = top; row < bottom; row++) {
#pragma unroll 4
            for (int column = left; column < right; column++) {
                take(plane[row * width + column]);
            }
        }
    }
};

template <typename Make>
__device__ __forceinline__ void pool(const float* in, float* out, const int* shape, Make make) {
    const int height = shape[1];
    const int width = shape[2];
    const int outWidth = shape[4];
    const int pixels = shape[3] * outWidth;
    const int results = shape[0] * pixels;
#pragma unroll 1
    for (u64 i = gridThread(); i < (u64)results; i += gridThreads()) {
        const int result = (int)i;
        const int plane = result / pixels;
        const int pixel = result - plane * pixels;
        const int outRow = pixel / outWidth;
        const int top = outRow * shape[7] - shape[8];
        const int left = (pixel - outRow * outWidth) * shape[7] - shape[9];
        const int bottom = min(top + shape[5], height);
        const int right = min(left + shape[6], width);
        out[result] = make(Window{max(top, 0), bottom, max(left, 0), right, in + (u64)plane * height * width, width}, top, left);
    }
}

extern "C" __global__ void __launch_bounds__(1024)
pool_max(const float* __restrict__ in, float* __restrict__ out, const int* __restrict__ shape) {
    pool(in, out, shape, [](const Window& window, int, int) {
        float most = -INFINITY;
        window.forEach([&](float x) { most = fmaxf(most, x); });
        return most;
    });
}

// A window counts as many as it has inside the image and its padding.
extern "C" __global__ void __launch_bounds__(1024)
pool_average(const float* __restrict__ in, float* __restrict__ out, const int* __restrict__ shape) {
    pool(in, out, shape, [=](const Window& window, int top, int left) {
        float sum = 0;
        window.forEach([&](float x) { sum += x; });
        const int rows = shape[10] == 0 ? window.bottom - window.top : min(top + shape[5], shape[1] + shape[8]) - top;
        const int columns = shape[10] == 0 ? window.right - window.left : min(left + shape[6], shape[2] + shape[9]) - left;
        return sum / (float)(rows * columns);
    });
}
