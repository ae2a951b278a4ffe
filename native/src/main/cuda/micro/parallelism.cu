// Independent chains a thread against warps a scheduler: how much of either hides the latency of an instruction. All kernels of a kind
// execute the same instructions, dealt to 1 to 8 chains, each of which waits for itself alone.
//
// Every thread begins with element gridThread() of in, a chain with its number more, and leaves the sum of its chains in out. Count is of
// rounds: of 32 fused multiply-adds, or of 8 steps.

#include "micro/instructions.cuh"

constexpr u32 FMAS = 32;
constexpr u32 STEPS = 8;

template <u32 CHAINS>
__device__ __forceinline__ void begin(float (&x)[CHAINS], float own) {
#pragma unroll
    for (u32 chain = 0; chain < CHAINS; ++chain) {
        x[chain] = own + (float)chain;
    }
}

template <u32 CHAINS>
__device__ __forceinline__ float sum(const float (&x)[CHAINS]) {
    float total = x[0];
#pragma unroll
    for (u32 chain = 1; chain < CHAINS; ++chain) {
        total += x[chain];
    }
    return total;
}

template <u32 CHAINS>
__device__ __forceinline__ void fma(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    const float own = in[gridThread()];
    float x[CHAINS];
    begin(x, own);
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll
        for (u32 k = 0; k < FMAS; ++k) {
            x[k % CHAINS] = FmaF32::of(x[k % CHAINS], own, constant);
        }
    }
    out[gridThread()] = sum(x);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
fma_1(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    fma<1>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
fma_2(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    fma<2>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
fma_4(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    fma<4>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
fma_8(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    fma<8>(in, out, constant, count);
}

// A step is a reciprocal square root and three fused multiply-adds, each waiting for the one before.
template <u32 CHAINS>
__device__ __forceinline__ void rsqrt(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    const float own = in[gridThread()];
    float x[CHAINS];
    begin(x, own);
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll
        for (u32 k = 0; k < STEPS; k += CHAINS) {
#pragma unroll
            for (u32 chain = 0; chain < CHAINS; ++chain) {
                x[chain] = Rsqrt::of(x[chain], own, constant);
            }
#pragma unroll
            for (u32 part = 0; part < 3; ++part) {
#pragma unroll
                for (u32 chain = 0; chain < CHAINS; ++chain) {
                    x[chain] = FmaF32::of(x[chain], own, constant);
                }
            }
        }
    }
    out[gridThread()] = sum(x);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
rsqrt_1(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    rsqrt<1>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
rsqrt_4(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    rsqrt<4>(in, out, constant, count);
}

// A step is a load of shared memory, whose word is a float in [1, 2) that a fused multiply-add waits for, and in its low bits the place
// of the chain's next load. The words are one ring of neighbours, so no two lanes of a warp meet in a bank.
template <u32 CHAINS>
__device__ __forceinline__ void sharedFma(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    constexpr u32 WORDS = 1024;
    constexpr u32 PLACE = 4 * WORDS - 1;
    __shared__ u32 words[WORDS];
    for (u32 i = threadIdx.x; i < WORDS; i += blockDim.x) {
        words[i] = 0x3F800000u | 4 * ((i + 1) % WORDS);
    }
    __syncthreads();
    const u32 first = (u32)__cvta_generic_to_shared(words);
    float x[CHAINS];
    begin(x, in[gridThread()]);
    u32 word[CHAINS];
#pragma unroll
    for (u32 chain = 0; chain < CHAINS; ++chain) {
        word[chain] = 4 * (threadIdx.x + chain * (WORDS / CHAINS));
    }
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll
        for (u32 k = 0; k < STEPS; ++k) {
            const u32 chain = k % CHAINS;
            asm volatile("ld.shared.u32 %0, [%1];" : "=r"(word[chain]) : "r"(first + (word[chain] & PLACE)) : "memory");
            x[chain] = FmaF32::of(x[chain], __uint_as_float(word[chain]), constant);
        }
    }
    out[gridThread()] = sum(x);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
shared_fma_1(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    sharedFma<1>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
shared_fma_4(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    sharedFma<4>(in, out, constant, count);
}
