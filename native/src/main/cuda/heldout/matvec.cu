// A dense matrix times a vector.

#include "heldout/rows.cuh"

// y[r] = sum over c of a[r][c] * x[c], a block of 256 threads a row.
extern "C" __global__ void __launch_bounds__(ROW_THREADS)
matvec_rows(float* __restrict__ y, const float* __restrict__ a, const float* __restrict__ x, u32 columns) {
    const float* row = a + (u64)blockIdx.x * columns;
    float sum = 0.0f;
    for (u32 column = threadIdx.x; column < columns; column += ROW_THREADS) {
        sum += row[column] * x[column];
    }
    sum = acrossBlock<Sum>(sum);
    if (threadIdx.x == 0) {
        y[blockIdx.x] = sum;
    }
}
