// Reductions, as they grew over the years: shared trees, volatile warps, shuffles, cooperative groups, one instruction.

#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>

namespace cg = cooperative_groups;

// Tree in dynamic shared memory, interleaved: the branch diverges in every step until whole warps are idle.
extern "C" __global__ void reduce_interleaved(const int* in, int* out, int n) {
    extern __shared__ int tree[];
    unsigned t = threadIdx.x, i = blockIdx.x * blockDim.x + t;
    tree[t] = i < n ? in[i] : 0;
    __syncthreads();
    for (unsigned s = 1; s < blockDim.x; s *= 2) {
        if (t % (2 * s) == 0) tree[t] += tree[t + s];
        __syncthreads();
    }
    if (t == 0) out[blockIdx.x] = tree[0];
}

template <unsigned Threads>
__device__ void volatileWarp(volatile float* sums, unsigned t) {
    if (Threads >= 64) sums[t] += sums[t + 32];
    __syncwarp();
    if (t < 16) sums[t] += sums[t + 16];
    __syncwarp();
    if (t < 8) sums[t] += sums[t + 8];
    __syncwarp();
    if (t < 4) sums[t] += sums[t + 4];
    __syncwarp();
    if (t < 2) sums[t] += sums[t + 2];
    __syncwarp();
    if (t < 1) sums[t] += sums[t + 1];
}

// The classic: block size as a template parameter, two elements a load, a volatile last warp.
template <unsigned Threads>
__global__ void reduce_unrolled(const float* __restrict__ in, float* __restrict__ out, unsigned n) {
    __shared__ float sums[Threads];
    unsigned t = threadIdx.x;
    float sum = 0;
    for (unsigned i = blockIdx.x * Threads * 2 + t; i < n; i += Threads * 2 * gridDim.x) {
        sum += in[i];
        if (i + Threads < n) sum += in[i + Threads];
    }
    sums[t] = sum;
    __syncthreads();
    if (Threads >= 512) { if (t < 256) sums[t] = sum = sum + sums[t + 256]; __syncthreads(); }
    if (Threads >= 256) { if (t < 128) sums[t] = sum = sum + sums[t + 128]; __syncthreads(); }
    if (Threads >= 128) { if (t < 64) sums[t] = sum = sum + sums[t + 64]; __syncthreads(); }
    if (t < 32) volatileWarp<Threads>(sums, t);
    if (t == 0) out[blockIdx.x] = sums[0];
}
template __global__ void reduce_unrolled<64>(const float* __restrict__, float* __restrict__, unsigned);
template __global__ void reduce_unrolled<256>(const float* __restrict__, float* __restrict__, unsigned);

__inline__ __device__ float warpSum(float value) {
    for (int offset = 16; offset > 0; offset /= 2) value += __shfl_down_sync(0xffffffff, value, offset);
    return value;
}

extern "C" __global__ void reduce_shuffle(const float* in, float* out, int n) {
    __shared__ float warps[32];
    int lane = threadIdx.x % warpSize, warp = threadIdx.x / warpSize;
    float sum = 0;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += blockDim.x * gridDim.x) sum += in[i];
    sum = warpSum(sum);
    if (lane == 0) warps[warp] = sum;
    __syncthreads();
    sum = threadIdx.x < blockDim.x / warpSize ? warps[lane] : 0;
    if (warp == 0) sum = warpSum(sum);
    if (threadIdx.x == 0) atomicAdd(out, sum);
}

