// Prefix sums and compaction.

#include <cooperative_groups.h>
#include <cooperative_groups/scan.h>

namespace cg = cooperative_groups;

// Inclusive within every warp.
extern "C" __global__ void scan_warps(const int* in, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x, lane = threadIdx.x & 31;
    int v = i < n ? in[i] : 0;
#pragma unroll
    for (int d = 1; d < 32; d <<= 1) {
        int below = __shfl_up_sync(0xffffffff, v, d);
        if (lane >= d) v += below;
    }
    if (i < n) out[i] = v;
}

// Hillis and Steele's [1], double buffered in dynamic shared memory, one block.
extern "C" __global__ void scan_hillis_steele(const float* in, float* out, int n) {
    extern __shared__ float buffer[];
    int t = threadIdx.x, to = 0, from = 1;
    buffer[t] = t > 0 && t <= n ? in[t - 1] : 0;
    __syncthreads();
    for (int d = 1; d < n; d *= 2) {
        to = 1 - to;
        from = 1 - to;
        buffer[to * n + t] = buffer[from * n + t];
        if (t >= d) buffer[to * n + t] += buffer[from * n + t - d];
        __syncthreads();
    }
    out[t] = buffer[to * n + t];
}

// Blelloch's [2], work efficient, with the index skewed against bank conflicts (or not: skew = 31).
extern "C" __global__ void scan_blelloch(int* data, int n, int skew) {
    extern __shared__ int tree[];
    int t = threadIdx.x, a = t, b = t + n / 2;
    tree[a + (a >> skew)] = data[blockIdx.x * n + a];
    tree[b + (b >> skew)] = data[blockIdx.x * n + b];
    int offset = 1;
    for (int d = n >> 1; d > 0; d >>= 1) {
        __syncthreads();
        if (t < d) {
            int x = offset * (2 * t + 1) - 1, y = offset * (2 * t + 2) - 1;
            tree[y + (y >> skew)] += tree[x + (x >> skew)];
        }
        offset *= 2;
    }
    if (t == 0) tree[n - 1 + ((n - 1) >> skew)] = 0;
    for (int d = 1; d < n; d *= 2) {
        offset >>= 1;
        __syncthreads();
        if (t < d) {
            int x = offset * (2 * t + 1) - 1, y = offset * (2 * t + 2) - 1;
            x += x >> skew;
            y += y >> skew;
            int left = tree[x];
            tree[x] = tree[y];
            tree[y] += left;
        }
    }
    __syncthreads();
    data[blockIdx.x * n + a] = tree[a + (a >> skew)];
    data[blockIdx.x * n + b] = tree[b + (b >> skew)];
}

constexpr unsigned long long SUM_OF_BLOCK = 1ull << 32, SUM_UP_TO_BLOCK = 2ull << 32;

// One pass with decoupled look-back [3]: a block takes its number from a counter, publishes its sum, and walks back over the
// blocks before it until one has published the sum of everything up to it. State: number (0) and one zeroed word a block.
extern "C" __global__ void scan_look_back(const unsigned* in, unsigned* out, unsigned* number, unsigned long long* state, int n) {
    __shared__ unsigned warps[8];
    __shared__ unsigned block, before;
    int t = threadIdx.x, lane = t & 31;
    if (t == 0) block = atomicAdd(number, 1u);
    __syncthreads();
    int i = block * 256 + t;
    unsigned v = i < n ? in[i] : 0u, sum = v;
    for (int d = 1; d < 32; d *= 2) {
        unsigned below = __shfl_up_sync(~0u, sum, d);
        sum += lane >= d ? below : 0;
    }
    if (lane == 31) warps[t / 32] = sum;
    __syncthreads();
    unsigned earlier = 0, total = 0;
    for (int w = 0; w < 8; ++w) {
        if (w < t / 32) earlier += warps[w];
        total += warps[w];
    }
    if (t == 0) {
        volatile unsigned long long* words = state;
        words[block] = (block == 0 ? SUM_UP_TO_BLOCK : SUM_OF_BLOCK) | total;
        __threadfence();
        unsigned all = 0;
        for (int b = (int)block - 1; b >= 0;) {
            unsigned long long word = words[b];
            if (word < SUM_OF_BLOCK) continue;
            all += (unsigned)word;
            if (word >= SUM_UP_TO_BLOCK) break;
            --b;
        }
        words[block] = SUM_UP_TO_BLOCK | (unsigned)(all + total);
        before = all;
    }
    __syncthreads();
    if (i < n) out[i] = before + earlier + sum;
}

extern "C" __global__ void scan_groups(const int* in, int* out, int n) {
    auto tile = cg::tiled_partition<16>(cg::this_thread_block());
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    int v = i < n ? in[i] : 0;
    v = cg::exclusive_scan(tile, v);
    if (i < n) out[i] = v;
}

// Keeps the positive ones, in any order of warps: one atomic a warp, rank by ballot.
extern "C" __global__ void compact_ballot(const int* in, int* out, int* count, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    int v = i < n ? in[i] : 0;
    unsigned keep = __ballot_sync(0xffffffff, v > 0);
    int lane = threadIdx.x & 31, first = 0;
    if (lane == 0 && keep) first = atomicAdd(count, __popc(keep));
    first = __shfl_sync(0xffffffff, first, 0);
    if (v > 0) out[first + __popc(keep & ((1u << lane) - 1))] = v;
}

// The same with the lanes that got here as a group.
extern "C" __global__ void compact_coalesced(const int* in, int* out, int* count, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n && in[i] > 0) {
        cg::coalesced_group active = cg::coalesced_threads();
        int first = 0;
        if (active.thread_rank() == 0) first = atomicAdd(count, (int)active.size());
        out[active.shfl(first, 0) + active.thread_rank()] = in[i];
    }
}

// Which lanes agree: any, all, uniform, match.
extern "C" __global__ void votes(const int* in, unsigned* out) {
    int i = blockIdx.x * blockDim.x + threadIdx.x, v = in[i], same;
    out[6 * i] = __any_sync(~0u, v > 90);
    out[6 * i + 1] = __all_sync(~0u, v >= 0);
    out[6 * i + 2] = __match_any_sync(~0u, v);
    out[6 * i + 3] = __match_all_sync(~0u, v / 64, &same);
    out[6 * i + 4] = same;
    out[6 * i + 5] = v % 2 ? __activemask() : __ballot_sync(__activemask(), v % 3 == 0);
}
// [1] W. D. Hillis, G. L. Steele, Data Parallel Algorithms, CACM 29(12), 1986.
// [2] G. E. Blelloch, Prefix Sums and Their Applications, CMU-CS-90-190, 1990.
// [3] D. Merrill, M. Garland, Single-pass Parallel Prefix Scan with Decoupled Look-back, NVR-2016-002, 2016.
