// Made with nvcc 13.0: nvcc -ptx -arch=sm_90 -G debug.cu
extern "C" __global__ void debug(float *out, float factor, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        out[i] *= factor;
    }
}
