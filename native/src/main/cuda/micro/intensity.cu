// A stream of floats with as much arithmetic on each as one asks for: where the bandwidth of the memory ends and that of the multiprocessors
// begins.

#include "grid.cuh"

// out[i] = in[i], fused-multiplied by factor and added to summand, fmas times over. Arrays of count vectors of 16 bytes.
extern "C" __global__ void __launch_bounds__(1024, 2)
intensity(const float4* __restrict__ in, float4* __restrict__ out, u64 count, float factor, float summand, u32 fmas) {
    const u64 step = gridThreads();
#pragma unroll 1
    for (u64 i = gridThread(); i < count; i += step) {
        float4 x = in[i];
#pragma unroll 4
        for (u32 k = 0; k < fmas; ++k) {
            x.x = __fmaf_rn(x.x, factor, summand);
            x.y = __fmaf_rn(x.y, factor, summand);
            x.z = __fmaf_rn(x.z, factor, summand);
            x.w = __fmaf_rn(x.w, factor, summand);
        }
        out[i] = x;
    }
}
