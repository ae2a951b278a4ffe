// Compiled without optimisation and with debug sections: everything goes through local memory and generic addresses.

__device__ float clampTo(float value, float low, float high) { return value < low ? low : value > high ? high : value; }

extern "C" __global__ void debug_clamp(const float* in, float* out, int n, float low, float high) {
    __shared__ float tile[64];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    for (int k = threadIdx.x; k < 64; k += blockDim.x) tile[k] = (float)k;
    __syncthreads();
    if (i < n) {
        float value = clampTo(in[i], low, high);
        out[i] = value + tile[i % 64];
    }
}