extern "C" __global__ void reduce_groups(const int* in, long long* out, int n) {
    __shared__ long long partial[32];
    cg::thread_block block = cg::this_thread_block();
    cg::thread_block_tile<32> tile = cg::tiled_partition<32>(block);
    long long sum = 0;
    for (int i = block.group_index().x * block.size() + block.thread_rank(); i < n; i += gridDim.x * block.size()) sum += in[i];
    sum = cg::reduce(tile, sum, cg::plus<long long>());
    if (tile.thread_rank() == 0) partial[tile.meta_group_rank()] = sum;
    cg::sync(block);
    if (tile.meta_group_rank() == 0) {
        sum = tile.thread_rank() < tile.meta_group_size() ? partial[tile.thread_rank()] : 0;
        for (int s = tile.size() / 2; s > 0; s >>= 1) sum += tile.shfl_xor(sum, s);
        if (tile.thread_rank() == 0) atomicAdd((unsigned long long*)out, (unsigned long long)sum);
    }
}

// redux.sync: sum, min, max, and, or, xor of every warp of 32 elements.
extern "C" __global__ void reduce_one_instruction(const int* in, int* out) {
    int i = blockIdx.x * blockDim.x + threadIdx.x, v = in[i];
    int sum = __reduce_add_sync(~0u, v), least = __reduce_min_sync(~0u, v), most = __reduce_max_sync(~0u, v);
    unsigned all = __reduce_and_sync(~0u, (unsigned)v), any = __reduce_or_sync(~0u, (unsigned)v), odd = __reduce_xor_sync(~0u, (unsigned)v);
    unsigned top = __reduce_max_sync(~0u, (unsigned)v);
    if (threadIdx.x % 32 == 0) {
        int* row = out + i / 32 * 7;
        row[0] = sum, row[1] = least, row[2] = most, row[3] = all, row[4] = any, row[5] = odd, row[6] = top;
    }
}

__device__ unsigned finishedBlocks = 0;

// One launch: the block that finishes last adds up what the others left, told by a counter behind a fence.
extern "C" __global__ void reduce_last_block(const double* in, volatile double* partial, double* out, int n) {
    __shared__ double tree[256];
    __shared__ bool isLast;
    int t = threadIdx.x;
    double sum = 0;
    for (int i = blockIdx.x * 256 + t; i < n; i += 256 * gridDim.x) sum += in[i];
    tree[t] = sum;
    for (int s = 128; s > 0; s /= 2) {
        __syncthreads();
        if (t < s) tree[t] += tree[t + s];
    }
    if (t == 0) {
        partial[blockIdx.x] = tree[0];
        __threadfence();
        isLast = atomicInc(&finishedBlocks, gridDim.x - 1) == gridDim.x - 1;
    }
    __syncthreads();
    if (isLast && t == 0) {
        double total = 0;
        for (unsigned b = 0; b < gridDim.x; ++b) total += partial[b];
        *out = total;
    }
}

struct Best {
    float value;
    int index;
};

__device__ Best better(Best a, Best b) { return b.value > a.value || (b.value == a.value && b.index < a.index) ? b : a; }

extern "C" __global__ void argmax_rows(const float* in, int* where, float* most, int columns) {
    __shared__ Best best[32];
    const float* row = in + (size_t)blockIdx.x * columns;
    Best mine = {-INFINITY, 0x7fffffff};
    for (int c = threadIdx.x; c < columns; c += blockDim.x) mine = better(mine, Best{row[c], c});
    for (int s = 16; s > 0; s >>= 1)
        mine = better(mine, Best{__shfl_xor_sync(~0u, mine.value, s), __shfl_xor_sync(~0u, mine.index, s)});
    if (threadIdx.x % 32 == 0) best[threadIdx.x / 32] = mine;
    __syncthreads();
    if (threadIdx.x == 0) {
        for (int w = 1; w < blockDim.x / 32; ++w) mine = better(mine, best[w]);
        where[blockIdx.x] = mine.index;
        most[blockIdx.x] = mine.value;
    }
}

// Dot product with double atomics, one a warp; the order of the additions is that of the blocks.
extern "C" __global__ void dot_double(const double* x, const double* y, double* out, int n) {
    double sum = 0;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) sum = __fma_rn(x[i], y[i], sum);
    for (int s = 16; s; s >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, s);
    if ((threadIdx.x & 31) == 0) atomicAdd(out, sum);
}
