// Histograms, atomics of every kind.

#include <climits>

extern "C" __global__ void histogram_global(const unsigned char* in, unsigned* bins, int n) {
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) atomicAdd(&bins[in[i]], 1u);
}

extern "C" __global__ void histogram_shared(const unsigned char* in, unsigned* bins, int n) {
    __shared__ unsigned local[256];
    for (int b = threadIdx.x; b < 256; b += blockDim.x) local[b] = 0;
    __syncthreads();
    const uchar4* quads = (const uchar4*)in;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n / 4; i += gridDim.x * blockDim.x) {
        uchar4 v = quads[i];
        atomicAdd(&local[v.x], 1u);
        atomicAdd(&local[v.y], 1u);
        atomicAdd(&local[v.z], 1u);
        atomicAdd(&local[v.w], 1u);
    }
    if (blockIdx.x == 0 && threadIdx.x < n % 4) atomicAdd(&local[in[n / 4 * 4 + threadIdx.x]], 1u);
    __syncthreads();
    for (int b = threadIdx.x; b < 256; b += blockDim.x)
        if (local[b]) atomicAdd(&bins[b], local[b]);
}

// Private byte counters, one a thread and bin, packed by four: 64 bins, at most 255 elements a thread.
extern "C" __global__ void histogram_private(const unsigned char* in, unsigned* bins, int n) {
    __shared__ unsigned char counters[64 * 64];
    int t = threadIdx.x, spread = (t & ~63) | ((t & 15) << 2) | ((t >> 4) & 3);
    for (int w = 0; w < 16; ++w) ((unsigned*)counters)[t + w * 64] = 0;
    __syncthreads();
    for (int i = blockIdx.x * 64 + t; i < n; i += gridDim.x * 64) counters[spread + (in[i] >> 2) * 64]++;
    __syncthreads();
    unsigned sum = 0;
    for (int k = 0; k < 64; ++k) sum += counters[t * 64 + ((k + 4 * t) & 63)];
    atomicAdd(&bins[t], sum);
}

// Lanes with the same bin elect one of them.
extern "C" __global__ void histogram_match(const int* keys, int* bins, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned active = __ballot_sync(~0u, i < n);
    if (i >= n) return;
    unsigned peers = __match_any_sync(active, keys[i]);
    if ((threadIdx.x & 31) == __ffs(peers) - 1) atomicAdd(&bins[keys[i]], __popc(peers));
}

__device__ float atomicMaxFloat(float* address, float value) {
    int* bits = (int*)address;
    int old = *bits, assumed;
    do {
        assumed = old;
        old = atomicCAS(bits, assumed, __float_as_int(fmaxf(value, __int_as_float(assumed))));
    } while (assumed != old);
    return __int_as_float(old);
}

extern "C" __global__ void atomic_max_float(const float* in, float* most, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) atomicMaxFloat(most, in[i]);
}

// Everything at once, on counters that all threads share. What the threads see differs with their order, the end does not.
extern "C" __global__ void atomics_global(int* out, unsigned* words, unsigned long long* longs, float* real, double* wide) {
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    atomicAdd(&out[0], (int)i);
    atomicSub(&out[1], 3);
    atomicMax(&out[2], (int)(i * 37 % 101) - 50);
    atomicMin(&out[3], (int)(i * 37 % 101) - 50);
    atomicAnd(&words[0], ~(1u << (i % 7)));
    atomicOr(&words[1], 1u << (i % 31));
    atomicXor(&words[2], i * 2654435761u);
    atomicInc(&words[3], 16);
    atomicDec(&words[4], 11);
    atomicMax(&words[5], i * 2654435761u);
    atomicMin(&words[6], i * 2654435761u);
    atomicAdd(&longs[0], 1ull << 33);
    atomicMax(&longs[1], (unsigned long long)i * i * 0x100000001ull);
    atomicOr(&longs[2], 1ull << (i % 64));
    atomicMin((long long*)&longs[3], (long long)i - 100);
    if (atomicExch(&longs[4], 7ull) == 0) atomicAdd(&longs[5], 1ull);
    atomicAdd(real, 0.25f);
    atomicAdd(wide, 0.125);
    atomicAdd_system(&out[4], 2);
    atomicAdd_block(&out[5], 1);
}

// Every thread's ticket, each once.
extern "C" __global__ void tickets(int* tickets, int* next) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    tickets[i] = atomicAdd(next, 1);
}

extern "C" __global__ void atomics_shared(const int* in, int* out) {
    __shared__ int least, most, sum;
    __shared__ unsigned long long sum64;
    __shared__ float real;
    __shared__ double wide;
    __shared__ unsigned swapped, wrapped;
    if (threadIdx.x == 0) least = INT_MAX, most = INT_MIN, sum = 0, sum64 = 0, real = 0, wide = 0, swapped = 0, wrapped = 0;
    __syncthreads();
    int v = in[blockIdx.x * blockDim.x + threadIdx.x];
    atomicMin(&least, v);
    atomicMax(&most, v);
    atomicAdd(&sum, v);
    atomicAdd(&sum64, (unsigned long long)v * 0x10001ull);
    atomicAdd(&real, 0.5f);
    atomicAdd(&wide, 1.5);
    atomicInc(&wrapped, 9);
    for (bool done = false; !done;) {
        unsigned seen = *(volatile unsigned*)&swapped;
        done = atomicCAS(&swapped, seen, seen + 2) == seen;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        int* row = out + 8 * blockIdx.x;
        row[0] = least, row[1] = most, row[2] = sum, row[3] = (int)(sum64 >> 16), row[4] = (int)real, row[5] = (int)wide;
        row[6] = swapped, row[7] = wrapped;
    }
}
