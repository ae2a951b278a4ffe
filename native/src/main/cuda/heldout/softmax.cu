// Softmax of the rows of a matrix.

#include "heldout/rows.cuh"

// out[r][c] = exp(in[r][c] - m) / sum of these over the row, m the row's largest; a block of 256 threads a row. The row is read three
// times.
extern "C" __global__ void __launch_bounds__(ROW_THREADS)
softmax_rows(float* __restrict__ out, const float* __restrict__ in, u32 columns) {
    const float* row = in + (u64)blockIdx.x * columns;
    float* result = out + (u64)blockIdx.x * columns;
    float largest = -INFINITY;
    for (u32 column = threadIdx.x; column < columns; column += ROW_THREADS) {
        largest = fmaxf(largest, row[column]);
    }
    largest = acrossBlock<Maximum>(largest);
    float sum = 0.0f;
    for (u32 column = threadIdx.x; column < columns; column += ROW_THREADS) {
        sum += expf(row[column] - largest);
    }
    sum = acrossBlock<Sum>(sum);
    for (u32 column = threadIdx.x; column < columns; column += ROW_THREADS) {
        result[column] = expf(row[column] - largest) / sum;
    }
}
