// Kernels that wait for one thing each: arithmetic, or loads that depend on each other.

constexpr int CHAINS = 8; // independent ones of a thread: more than the latency of an fma over its issue interval

// CHAINS * steps fused multiply-adds a thread, whose operands never leave its registers.
extern "C" __global__ void __launch_bounds__(256) multiply_add(float* out, int steps) {
    float chain[CHAINS];
    for (int i = 0; i < CHAINS; i++) chain[i] = threadIdx.x + i;
#pragma unroll 4
    for (int step = 0; step < steps; step++) {
        for (int i = 0; i < CHAINS; i++) chain[i] = __fmaf_rn(chain[i], 0.999f, 1.0f);
    }
    float sum = 0;
    for (int i = 0; i < CHAINS; i++) sum += chain[i];
    out[blockIdx.x * blockDim.x + threadIdx.x] = sum;
}

// Follows a ring of indices; each load waits for the one before it.
extern "C" __global__ void chase(const int* __restrict__ next, int* out, int steps) {
    int at = 0;
#pragma unroll 4
    for (int step = 0; step < steps; step++) at = next[at];
    *out = at;
}
