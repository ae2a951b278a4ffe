// Stand-ins for kernels of which a trace tells the shape and the time: blocks that take a known time, hold a known number of registers all the
// while, and use nothing else. surrogate_R holds R registers a thread, the system's own included: a multiple of 8, which is what a warp's share
// of the register file is rounded up to.
//
// They sleep between looks at the clock. Warps that only poll are always ready to issue, and a multiprocessor that holds two or more of them a
// scheduler leaves others hardly a turn: on an H200, blocks that poll held up whoever reported their start until they had ended. Kernels that do
// something wait for memory and for each other.

#include "grid.cuh"

// Reads NUMBERS words before the time passes and uses all of them after it, so that all are held meanwhile. Volatile accesses keep their order,
// also against the clock's, and what they read is unknown to the compiler.
template <int NUMBERS>
__device__ __forceinline__ void holdFor(u64 cycles) {
    __shared__ volatile u32 words[4];
    u32 held[NUMBERS];
#pragma unroll
    for (int i = 0; i < NUMBERS; i++) {
        held[i] = words[i & 3];
    }
    const u64 start = (u64)clock64();
    while ((u64)clock64() - start < cycles) {
        __nanosleep(100);
    }
    u32 mixed = 0;
#pragma unroll
    for (int i = 0; i < NUMBERS; i++) {
        mixed = mixed * 5 + held[i];
    }
    // Never true for what follows cycles that a launch may ask for; the compiler cannot know.
    if (cycles == ~0ull) {
        words[0] = mixed;
    }
}

// A kernel has no more threads than find room with its registers.
extern "C" __global__ void __launch_bounds__(1024)
surrogate_16(u64 cycles) {
    holdFor<1>(cycles);
}

extern "C" __global__ void __launch_bounds__(1024)
surrogate_24(u64 cycles) {
    holdFor<14>(cycles);
}

extern "C" __global__ void __launch_bounds__(1024)
surrogate_32(u64 cycles) {
    holdFor<22>(cycles);
}

extern "C" __global__ void __launch_bounds__(1024)
surrogate_40(u64 cycles) {
    holdFor<30>(cycles);
}

extern "C" __global__ void __launch_bounds__(1024)
surrogate_48(u64 cycles) {
    holdFor<38>(cycles);
}

extern "C" __global__ void __launch_bounds__(1024)
surrogate_56(u64 cycles) {
    holdFor<46>(cycles);
}

extern "C" __global__ void __launch_bounds__(1024)
surrogate_64(u64 cycles) {
    holdFor<54>(cycles);
}

extern "C" __global__ void __launch_bounds__(896)
surrogate_72(u64 cycles) {
    holdFor<62>(cycles);
}

extern "C" __global__ void __launch_bounds__(768)
surrogate_80(u64 cycles) {
    holdFor<70>(cycles);
}

extern "C" __global__ void __launch_bounds__(640)
surrogate_96(u64 cycles) {
    holdFor<86>(cycles);
}

extern "C" __global__ void __launch_bounds__(512)
surrogate_112(u64 cycles) {
    holdFor<102>(cycles);
}

extern "C" __global__ void __launch_bounds__(512)
surrogate_128(u64 cycles) {
    holdFor<118>(cycles);
}

extern "C" __global__ void __launch_bounds__(384)
surrogate_160(u64 cycles) {
    holdFor<150>(cycles);
}

extern "C" __global__ void __launch_bounds__(384)
surrogate_168(u64 cycles) {
    holdFor<158>(cycles);
}

extern "C" __global__ void __launch_bounds__(256)
surrogate_224(u64 cycles) {
    holdFor<214>(cycles);
}

extern "C" __global__ void __launch_bounds__(256)
surrogate_255(u64 cycles) {
    holdFor<243>(cycles);
}
