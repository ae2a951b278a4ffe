// Blocks that take a known time and use nothing but it: for measuring launches, dispatch and notices, and as stand-in work.

#include "notices.cuh"

// The SM's own clock: what is asked for in cycles does not change its length when the clock frequency does. The difference is taken
// unsigned, so it is right across the clock's wrap.
__device__ __forceinline__ void spinFor(u64 cycles) {
    const u64 start = (u64)clock64();
    while ((u64)clock64() - start < cycles) {
    }
}

// Every block runs for at least the given number of SM clock cycles.
extern "C" __global__ void __launch_bounds__(1024)
spin(u64 cycles) {
    spinFor(cycles);
}

// The same, with block notices as notices.cuh describes them.
extern "C" __global__ void __launch_bounds__(1024)
spin_reporting(u64 cycles, const NoticeRing* __restrict__ notices) {
    noticeBlockStart(notices);
    spinFor(cycles);
    noticeBlockEnd(notices);
}
