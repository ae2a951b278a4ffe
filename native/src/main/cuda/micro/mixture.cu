// Loads and arithmetic in turns, as kernels have them: what of the two happens at once.

#include "grid.cuh"

// A stream of vectors with FMAS fused multiply-adds on each, in four chains; the last of each chain adds it to the thread's sum. Out gets the
// sums, one a thread.
template <u32 FMAS>
__device__ __forceinline__ void streamed(const float4* __restrict__ in, float* __restrict__ out, u64 count, float factor, float summand) {
    const u64 step = gridThreads();
    float4 total = {0, 0, 0, 0};
#pragma unroll 1
    for (u64 i = gridThread(); i < count; i += step) {
        float4 x = in[i];
#pragma unroll
        for (u32 k = 0; k < FMAS / 4 - 1; ++k) {
            x.x = __fmaf_rn(x.x, factor, summand);
            x.y = __fmaf_rn(x.y, factor, summand);
            x.z = __fmaf_rn(x.z, factor, summand);
            x.w = __fmaf_rn(x.w, factor, summand);
        }
        total.x = __fmaf_rn(x.x, factor, total.x);
        total.y = __fmaf_rn(x.y, factor, total.y);
        total.z = __fmaf_rn(x.z, factor, total.z);
        total.w = __fmaf_rn(x.w, factor, total.w);
    }
    out[gridThread()] = (total.x + total.y) + (total.z + total.w);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
stream_fma_8(const float4* __restrict__ in, float* __restrict__ out, u64 count, float factor, float summand) {
    streamed<8>(in, out, count, factor, summand);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
stream_fma_32(const float4* __restrict__ in, float* __restrict__ out, u64 count, float factor, float summand) {
    streamed<32>(in, out, count, factor, summand);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
stream_fma_128(const float4* __restrict__ in, float* __restrict__ out, u64 count, float factor, float summand) {
    streamed<128>(in, out, count, factor, summand);
}

constexpr u32 TILE_VECTORS = 256;

// A tiled product's rhythm, for blocks of 256 threads: in each of steps all load a tile of 4 KiB, wait for each other, make FMAS fused
// multiply-adds in four chains with operands that all lanes of a warp share, and wait again. There are tiles of them, a power of two, read past
// the first-level cache; blocks side by side read tiles side by side. Out gets the sums, one a thread.
template <u32 FMAS>
__device__ __forceinline__ void tiled(const float4* __restrict__ in, float* __restrict__ out, u32 tiles, float factor, u32 steps) {
    __shared__ float4 tile[TILE_VECTORS];
    // Up to 64 vectors from one of eight places: within the tile.
    const float4* const operands = tile + threadIdx.x / 32 * 16;
    const float own = (float)threadIdx.x;
    float4 x = {own, own, own, own};
#pragma unroll 1
    for (u32 step = 0; step < steps; ++step) {
        const u32 from = (blockIdx.x + step * gridDim.x) & (tiles - 1);
        tile[threadIdx.x] = __ldcg(in + (u64)from * TILE_VECTORS + threadIdx.x);
        __syncthreads();
#pragma unroll
        for (u32 k = 0; k < FMAS / 4; ++k) {
            const float4 y = operands[k];
            x.x = __fmaf_rn(x.x, factor, y.x);
            x.y = __fmaf_rn(x.y, factor, y.y);
            x.z = __fmaf_rn(x.z, factor, y.z);
            x.w = __fmaf_rn(x.w, factor, y.w);
        }
        __syncthreads();
    }
    out[gridThread()] = (x.x + x.y) + (x.z + x.w);
}

extern "C" __global__ void __launch_bounds__(256, 8)
tile_fma_16(const float4* __restrict__ in, float* __restrict__ out, u32 tiles, float factor, u32 steps) {
    tiled<16>(in, out, tiles, factor, steps);
}

extern "C" __global__ void __launch_bounds__(256, 8)
tile_fma_64(const float4* __restrict__ in, float* __restrict__ out, u32 tiles, float factor, u32 steps) {
    tiled<64>(in, out, tiles, factor, steps);
}

extern "C" __global__ void __launch_bounds__(256, 8)
tile_fma_256(const float4* __restrict__ in, float* __restrict__ out, u32 tiles, float factor, u32 steps) {
    tiled<256>(in, out, tiles, factor, steps);
}
