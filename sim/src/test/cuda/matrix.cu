// Matrix products and transposes.

#include <cuda_pipeline.h>

constexpr int TILE = 16;

// c = a (m x k) times b (k x n), row by row, tiles of 16 x 16, edges of any size.
extern "C" __global__ void matmul_tiled(const float* a, const float* b, float* c, int m, int n, int k) {
    __shared__ float tileA[TILE][TILE], tileB[TILE][TILE];
    int row = blockIdx.y * TILE + threadIdx.y, column = blockIdx.x * TILE + threadIdx.x;
    float sum = 0;
    for (int t = 0; t < (k + TILE - 1) / TILE; ++t) {
        int ka = t * TILE + threadIdx.x, kb = t * TILE + threadIdx.y;
        tileA[threadIdx.y][threadIdx.x] = row < m && ka < k ? a[row * k + ka] : 0.0f;
        tileB[threadIdx.y][threadIdx.x] = kb < k && column < n ? b[kb * n + column] : 0.0f;
        __syncthreads();
#pragma unroll
        for (int i = 0; i < TILE; ++i) sum += tileA[threadIdx.y][i] * tileB[i][threadIdx.x];
        __syncthreads();
    }
    if (row < m && column < n) c[row * n + column] = sum;
}

extern "C" __global__ void matmul_naive_double(const double* a, const double* b, double* c, int n) {
    int row = blockIdx.y * blockDim.y + threadIdx.y, column = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= n || column >= n) return;
    double sum = 0;
    for (int i = 0; i < n; ++i) sum += a[row * n + i] * b[i * n + column];
    c[row * n + column] = sum;
}

// 64 x 64 of c a block of 256 threads, 4 x 4 a thread in registers, float4 loads, double buffered. m, n multiples of 64, k of 16.
extern "C" __global__ void __launch_bounds__(256) matmul_registers(const float* __restrict__ a, const float* __restrict__ b,
                                                                   float* __restrict__ c, int n, int k, float alpha, float beta) {
    __shared__ __align__(16) float left[2][16][64], right[2][16][64];
    int t = threadIdx.x, tx = t % 16, ty = t / 16;
    const float* rows = a + (size_t)blockIdx.y * 64 * k;
    const float* columns = b + blockIdx.x * 64;
    float sum[4][4] = {};
    auto load = [&](int buffer, int k0) {
        float4 v = *(const float4*)&rows[(t / 4) * k + k0 + t % 4 * 4];
        left[buffer][t % 4 * 4][t / 4] = v.x;
        left[buffer][t % 4 * 4 + 1][t / 4] = v.y;
        left[buffer][t % 4 * 4 + 2][t / 4] = v.z;
        left[buffer][t % 4 * 4 + 3][t / 4] = v.w;
        *(float4*)&right[buffer][t / 16][tx * 4] = *(const float4*)&columns[(k0 + t / 16) * n + tx * 4];
    };
    load(0, 0);
    __syncthreads();
    for (int k0 = 0, buffer = 0; k0 < k; k0 += 16, buffer ^= 1) {
        if (k0 + 16 < k) load(buffer ^ 1, k0 + 16);
#pragma unroll
        for (int i = 0; i < 16; ++i) {
            float4 x = *(float4*)&left[buffer][i][ty * 4], y = *(float4*)&right[buffer][i][tx * 4];
            float xs[4] = {x.x, x.y, x.z, x.w}, ys[4] = {y.x, y.y, y.z, y.w};
#pragma unroll
            for (int r = 0; r < 4; ++r)
#pragma unroll
                for (int s = 0; s < 4; ++s) sum[r][s] = fmaf(xs[r], ys[s], sum[r][s]);
        }
        __syncthreads();
    }
    for (int r = 0; r < 4; ++r)
        for (int s = 0; s < 4; ++s) {
            float* to = &c[(size_t)(blockIdx.y * 64 + ty * 4 + r) * n + blockIdx.x * 64 + tx * 4 + s];
            *to = __fmaf_rn(alpha, sum[r][s], __fmul_rn(beta, *to));
        }
}

