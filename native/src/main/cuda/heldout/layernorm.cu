// Layer normalisation after Ba, Kiros and Hinton (2016) of the rows of a matrix.

#include "heldout/rows.cuh"

constexpr float EPSILON = 1e-5f;

// out[r][c] = (in[r][c] - mean) / sqrt(variance + 1e-5) * scale[c] + shift[c], with mean and variance of row r; a block of 256 threads a
// row.
extern "C" __global__ void __launch_bounds__(ROW_THREADS)
layernorm_rows(float* __restrict__ out, const float* __restrict__ in, const float* __restrict__ scale,
               const float* __restrict__ shift, u32 columns) {
    const float* row = in + (u64)blockIdx.x * columns;
    float* result = out + (u64)blockIdx.x * columns;
    float sum = 0.0f;
    for (u32 column = threadIdx.x; column < columns; column += ROW_THREADS) {
        sum += row[column];
    }
    const float mean = acrossBlock<Sum>(sum) / columns;
    float squares = 0.0f;
    for (u32 column = threadIdx.x; column < columns; column += ROW_THREADS) {
        const float apart = row[column] - mean;
        squares += apart * apart;
    }
    const float inverse = rsqrtf(acrossBlock<Sum>(squares) / columns + EPSILON);
    for (u32 column = threadIdx.x; column < columns; column += ROW_THREADS) {
        result[column] = (row[column] - mean) * inverse * scale[column] + shift[column];
    }
}
