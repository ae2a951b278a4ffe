// out = a * b for square matrices of floats whose side is a multiple of 16, row after row: blocks of 16 x 16 threads bring tiles of both
// into shared memory and multiply them there. Compiled to tiles.ptx by
//   nvcc -arch=compute_80 -ptx -o src/main/resources/dev/diptych/bench/tiles.ptx src/main/cuda/tiles.cu

constexpr int TILE = 16;

extern "C" __global__ void __launch_bounds__(TILE * TILE)
tile_product(float* __restrict__ out, const float* __restrict__ a, const float* __restrict__ b, int side) {
    __shared__ float tileA[TILE][TILE];
    __shared__ float tileB[TILE][TILE];
    const int x = threadIdx.x;
    const int y = threadIdx.y;
    const int row = blockIdx.y * TILE + y;
    const int column = blockIdx.x * TILE + x;
    float sum = 0;
    for (int first = 0; first < side; first += TILE) {
        tileA[y][x] = a[row * side + first + x];
        tileB[y][x] = b[(first + y) * side + column];
        __syncthreads();
        for (int k = 0; k < TILE; ++k) {
            sum = __fmaf_rn(tileA[y][k], tileB[k][x], sum);
        }
        __syncthreads();
    }
    out[row * side + column] = sum;
}
