// Instructions to be measured, one a call, written so that no compiler merges several of them or leaves one out.
#pragma once

#include "grid.cuh"

// One instruction x = f(x, y, c): y is another thread-dependent value, c the same for all threads. NAME is that of the struct, T the type.
#define INSTRUCTION(NAME, T, CONSTRAINT, TEXT)                                                                   \
    struct NAME {                                                                                                \
        using Type = T;                                                                                          \
        static __device__ __forceinline__ T of(T x, T y, T c) {                                                  \
            asm volatile(TEXT : "+" CONSTRAINT(x) : CONSTRAINT(y), CONSTRAINT(c));                                \
            return x;                                                                                            \
        }                                                                                                        \
    };

INSTRUCTION(FmaF32, float, "f", "fma.rn.f32 %0, %0, %2, %1;")
INSTRUCTION(AddS32, u32, "r", "add.s32 %0, %0, %1;")
INSTRUCTION(Lop3, u32, "r", "lop3.b32 %0, %0, %1, %2, 0x6A;")
INSTRUCTION(MadS32, u32, "r", "mad.lo.s32 %0, %0, %1, %2;")
INSTRUCTION(FmaF64, double, "d", "fma.rn.f64 %0, %0, %2, %1;")
INSTRUCTION(FmaF16x2, u32, "r", "fma.rn.f16x2 %0, %0, %2, %1;")
INSTRUCTION(Ex2, float, "f", "ex2.approx.ftz.f32 %0, %0;")
INSTRUCTION(Rsqrt, float, "f", "rsqrt.approx.ftz.f32 %0, %0;")
INSTRUCTION(Sin, float, "f", "sin.approx.ftz.f32 %0, %0;")
INSTRUCTION(Popc, u32, "r", "popc.b32 %0, %0;")
INSTRUCTION(DivF32, float, "f", "div.rn.f32 %0, %0, %2;")
// The divisor is another each time: what one alone needs could be computed once.
INSTRUCTION(DivU32, u32, "r", "div.u32 %0, %2, %0;")
INSTRUCTION(Shuffle, u32, "r", "shfl.sync.bfly.b32 %0, %0, 1, 31, -1;")
// To a whole number and back: two conversions.
INSTRUCTION(Convert, float, "f", "{.reg .s32 whole; cvt.rni.s32.f32 whole, %0; cvt.rn.f32.s32 %0, whole;}")
