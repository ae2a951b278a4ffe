// What kernels of layers have in common: how they are told of shapes, and what becomes of a sum before it is stored.
//
// A bundle passes pointers alone, so a kernel reads its shape from memory: whole numbers of 32 bits, in the order that each kernel gives. Tensors
// are of floats, images one after the other, of each its channels, of each its rows. Elements of a tensor are fewer than 2^31.
//
// Every sum has a fixed order, given by the launch alone: the same inputs give the same bits.
#pragma once

// What is done to a result: 0 nothing, 1 max(x, 0), 2 min(max(x, 0), 6). Without branches; what is no number becomes an end of the range.
__device__ __forceinline__ float activated(float x, int activation) {
    const float least = activation == 0 ? -INFINITY : 0.0f;
    const float most = activation == 2 ? 6.0f : INFINITY;
    return fminf(fmaxf(x, least), most);
}

// Where a result of a layer goes: into a tensor that may have more channels than the layer, and after a bias, perhaps a tensor that is added, and an
// activation.
struct Epilogue {
    int channels;      // of the layer's result
    int pixels;        // of a channel
    int activation;
    int hasResidual;   // 1: the tensor that is added, with the layer's own channels
    int firstChannel;  // in the tensor that is written
    int allChannels;   // of that tensor

    __device__ __forceinline__ void store(
        float sum, int image, int channel, int pixel, const float* bias, const float* residual, float* out) const {
        float x = sum + bias[channel];
        if (hasResidual != 0) {
            x += residual[(image * channels + channel) * pixels + pixel];
        }
        out[(image * allChannels + firstChannel + channel) * pixels + pixel] = activated(x, activation);
    }
};

// The sum over a block of 128 threads, in thread 0: a tree in each warp, then the warps in their order.
__device__ __forceinline__ float blockSum(float x) {
    __shared__ float warpSums[4];
#pragma unroll
    for (int apart = 16; apart > 0; apart /= 2) {
        x += __shfl_down_sync(0xFFFFFFFFu, x, apart);
    }
    if (threadIdx.x % 32 == 0) {
        warpSums[threadIdx.x / 32] = x;
    }
    __syncthreads();
    return ((warpSums[0] + warpSums[1]) + warpSums[2]) + warpSums[3];
}
