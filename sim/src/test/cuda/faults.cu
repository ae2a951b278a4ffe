// Bugs on purpose, each on a line that ends in "// fault", next to what is right. Compiled with line information.

extern "C" __global__ void store_out_of_bounds(const int* in, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i <= n)
        out[i] = in[min(i, n - 1)]; // fault
}

extern "C" __global__ void load_out_of_bounds(const double* in, double* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] =
            in[n - i]; // fault
}

extern "C" __global__ void misaligned(const float* in, float4* out, int shift) {
    const float4* vectors = (const float4*)(in + shift);
    out[threadIdx.x] = vectors[threadIdx.x]; // fault
}

extern "C" __global__ void missing_barrier(const int* in, int* out) {
    __shared__ int tile[128];
    int t = threadIdx.x;
    tile[t] = in[t];
    out[t] =
        tile[127 - t]; // fault
}

// Right at first; the second round overwrites what others still read.
extern "C" __global__ void missing_second_barrier(const int* in, int* out) {
    __shared__ int tile[128];
    int t = threadIdx.x, sum = 0;
    for (int round = 0; round < 2; ++round) {
        tile[t] = in[t] + round; // fault
        __syncthreads();
        sum += tile[127 - t]; // or here
    }
    out[t] = sum;
}

extern "C" __global__ void shared_write_race(const int* in, int* out) {
    __shared__ int winner;
    if (in[threadIdx.x] > 0)
        winner = threadIdx.x; // fault
    __syncthreads();
    out[threadIdx.x] = winner;
}

extern "C" __global__ void divergent_barrier(const int* in, int* out) {
    __shared__ int tile[64];
    int t = threadIdx.x;
    tile[t] = in[t];
    if (in[t] > 0) {
        __syncthreads(); // fault
        out[t] = tile[63 - t];
    } else {
        out[t] = 0;
    }
}

extern "C" __global__ void exited_before_barrier(const int* in, int* out, int n) {
    __shared__ int tile[64];
    int t = threadIdx.x;
    if (t >= n) return;
    tile[t] = in[t];
    __syncthreads(); // fault
    out[t] = tile[n - 1 - t];
}

extern "C" __global__ void uninitialised_shared(const int* in, int* out, int n) {
    __shared__ int tile[64];
    int t = threadIdx.x;
    if (t < n) tile[t] = in[t];
    __syncthreads();
    out[t] =
        tile[t]; // fault
}

extern "C" __global__ void shared_out_of_bounds(const int* in, int* out) {
    __shared__ int tile[64];
    int t = threadIdx.x;
    tile[t] = in[t];
    __syncthreads();
    out[t] =
        tile[t + in[0]]; // fault
}

extern "C" __global__ void null_pointer(const int* in, int* out) {
    out[threadIdx.x] =
        *in; // fault
}

extern "C" __global__ void use_after_local(const int* in, int* out) {
    int local[4] = {1, 2, 3, 4};
    int at = in[threadIdx.x];
    local[at & 3] = at;
    out[threadIdx.x] =
        local[at]; // fault
}

extern "C" __global__ void division_by_zero(const int* in, int* out) {
    out[threadIdx.x] = 100 / in[threadIdx.x];
}

extern "C" __global__ void endless(int* flag) {
    while (*(volatile int*)flag == 0) {}
}

// Right, and easily mistaken for wrong: every access is ordered by a barrier, a warp barrier or a shuffle.
extern "C" __global__ void clean(const int* in, int* out) {
    __shared__ volatile int tile[64];
    int t = threadIdx.x;
    tile[t] = in[t];
    __syncwarp();
    int v = tile[t ^ 1];
    __syncthreads();
    if (t < 32) tile[t] += tile[t + 32];
    __syncthreads();
    if (t % 2 == 0) {
        tile[t] = v;
        tile[t + 1] = v;
    }
    __syncwarp();
    out[t] = tile[t ^ 1];
}