// 32 x 32 tiles that travel by cp.async, two stages. Sizes are multiples of 32.
extern "C" __global__ void matmul_async(const float* a, const float* b, float* c, int n, int k) {
    __shared__ __align__(16) float left[2][32][32], right[2][32][32];
    int x = threadIdx.x, y = threadIdx.y; // 8 x 32 threads, 16 bytes a copy
    auto fetch = [&](int stage, int k0) {
        __pipeline_memcpy_async(&left[stage][y][4 * x], &a[(blockIdx.y * 32 + y) * k + k0 + 4 * x], 16);
        __pipeline_memcpy_async(&right[stage][y][4 * x], &b[(k0 + y) * n + blockIdx.x * 32 + 4 * x], 16);
        __pipeline_commit();
    };
    float sum[4] = {};
    fetch(0, 0);
    for (int k0 = 0, stage = 0; k0 < k; k0 += 32, stage ^= 1) {
        if (k0 + 32 < k) {
            fetch(stage ^ 1, k0 + 32);
            __pipeline_wait_prior(1);
        } else {
            __pipeline_wait_prior(0);
        }
        __syncthreads();
        for (int i = 0; i < 32; ++i)
            for (int s = 0; s < 4; ++s) sum[s] = fmaf(left[stage][y][i], right[stage][i][4 * x + s], sum[s]);
        __syncthreads();
    }
    for (int s = 0; s < 4; ++s) c[(blockIdx.y * 32 + y) * n + blockIdx.x * 32 + 4 * x + s] = sum[s];
}

// A copy by cp.async of 4 and 8 bytes with zero fill past the end.
extern "C" __global__ void copy_async_zero_fill(const float2* in, float2* out, const int* in4, int* out4, int n) {
    __shared__ float2 tile[128];
    __shared__ int tile4[128];
    int i = blockIdx.x * 128 + threadIdx.x;
    bool inside = i < n;
    __pipeline_memcpy_async(&tile[threadIdx.x], &in[inside ? i : 0], 8, inside ? 0 : 8);
    __pipeline_memcpy_async(&tile4[threadIdx.x], &in4[inside ? i : 0], 4, inside ? 0 : 4);
    __pipeline_commit();
    __pipeline_wait_prior(0);
    __syncthreads();
    out[i] = tile[127 - threadIdx.x];
    out4[i] = tile4[127 - threadIdx.x];
}

// Dense layer on bytes: four products a dp4a. One warp an output.
extern "C" __global__ void dense_int8(const int* weights, const int* in, int* out, int words) {
    int row = blockIdx.x * blockDim.y + threadIdx.y, sum = 0;
    for (int w = threadIdx.x; w < words; w += 32) sum = __dp4a(weights[row * words + w], in[w], sum);
    for (int s = 16; s; s >>= 1) sum += __shfl_down_sync(~0u, sum, s);
    if (threadIdx.x == 0) out[row] = sum;
}

extern "C" __global__ void matvec_shared(const float* a, const float* x, float* y, int rows, int columns) {
    extern __shared__ float vector[];
    for (int i = threadIdx.x; i < columns; i += blockDim.x) vector[i] = x[i];
    __syncthreads();
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row < rows) {
        float sum = 0;
        for (int i = 0; i < columns; ++i) sum = fmaf(a[i * rows + row], vector[i], sum);
        y[row] = sum;
    }
}

// 32 x 32 floats by 32 x 8 threads; reading a column of an unpadded tile hits one bank with all 32 lanes.
template <int Padding>
__device__ void transposeTile(const float* in, float* out, int width, int height) {
    __shared__ float tile[32][32 + Padding];
    int x = blockIdx.x * 32 + threadIdx.x, y = blockIdx.y * 32 + threadIdx.y;
    for (int j = 0; j < 32; j += 8)
        if (x < width && y + j < height) tile[threadIdx.y + j][threadIdx.x] = in[(y + j) * width + x];
    __syncthreads();
    x = blockIdx.y * 32 + threadIdx.x;
    y = blockIdx.x * 32 + threadIdx.y;
    for (int j = 0; j < 32; j += 8)
        if (x < height && y + j < width) out[(y + j) * height + x] = tile[threadIdx.x][threadIdx.y + j];
}

extern "C" __global__ void transpose_conflicts(const float* in, float* out, int width, int height) { transposeTile<0>(in, out, width, height); }
extern "C" __global__ void transpose_padded(const float* in, float* out, int width, int height) { transposeTile<1>(in, out, width, height); }

extern "C" __global__ void transpose_naive(const float* in, float* out, int width, int height) {
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < width && y < height) out[x * height + y] = in[y * width + x];
}
