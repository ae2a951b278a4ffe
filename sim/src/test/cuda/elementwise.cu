// One thread an element: the first kernels that anybody writes.

#include <cuda_fp16.h>

extern "C" __global__ void vector_add(const float* a, const float* b, float* c, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) c[i] = a[i] + b[i];
}

// Every element has its thread, no test of bounds: the counts of its launch can be written down by hand.
extern "C" __global__ void vector_add_exact(const float* a, const float* b, float* c) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    c[i] = a[i] + b[i];
}

template <typename T>
__global__ void axpy(T a, const T* __restrict__ x, T* __restrict__ y, size_t n) {
    for (size_t i = blockIdx.x * (size_t)blockDim.x + threadIdx.x; i < n; i += (size_t)gridDim.x * blockDim.x) y[i] = a * x[i] + y[i];
}
template __global__ void axpy<float>(float, const float* __restrict__, float* __restrict__, size_t);
template __global__ void axpy<double>(double, const double* __restrict__, double* __restrict__, size_t);

extern "C" __global__ void scale_float4(const float4* __restrict__ in, float4* __restrict__ out, float factor, int vectors) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < vectors) {
        float4 v = in[i];
        out[i] = make_float4(v.x * factor, v.y * factor, v.z * factor, v.w * factor);
    }
}

// Accesses `stride` floats apart: 32 sectors a warp from a stride of 8 on.
extern "C" __global__ void strided_copy(const float* in, float* out, int stride) {
    int i = (blockIdx.x * blockDim.x + threadIdx.x) * stride;
    out[i] = in[i];
}

extern "C" __global__ void two_level_gather(const int* index, const int2* __restrict__ table, longlong2* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    int2 pair = __ldg(&table[index[i]]);
    out[i] = make_longlong2((long long)pair.x * pair.y, (long long)pair.x - pair.y);
}

// Bytes, as in image processing: integer luma of packed RGBA.
extern "C" __global__ void luma(const uchar4* rgba, unsigned char* grey, int width, int height, int pitch) {
    int x = blockIdx.x * blockDim.x + threadIdx.x;
    int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < width && y < height) {
        uchar4 p = rgba[y * width + x];
        grey[y * pitch + x] = (unsigned char)((77 * p.x + 150 * p.y + 29 * p.z + 128) >> 8);
    }
}

// The number of steps that z <- z^2 + c stays below 2 for: lanes leave the loop one by one.
extern "C" __global__ void mandelbrot(int* steps, int width, int height, int limit) {
    int x = blockIdx.x * blockDim.x + threadIdx.x;
    int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height) return;
    double cr = -2.0 + x * (3.0 / width), ci = -1.5 + y * (3.0 / height), zr = 0, zi = 0;
    int i = 0;
    while (i < limit && __dadd_rn(__dmul_rn(zr, zr), __dmul_rn(zi, zi)) < 4.0) {
        double t = __dadd_rn(__dsub_rn(__dmul_rn(zr, zr), __dmul_rn(zi, zi)), cr);
        zi = __dadd_rn(__dmul_rn(2 * zr, zi), ci);
        zr = t;
        ++i;
    }
    steps[y * width + x] = i;
}

// Steps of the Collatz sequence until 1.
extern "C" __global__ void collatz(const unsigned long long* start, unsigned* steps, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned long long v = start[i];
    unsigned count = 0;
    while (v > 1) {
        if (v & 1) v = 3 * v + 1;
        else v >>= 1;
        ++count;
    }
    steps[i] = count;
}

// Half the lanes one way, half the other: one divergent branch a warp where bit `bit` of the lane decides.
extern "C" __global__ void divergent(int* out, int bit) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    int v = out[i];
    if ((threadIdx.x >> bit) & 1) {
        for (int k = 0; k < v; ++k) v ^= v << 1, __threadfence_block();
    } else {
        atomicAdd(&out[i], 5);
        v += 2;
    }
    out[i] = v;
}

extern "C" __global__ void half_axpy(__half a, const __half* x, __half* y, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) y[i] = __hfma(a, x[i], y[i]);
}

extern "C" __global__ void half2_relu(const __half2* in, __half2* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = __hmax2(__hadd2(in[i], __float2half2_rn(0.5f)), __float2half2_rn(0.0f));
}

// Who am I: the special registers.
extern "C" __global__ void identity(unsigned* out) {
    unsigned block = blockIdx.x + gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z);
    unsigned thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    unsigned threads = blockDim.x * blockDim.y * blockDim.z;
    unsigned lane, below, atMost;
    asm("mov.u32 %0, %%laneid;" : "=r"(lane));
    asm("mov.u32 %0, %%lanemask_lt;" : "=r"(below));
    asm("mov.u32 %0, %%lanemask_le;" : "=r"(atMost));
    unsigned* row = out + 6 * (block * threads + thread);
    row[0] = threadIdx.x | threadIdx.y << 10 | threadIdx.z << 20;
    row[1] = blockIdx.x | blockIdx.y << 10 | blockIdx.z << 20;
    row[2] = lane;
    row[3] = below;
    row[4] = atMost;
    row[5] = warpSize;
}
