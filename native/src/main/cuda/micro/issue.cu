// Instructions as many as go: eight chains a thread that do not wait for each other, so that at full occupancy the pipe of the instruction is
// what there is too little of.
//
// Every thread begins with eight values made from element gridThread() of in and leaves what they come to in out: count rounds of 32
// instructions, of which each chain has four.

#include "micro/instructions.cuh"

constexpr u32 CHAINS = 8;
constexpr u32 UNROLLED = 4;

__device__ __forceinline__ u32 begin(u32 x, u32 chain) { return x + chain; }
__device__ __forceinline__ float begin(float x, u32 chain) { return x + (float)chain; }
__device__ __forceinline__ double begin(double x, u32 chain) { return x + (double)chain; }

template <typename First, typename Second>
__device__ __forceinline__ void issue(const typename First::Type* __restrict__ in, typename First::Type* __restrict__ out,
                                      typename First::Type constant, u32 count) {
    using Type = typename First::Type;
    const Type own = in[gridThread()];
    Type x[CHAINS];
#pragma unroll
    for (u32 chain = 0; chain < CHAINS; ++chain) {
        x[chain] = begin(own, chain);
    }
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll
        for (u32 k = 0; k < UNROLLED; ++k) {
#pragma unroll
            for (u32 chain = 0; chain < CHAINS; ++chain) {
                x[chain] = chain % 2 == 0 ? First::of(x[chain], own, constant) : Second::of(x[chain], own, constant);
            }
        }
    }
    Type total = x[0];
#pragma unroll
    for (u32 chain = 1; chain < CHAINS; ++chain) {
        total += x[chain];
    }
    out[gridThread()] = total;
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_fma_f32(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    issue<FmaF32, FmaF32>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_lop3(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    issue<Lop3, Lop3>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_mad_s32(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    issue<MadS32, MadS32>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_fma_f16x2(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    issue<FmaF16x2, FmaF16x2>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_ex2(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    issue<Ex2, Ex2>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_rsqrt(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    issue<Rsqrt, Rsqrt>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_sin(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    issue<Sin, Sin>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_convert(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    issue<Convert, Convert>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_popc(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    issue<Popc, Popc>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_shuffle(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    issue<Shuffle, Shuffle>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_div_f32(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    issue<DivF32, DivF32>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_div_u32(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    issue<DivU32, DivU32>(in, out, constant, count);
}

// Half of each.
extern "C" __global__ void __launch_bounds__(1024, 2)
issue_lop3_mad(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    issue<Lop3, MadS32>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024, 2)
issue_fma_ex2(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    issue<FmaF32, Ex2>(in, out, constant, count);
}


// Eight f64 chains take too many registers for 2048 threads.
extern "C" __global__ void __launch_bounds__(1024)
issue_fma_f64(const double* __restrict__ in, double* __restrict__ out, double constant, u32 count) {
    issue<FmaF64, FmaF64>(in, out, constant, count);
}

// Additions of neighbouring chains: of one chain alone, three would become one instruction.
extern "C" __global__ void __launch_bounds__(1024, 2)
issue_add_s32(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    u32 x[CHAINS];
#pragma unroll
    for (u32 chain = 0; chain < CHAINS; ++chain) {
        x[chain] = begin(in[gridThread()], chain * constant);
    }
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll
        for (u32 k = 0; k < UNROLLED; ++k) {
#pragma unroll
            for (u32 chain = 0; chain < CHAINS; ++chain) {
                x[chain] = AddS32::of(x[chain], x[(chain + 3) % CHAINS], 0);
            }
        }
    }
    u32 total = 0;
#pragma unroll
    for (u32 chain = 0; chain < CHAINS; ++chain) {
        total ^= x[chain];
    }
    out[gridThread()] = total;
}

// Of every four instructions three fused multiply-adds and a load of shared memory, without bank conflicts.
extern "C" __global__ void __launch_bounds__(1024, 2)
issue_fma_shared(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    __shared__ volatile float words[1024];
    const float own = in[gridThread()];
    words[threadIdx.x] = own;
    __syncthreads();
    float x[CHAINS];
#pragma unroll
    for (u32 chain = 0; chain < CHAINS; ++chain) {
        x[chain] = begin(own, chain);
    }
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll
        for (u32 k = 0; k < CHAINS; ++k) {
            const float y = words[threadIdx.x];
#pragma unroll
            for (u32 part = 0; part < 3; ++part) {
                const u32 chain = (3 * k + part) % CHAINS;
                x[chain] = FmaF32::of(x[chain], y, constant);
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
