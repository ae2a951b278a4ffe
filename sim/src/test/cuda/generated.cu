// In the manner of a tensor compiler: loops unrolled, indices as arithmetic on blockIdx and threadIdx, shared tiles, fused tails.

// 1 x 8 x 14 x 14 by 16 filters of 3 x 3, padding 1, add, ReLU. Grid (2, 1, 7), block (14, 1, 4): 2 rows of 14 pixels, 8 filters a block.
extern "C" __global__ void __launch_bounds__(56)
fused_nn_conv2d_add_nn_relu_kernel0(float* __restrict__ placeholder, float* __restrict__ placeholder1, float* __restrict__ T_relu,
                                    float* __restrict__ placeholder2) {
    float compute[4];
    __shared__ float pad_temp_shared[4 * 4 * 16];
    __shared__ float placeholder_shared[8 * 4 * 9];
#pragma unroll
    for (int i = 0; i < 4; ++i) compute[i] = 0.000000e+00f;
    for (int rc_outer = 0; rc_outer < 2; ++rc_outer) {
        __syncthreads();
        for (int ax = 0; ax < 5; ++ax) {
            if ((ax * 56 + ((int)threadIdx.z) * 14 + ((int)threadIdx.x)) < 256) {
                int at = ax * 56 + ((int)threadIdx.z) * 14 + ((int)threadIdx.x);
                pad_temp_shared[at] =
                    ((((1 <= ((((int)blockIdx.z) * 2) + ((at & 63) >> 4))) && (((((int)blockIdx.z) * 2) + ((at & 63) >> 4)) < 15)) &&
                      (1 <= (at & 15))) && ((at & 15) < 15))
                        ? placeholder[((((rc_outer * 784) + ((at >> 6) * 196)) + (((int)blockIdx.z) * 28)) + (((at & 63) >> 4) * 14)) + (at & 15) - 15]
                        : 0.000000e+00f;
            }
        }
        for (int ax1 = 0; ax1 < 6; ++ax1) {
            if ((ax1 * 56 + ((int)threadIdx.z) * 14 + ((int)threadIdx.x)) < 288) {
                int at = ax1 * 56 + ((int)threadIdx.z) * 14 + ((int)threadIdx.x);
                placeholder_shared[at] = placeholder1[(((((int)blockIdx.x) * 576) + ((at / 36) * 72)) + (rc_outer * 36)) + (at % 36)];
            }
        }
        __syncthreads();
#pragma unroll
        for (int rc_inner = 0; rc_inner < 4; ++rc_inner)
#pragma unroll
            for (int ry = 0; ry < 3; ++ry)
#pragma unroll
                for (int rx = 0; rx < 3; ++rx) {
                    compute[0] = compute[0] + (pad_temp_shared[(rc_inner * 64) + (ry * 16) + ((int)threadIdx.x) + rx] *
                                               placeholder_shared[(((int)threadIdx.z) * 72) + (rc_inner * 9) + (ry * 3) + rx]);
                    compute[1] = compute[1] + (pad_temp_shared[(rc_inner * 64) + (ry * 16) + ((int)threadIdx.x) + rx + 16] *
                                               placeholder_shared[(((int)threadIdx.z) * 72) + (rc_inner * 9) + (ry * 3) + rx]);
                    compute[2] = compute[2] + (pad_temp_shared[(rc_inner * 64) + (ry * 16) + ((int)threadIdx.x) + rx] *
                                               placeholder_shared[(((int)threadIdx.z) * 72) + (rc_inner * 9) + (ry * 3) + rx + 36]);
                    compute[3] = compute[3] + (pad_temp_shared[(rc_inner * 64) + (ry * 16) + ((int)threadIdx.x) + rx + 16] *
                                               placeholder_shared[(((int)threadIdx.z) * 72) + (rc_inner * 9) + (ry * 3) + rx + 36]);
                }
    }
#pragma unroll
    for (int i1 = 0; i1 < 2; ++i1)
#pragma unroll
        for (int i2 = 0; i2 < 2; ++i2)
            T_relu[(((((int)blockIdx.x) * 1568) + (((int)threadIdx.z) * 392)) + (i1 * 196) + (((int)blockIdx.z) * 28)) + (i2 * 14) + ((int)threadIdx.x)] =
                max((compute[(i1 * 2) + i2] + placeholder2[(((int)blockIdx.x) * 8) + (((int)threadIdx.z) * 2) + i1]), 0.000000e+00f);
}

