// Lanes of a warp that go different ways.
//
// Every thread begins with element gridThread() of in and leaves in out what chains of fused multiply-adds make of it, each waiting for the
// one before.

#include "micro/instructions.cuh"

constexpr u32 UNROLLED = 32;
constexpr u32 TRIP = 8;

// The two ways differ in their instructions, or they would be made one.
__device__ __forceinline__ float firstWay(float x, float own, float constant) {
#pragma unroll
    for (u32 k = 0; k < UNROLLED; ++k) {
        x = FmaF32::of(x, own, constant);
    }
    return x;
}

__device__ __forceinline__ float secondWay(float x, float own, float constant) {
#pragma unroll
    for (u32 k = 0; k < UNROLLED; ++k) {
        x = FmaF32::of(x, constant, constant);
    }
    return x;
}

// The first lanes of each warp go count times the first way, the others the second, and they meet at the end.
extern "C" __global__ void __launch_bounds__(1024, 2)
diverge_once(const float* __restrict__ in, float* __restrict__ out, float constant, u32 lanes, u32 count) {
    const float own = in[gridThread()];
    float x = own;
    if (threadIdx.x % 32 < lanes) {
#pragma unroll 1
        for (u32 i = 0; i < count; ++i) {
            x = firstWay(x, own, constant);
        }
    } else {
#pragma unroll 1
        for (u32 i = 0; i < count; ++i) {
            x = secondWay(x, own, constant);
        }
    }
    out[gridThread()] = x;
}

// The same, but they meet after each round.
extern "C" __global__ void __launch_bounds__(1024, 2)
diverge_rounds(const float* __restrict__ in, float* __restrict__ out, float constant, u32 lanes, u32 count) {
    const float own = in[gridThread()];
    const bool isFirst = threadIdx.x % 32 < lanes;
    float x = own;
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
        if (isFirst) {
            x = firstWay(x, own, constant);
        } else {
            x = secondWay(x, own, constant);
        }
        __syncwarp();
    }
    out[gridThread()] = x;
}

// In each round a lane makes 8 trips, of 8 instructions each, times its number modulo lengths plus 1: the others wait for the longest.
extern "C" __global__ void __launch_bounds__(1024, 2)
diverge_trips(const float* __restrict__ in, float* __restrict__ out, float constant, u32 lengths, u32 count) {
    const float own = in[gridThread()];
    const u32 trips = 8 * (threadIdx.x % 32 % lengths + 1);
    float x = own;
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll 1
        for (u32 trip = 0; trip < trips; ++trip) {
#pragma unroll
            for (u32 k = 0; k < TRIP; ++k) {
                x = FmaF32::of(x, own, constant);
            }
        }
        __syncwarp();
    }
    out[gridThread()] = x;
}
