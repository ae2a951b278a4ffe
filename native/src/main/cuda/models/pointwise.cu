// Layers whose results each come of one element, or of one of each of two tensors: what no other layer's kernel could take in.
//
// shape of all: 0 images, 1 channels, 2 pixels of a channel, 3 activation, 4 first channel in out, 5 channels of out

#include "grid.cuh"
#include "models/epilogue.cuh"

template <typename Make>
__device__ __forceinline__ void each(float* out, const int* shape, Make make) {
    const int channels = shape[1];
    const int pixels = shape[2];
    const int results = shape[0] * channels * pixels;
#pragma unroll 1
    for (u64 i = gridThread(); i < (u64)results; i += gridThreads()) {
        const int result = (int)i;
        const int plane = result / pixels;
        const int image = plane / channels;
        const int channel = plane - image * channels;
        out[(image * shape[5] + shape[4] + channel) * pixels + result - plane * pixels] = activated(make(result, channel), shape[3]);
    }
}

// out = a + b
extern "C" __global__ void __launch_bounds__(1024)
add_tensors(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ out, const int* __restrict__ shape) {
    each(out, shape, [=](int i, int) { return a[i] + b[i]; });
}

// out = in * scale + shift, both of the channel
extern "C" __global__ void __launch_bounds__(1024)
scale_channels(const float* __restrict__ in, const float* __restrict__ scale, const float* __restrict__ shift, float* __restrict__ out,
               const int* __restrict__ shape) {
    each(out, shape, [=](int i, int channel) { return fmaf(in[i], scale[channel], shift[channel]); });
}

// out = in
extern "C" __global__ void __launch_bounds__(1024)
place_channels(const float* __restrict__ in, float* __restrict__ out, const int* __restrict__ shape) {
    each(out, shape, [=](int i, int) { return in[i]; });
}