// Dense 1 x 256 by 10 x 256 and bias: 64 threads of a block reduce one output.
extern "C" __global__ void __launch_bounds__(64)
fused_nn_dense_add_kernel0(float* __restrict__ placeholder, float* __restrict__ placeholder1, float* __restrict__ T_add,
                           float* __restrict__ placeholder2) {
    float T_dense_rf[1];
    float red_buf0[1];
    __shared__ float T_dense[1];
    T_dense_rf[0] = 0.000000e+00f;
    for (int k_outer = 0; k_outer < 4; ++k_outer)
        T_dense_rf[0] = T_dense_rf[0] + (placeholder[(k_outer * 64) + ((int)threadIdx.x)] *
                                         placeholder1[((((int)blockIdx.x) * 256) + (k_outer * 64)) + ((int)threadIdx.x)]);
    unsigned mask[1];
    float t0[1];
    __shared__ float red_buf_staging[2];
    red_buf0[0] = T_dense_rf[0];
    mask[0] = __activemask();
    t0[0] = __shfl_down_sync(mask[0], red_buf0[0], 16, 32);
    red_buf0[0] = (red_buf0[0] + t0[0]);
    t0[0] = __shfl_down_sync(mask[0], red_buf0[0], 8, 32);
    red_buf0[0] = (red_buf0[0] + t0[0]);
    t0[0] = __shfl_down_sync(mask[0], red_buf0[0], 4, 32);
    red_buf0[0] = (red_buf0[0] + t0[0]);
    t0[0] = __shfl_down_sync(mask[0], red_buf0[0], 2, 32);
    red_buf0[0] = (red_buf0[0] + t0[0]);
    t0[0] = __shfl_down_sync(mask[0], red_buf0[0], 1, 32);
    red_buf0[0] = (red_buf0[0] + t0[0]);
    if ((((int)threadIdx.x) & 31) == 0) red_buf_staging[((int)threadIdx.x) >> 5] = red_buf0[0];
    __syncthreads();
    if (((int)threadIdx.x) == 0) T_dense[0] = red_buf_staging[0] + red_buf_staging[1];
    if (((int)threadIdx.x) == 0) T_add[((int)blockIdx.x)] = (T_dense[0] + placeholder2[((int)blockIdx.x)]);
}

extern "C" __global__ void __launch_bounds__(1024)
fused_nn_softmax_kernel0(float* __restrict__ T_softmax_maxelem, float* __restrict__ placeholder) {
    T_softmax_maxelem[((int)threadIdx.x)] = -3.402823e+38f;
    for (int k = 0; k < 10; ++k)
        T_softmax_maxelem[((int)threadIdx.x)] = max(T_softmax_maxelem[((int)threadIdx.x)], placeholder[((((int)threadIdx.x) * 10) + k)]);
}

extern "C" __global__ void __launch_bounds__(1024)
fused_transpose_squeeze_cast_kernel0(long long* __restrict__ T_cast, float* __restrict__ placeholder) {
    if (((((int)blockIdx.x) * 1024) + ((int)threadIdx.x)) < 3000)
        T_cast[((((int)blockIdx.x) * 1024) + ((int)threadIdx.x))] =
            ((long long)placeholder[(((((((int)blockIdx.x) * 1024) + ((int)threadIdx.x)) % 30) * 100) + (((((int)blockIdx.x) * 1024) + ((int)threadIdx.x)) / 30))]);
}
