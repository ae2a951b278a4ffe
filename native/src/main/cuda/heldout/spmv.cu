// A sparse matrix times a vector. The matrix is in compressed rows (CSR): the elements of row r are those from offsets[r] up to, but
// without, offsets[r + 1].

#include "grid.cuh"

constexpr u32 WARP = 32;

// y = A x, a thread a row.
extern "C" __global__ void
spmv_scalar(float* __restrict__ y, const u32* __restrict__ offsets, const u32* __restrict__ columns,
            const float* __restrict__ values, const float* __restrict__ x, u32 rows) {
    const u32 row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row < rows) {
        float sum = 0.0f;
        for (u32 i = offsets[row]; i < offsets[row + 1]; ++i) {
            sum += values[i] * x[columns[i]];
        }
        y[row] = sum;
    }
}

// y = A x, a warp a row; blocks are of whole warps.
extern "C" __global__ void
spmv_vector(float* __restrict__ y, const u32* __restrict__ offsets, const u32* __restrict__ columns,
            const float* __restrict__ values, const float* __restrict__ x, u32 rows) {
    const u32 lane = threadIdx.x % WARP;
    const u32 row = (blockIdx.x * blockDim.x + threadIdx.x) / WARP;
    if (row >= rows) {
        return;
    }
    const u32 end = offsets[row + 1];
    float sum = 0.0f;
    for (u32 i = offsets[row] + lane; i < end; i += WARP) {
        sum += values[i] * x[columns[i]];
    }
    for (u32 apart = WARP / 2; apart > 0; apart /= 2) {
        sum += __shfl_down_sync(0xFFFFFFFFu, sum, apart);
    }
    if (lane == 0) {
        y[row] = sum;
    }
}
