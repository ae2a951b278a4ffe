// Fused multiply-adds whose operands come from shared memory, 16 bytes a load, as in a register-blocked matrix product: from how many a load
// on the loads no longer matter.
//
// Every thread begins with element gridThread() of in and leaves the sum of its eight chains in out. Each of count rounds makes 8 loads and
// FMAS fused multiply-adds after each. Runs of sharing lanes, a power of two, load one address; the runs' addresses follow each other.

#include "micro/instructions.cuh"

constexpr u32 CHAINS = 8;
constexpr u32 LOADS = 8;
constexpr u32 WARP_BYTES = 512;
constexpr u32 WORDS = LOADS * WARP_BYTES / 4;

template <u32 FMAS>
__device__ __forceinline__ void sharedOperands(const float* __restrict__ in, float* __restrict__ out, u32 sharing, float constant, u32 count) {
    __shared__ __align__(16) float words[WORDS];
    for (u32 i = threadIdx.x; i < WORDS; i += blockDim.x) {
        words[i] = (float)i;
    }
    __syncthreads();
    const u32 own = (u32)__cvta_generic_to_shared(words) + threadIdx.x % 32 / sharing * 16;
    float x[CHAINS];
#pragma unroll
    for (u32 chain = 0; chain < CHAINS; ++chain) {
        x[chain] = in[gridThread()] + (float)chain;
    }
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll
        for (u32 k = 0; k < LOADS; ++k) {
            float y[4];
            asm volatile("ld.volatile.shared.v4.f32 {%0, %1, %2, %3}, [%4];"
                         : "=f"(y[0]), "=f"(y[1]), "=f"(y[2]), "=f"(y[3])
                         : "r"(own + k * WARP_BYTES));
#pragma unroll
            for (u32 part = 0; part < FMAS; ++part) {
                const u32 chain = (k * FMAS + part) % CHAINS;
                x[chain] = FmaF32::of(x[chain], y[part % 4], constant);
            }
        }
    }
    float total = x[0];
#pragma unroll
    for (u32 chain = 1; chain < CHAINS; ++chain) {
        total += x[chain];
    }
    out[gridThread()] = total;
}

extern "C" __global__ void __launch_bounds__(1024, 2)
operands_4(const float* __restrict__ in, float* __restrict__ out, u32 sharing, float constant, u32 count) {
    sharedOperands<4>(in, out, sharing, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
operands_8(const float* __restrict__ in, float* __restrict__ out, u32 sharing, float constant, u32 count) {
    sharedOperands<8>(in, out, sharing, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
operands_16(const float* __restrict__ in, float* __restrict__ out, u32 sharing, float constant, u32 count) {
    sharedOperands<16>(in, out, sharing, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
operands_32(const float* __restrict__ in, float* __restrict__ out, u32 sharing, float constant, u32 count) {
    sharedOperands<32>(in, out, sharing, constant, count);
}
