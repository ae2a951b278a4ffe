// Chains of one instruction in which each waits for the one before: their number times a latency is the time of a warp that is alone on its
// scheduler, and with more warps the scheduler fills up.
//
// Every thread begins with element gridThread() of in and leaves its result there in out: count rounds of 32 instructions.

#include "micro/instructions.cuh"

constexpr u32 UNROLLED = 32;

template <typename Instruction>
__device__ __forceinline__ void chain(const typename Instruction::Type* __restrict__ in, typename Instruction::Type* __restrict__ out,
                                      typename Instruction::Type constant, u32 count) {
    typename Instruction::Type x = in[gridThread()];
    const typename Instruction::Type y = x;
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll
        for (u32 k = 0; k < UNROLLED; ++k) {
            x = Instruction::of(x, y, constant);
        }
    }
    out[gridThread()] = x;
}

extern "C" __global__ void __launch_bounds__(1024)
chain_fma_f32(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    chain<FmaF32>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024)
chain_lop3(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    chain<Lop3>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024)
chain_mad_s32(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    chain<MadS32>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024)
chain_fma_f64(const double* __restrict__ in, double* __restrict__ out, double constant, u32 count) {
    chain<FmaF64>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024)
chain_ex2(const float* __restrict__ in, float* __restrict__ out, float constant, u32 count) {
    chain<Ex2>(in, out, constant, count);
}

extern "C" __global__ void __launch_bounds__(1024)
chain_shuffle(const u32* __restrict__ in, u32* __restrict__ out, u32 constant, u32 count) {
    chain<Shuffle>(in, out, constant, count);
}


// The same of barriers of the block.
extern "C" __global__ void __launch_bounds__(1024)
chain_barrier(u32* __restrict__ out, u32 count) {
#pragma unroll 1
    for (u32 i = 0; i < count; ++i) {
#pragma unroll
        for (u32 k = 0; k < UNROLLED; ++k) {
            asm volatile("bar.sync 0;" ::: "memory");
        }
    }
    out[gridThread()] = count;
}
