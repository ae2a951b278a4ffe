// A matrix transposed, element by element and by tiles in shared memory.

#include "grid.cuh"

constexpr u32 TILE = 32;
constexpr u32 TILE_ROWS = 8; // of threads: each moves TILE / TILE_ROWS elements of a tile's column

// out[x][y] = in[y][x] of height rows of width floats, a thread an element: reads run along rows, writes along columns.
extern "C" __global__ void
transpose_naive(float* __restrict__ out, const float* __restrict__ in, u32 width, u32 height) {
    const u32 x = blockIdx.x * blockDim.x + threadIdx.x;
    const u32 y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < width && y < height) {
        out[(u64)x * height + y] = in[(u64)y * width + x];
    }
}

// The same for blocks of 32 x 8 threads and a tile of 32 x 32 elements a block. A row of the tile is one float longer than it need
// be, so that a column of it lies in 32 different banks.
extern "C" __global__ void __launch_bounds__(TILE * TILE_ROWS)
transpose_tiled(float* __restrict__ out, const float* __restrict__ in, u32 width, u32 height) {
    __shared__ float tile[TILE][TILE + 1];
    const u32 left = blockIdx.x * TILE;
    const u32 top = blockIdx.y * TILE;
    const u32 x = left + threadIdx.x;
    for (u32 row = threadIdx.y; row < TILE; row += TILE_ROWS) {
        if (x < width && top + row < height) {
            tile[row][threadIdx.x] = in[(u64)(top + row) * width + x];
        }
    }
    __syncthreads();
    const u32 y = top + threadIdx.x;
    for (u32 row = threadIdx.y; row < TILE; row += TILE_ROWS) {
        if (y < height && left + row < width) {
            out[(u64)(left + row) * height + y] = tile[threadIdx.x][row];
        }
    }
}
