// Products of square matrices of floats, stored by rows: with tiles in shared memory, and with a block of the result in registers.

#include "grid.cuh"

constexpr u32 TILE = 16;

// C = A B, a thread an element, for blocks of 16 x 16; size is a multiple of 16.
extern "C" __global__ void __launch_bounds__(TILE * TILE)
sgemm_tiled(float* __restrict__ c, const float* __restrict__ a, const float* __restrict__ b, u32 size) {
    __shared__ float tileA[TILE][TILE];
    __shared__ float tileB[TILE][TILE];
    const u32 row = blockIdx.y * TILE + threadIdx.y;
    const u32 column = blockIdx.x * TILE + threadIdx.x;
    float sum = 0.0f;
    for (u32 k = 0; k < size; k += TILE) {
        tileA[threadIdx.y][threadIdx.x] = a[row * size + k + threadIdx.x];
        tileB[threadIdx.y][threadIdx.x] = b[(k + threadIdx.y) * size + column];
        __syncthreads();
#pragma unroll
        for (u32 i = 0; i < TILE; ++i) {
            sum += tileA[threadIdx.y][i] * tileB[i][threadIdx.x];
        }
        __syncthreads();
    }
    c[row * size + column] = sum;
}

constexpr u32 SIDE = 64;   // of the result that a block computes
constexpr u32 DEPTH = 16;  // of the slabs of A and B that it holds
constexpr u32 EACH = 4;    // a thread computes EACH x EACH elements, SIDE / EACH apart
constexpr u32 ACROSS = SIDE / EACH;

// C = A B for blocks of 16 x 16 threads, each 4 x 4 elements; size is a multiple of 64.
extern "C" __global__ void __launch_bounds__(ACROSS * ACROSS)
sgemm_blocked(float* __restrict__ c, const float* __restrict__ a, const float* __restrict__ b, u32 size) {
    __shared__ float slabA[DEPTH][SIDE + 1];
    __shared__ float slabB[DEPTH][SIDE];
    const u32 thread = threadIdx.y * ACROSS + threadIdx.x;
    const u32 top = blockIdx.y * SIDE;
    const u32 left = blockIdx.x * SIDE;
    float sums[EACH][EACH] = {};
    for (u32 k = 0; k < size; k += DEPTH) {
        for (u32 i = thread; i < SIDE * DEPTH; i += ACROSS * ACROSS) {
            slabA[i % DEPTH][i / DEPTH] = a[(top + i / DEPTH) * size + k + i % DEPTH];
            slabB[i / SIDE][i % SIDE] = b[(k + i / SIDE) * size + left + i % SIDE];
        }
        __syncthreads();
#pragma unroll
        for (u32 depth = 0; depth < DEPTH; ++depth) {
            float partA[EACH];
            float partB[EACH];
#pragma unroll
            for (u32 n = 0; n < EACH; ++n) {
                partA[n] = slabA[depth][threadIdx.y + n * ACROSS];
                partB[n] = slabB[depth][threadIdx.x + n * ACROSS];
            }
#pragma unroll
            for (u32 row = 0; row < EACH; ++row) {
#pragma unroll
                for (u32 column = 0; column < EACH; ++column) {
                    sums[row][column] += partA[row] * partB[column];
                }
            }
        }
        __syncthreads();
    }
    for (u32 row = 0; row < EACH; ++row) {
        for (u32 column = 0; column < EACH; ++column) {
            c[(top + threadIdx.y + row * ACROSS) * size + left + threadIdx.x + column * ACROSS] = sums[row][column];
        }
    }
}
