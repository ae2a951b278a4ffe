// Tensor cores: through mma.h and through PTX.

#include <cuda_bf16.h>
#include <mma.h>

using namespace nvcuda;

// One warp, c (16 x 16) = a (16 x k) b (k x 16).
extern "C" __global__ void wmma_half(const half* a, const half* b, float* c, int k) {
    wmma::fragment<wmma::matrix_a, 16, 16, 16, half, wmma::row_major> left;
    wmma::fragment<wmma::matrix_b, 16, 16, 16, half, wmma::row_major> right;
    wmma::fragment<wmma::accumulator, 16, 16, 16, float> sum;
    wmma::fill_fragment(sum, 0.0f);
    for (int k0 = 0; k0 < k; k0 += 16) {
        wmma::load_matrix_sync(left, a + k0, k);
        wmma::load_matrix_sync(right, b + k0 * 16, 16);
        wmma::mma_sync(sum, left, right, sum);
    }
    wmma::store_matrix_sync(c, sum, 16, wmma::mem_row_major);
}

extern "C" __global__ void wmma_half_shared(const half* a, const half* b, half* c) {
    __shared__ half tileA[16 * 16], tileB[16 * 16];
    for (int i = threadIdx.x; i < 256; i += 32) tileA[i] = a[i], tileB[i] = b[i];
    __syncwarp();
    wmma::fragment<wmma::matrix_a, 16, 16, 16, half, wmma::col_major> left;
    wmma::fragment<wmma::matrix_b, 16, 16, 16, half, wmma::col_major> right;
    wmma::fragment<wmma::accumulator, 16, 16, 16, half> sum;
    wmma::load_matrix_sync(left, tileA, 16);
    wmma::load_matrix_sync(right, tileB, 16);
    wmma::load_matrix_sync(sum, c, 16, wmma::mem_col_major);
    wmma::mma_sync(sum, left, right, sum);
    for (int e = 0; e < sum.num_elements; ++e) sum.x[e] = __hmul(sum.x[e], __float2half(2.0f));
    wmma::store_matrix_sync(c, sum, 16, wmma::mem_col_major);
}

extern "C" __global__ void wmma_bfloat(const __nv_bfloat16* a, const __nv_bfloat16* b, float* c) {
    wmma::fragment<wmma::matrix_a, 16, 16, 16, __nv_bfloat16, wmma::row_major> left;
    wmma::fragment<wmma::matrix_b, 16, 16, 16, __nv_bfloat16, wmma::col_major> right;
    wmma::fragment<wmma::accumulator, 16, 16, 16, float> sum;
    wmma::fill_fragment(sum, 0.0f);
    wmma::load_matrix_sync(left, a, 16);
    wmma::load_matrix_sync(right, b, 16);
    wmma::mma_sync(sum, left, right, sum);
    wmma::store_matrix_sync(c, sum, 16, wmma::mem_row_major);
}

extern "C" __global__ void wmma_tf32(const float* a, const float* b, float* c) {
    wmma::fragment<wmma::matrix_a, 16, 16, 8, wmma::precision::tf32, wmma::row_major> left;
    wmma::fragment<wmma::matrix_b, 16, 16, 8, wmma::precision::tf32, wmma::row_major> right;
    wmma::fragment<wmma::accumulator, 16, 16, 8, float> sum;
    wmma::load_matrix_sync(left, a, 8);
    wmma::load_matrix_sync(right, b, 16);
    wmma::fill_fragment(sum, 1.0f);
    for (int e = 0; e < left.num_elements; ++e) left.x[e] = wmma::__float_to_tf32(left.x[e]);
    for (int e = 0; e < right.num_elements; ++e) right.x[e] = wmma::__float_to_tf32(right.x[e]);
    wmma::mma_sync(sum, left, right, sum);
    wmma::store_matrix_sync(c, sum, 16, wmma::mem_row_major);
}

// ldmatrix and mma.sync m16n8k16 by hand: d (16 x 8) = a (16 x 16) b (16 x 8), all row by row.
extern "C" __global__ void mma_half(const half* a, const half* b, float* d) {
    __shared__ __align__(16) half tileA[16][16], tileB[16][8];
    int lane = threadIdx.x;
    for (int i = lane; i < 256; i += 32) tileA[i / 16][i % 16] = a[i];
    for (int i = lane; i < 128; i += 32) tileB[i / 8][i % 8] = b[i];
    __syncthreads();
    unsigned x[4], y[2];
    unsigned addressA = (unsigned)__cvta_generic_to_shared(&tileA[lane % 16][lane / 16 * 8]);
    unsigned addressB = (unsigned)__cvta_generic_to_shared(&tileB[lane % 16][0]);
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(x[0]), "=r"(x[1]), "=r"(x[2]), "=r"(x[3]) : "r"(addressA));
    asm volatile("ldmatrix.sync.aligned.m8n8.x2.trans.shared.b16 {%0, %1}, [%2];" : "=r"(y[0]), "=r"(y[1]) : "r"(addressB));
    float s[4] = {};
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+f"(s[0]), "+f"(s[1]), "+f"(s[2]), "+f"(s[3]) : "r"(x[0]), "r"(x[1]), "r"(x[2]), "r"(x[3]), "r"(y[0]), "r"(y[1]));
    int row = lane / 4, column = lane % 4 * 2;
    d[row * 8 + column] = s[0];
    d[row * 8 + column + 1] = s[1];
    d[(row + 8) * 8 + column] = s[2];
    d[(row + 8) * 8 + column + 1] = s[3];
}

// Bytes: m16n8k32 with 32-bit sums. a row by row, b column by column.
extern "C" __global__ void mma_int8(const int* a, const int* b, int* d) {
    int lane = threadIdx.x, row = lane / 4, word = lane % 4, s[4] = {};
    asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
                 : "+r"(s[0]), "+r"(s[1]), "+r"(s[2]), "+r"(s[3])
                 : "r"(a[row * 8 + word]), "r"(a[(row + 8) * 8 + word]), "r"(a[row * 8 + word + 4]), "r"(a[(row + 8) * 8 + word + 4]),
                   "r"(b[row * 8 + word]), "r"(b[row * 8 + word + 4]));
    d[row * 8 + word * 2] = s[0];
    d[row * 8 + word * 2 + 1] = s[1];
    d[(row + 8) * 8 + word * 2] = s[2];
    d[(row + 8) * 8 + word * 2 + 1] = s[3];
}
