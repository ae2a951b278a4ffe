// Made with nvcc 13.0: nvcc -ptx -arch=sm_80 -lineinfo structures.cu
__constant__ float coef[4] = {1.5f, -2.0f, 3.0e-7f, 0};
__device__ int counter = 7;
__device__ const char *message = "hi\n\"x";
struct Mixed { int a; double d; const float *p; char c; };
__device__ Mixed mixed = {1, 2.5, &coef[2], 'x'};
__managed__ int managed;
extern __shared__ float dynamic[];
struct Big { int v[6]; };
typedef int (*Function)(int, float);
__noinline__ __device__ int times(int a, float b) { return a * (int) b; }
__noinline__ __device__ int minus(int a, float b) { return a - (int) b; }
__device__ Function table[2] = {times, minus};
__device__ __noinline__ Big changed(Big b, int k) { b.v[k]++; return b; }
extern "C" __global__ void __launch_bounds__(256, 2) structures(Big b, float *out, const double *__restrict__ in, int n) {
    __shared__ float tile[8][33];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    tile[threadIdx.x & 7][threadIdx.x & 31] = in[i];
    dynamic[threadIdx.x] = 0.1f;
    __syncthreads();
    float v = tile[(i + 1) & 7][5] * coef[i & 3] + dynamic[3];
    v += __shfl_xor_sync(~0u, v, 4);
    Big c = changed(b, n & 3);
    out[i] = v + table[n & 1](i, v) + mixed.d + c.v[3];
    atomicAdd(&counter, 1);
    managed++;
    for (int k = 0; k < 2; k++) {
        asm volatile("{ .reg .pred p; .reg .b32 t; setp.eq.s32 p, %1, 3; @p bra DONE; add.s32 t, %1, 4; mov.b32 %0, t; DONE: }" : "+f"(v) : "r"(n));
    }
    out[i] = v;
    int all;
    unsigned same = __match_all_sync(~0u, n, &all);
    out[same] = all + clock64();
}
