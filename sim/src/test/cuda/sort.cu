// Sorting networks, merges, radix passes.

// Bitonic, one block, keys and values in shared memory; n is a power of two, two elements a thread.
extern "C" __global__ void bitonic_block(unsigned* keys, unsigned* values, int n, int descending) {
    __shared__ unsigned key[1024], value[1024];
    for (int i = threadIdx.x; i < n; i += blockDim.x) key[i] = keys[i], value[i] = values[i];
    for (int size = 2; size <= n; size <<= 1)
        for (int stride = size / 2; stride > 0; stride >>= 1) {
            __syncthreads();
            for (int t = threadIdx.x; t < n / 2; t += blockDim.x) {
                int a = 2 * t - (t & (stride - 1)), b = a + stride;
                bool up = ((a & size) == 0) != (descending != 0);
                if ((key[a] > key[b]) == up) {
                    unsigned k = key[a], v = value[a];
                    key[a] = key[b], value[a] = value[b];
                    key[b] = k, value[b] = v;
                }
            }
        }
    __syncthreads();
    for (int i = threadIdx.x; i < n; i += blockDim.x) keys[i] = key[i], values[i] = value[i];
}

// One step of the network in global memory, any number of launches.
extern "C" __global__ void bitonic_step(float* data, int j, int k) {
    unsigned i = threadIdx.x + blockDim.x * blockIdx.x, other = i ^ j;
    if (other > i) {
        if ((i & k) == 0 ? data[i] > data[other] : data[i] < data[other]) {
            float t = data[i];
            data[i] = data[other];
            data[other] = t;
        }
    }
}

// In registers of one warp, by shuffles.
extern "C" __global__ void bitonic_warp(int* data) {
    int lane = threadIdx.x & 31, i = blockIdx.x * blockDim.x + threadIdx.x, v = data[i];
    for (int size = 2; size <= 32; size *= 2)
        for (int stride = size / 2; stride > 0; stride /= 2) {
            int other = __shfl_xor_sync(0xffffffff, v, stride);
            bool low = (lane & stride) == 0, up = (lane & size) == 0;
            v = low == up ? min(v, other) : max(v, other);
        }
    data[i] = v;
}

extern "C" __global__ void odd_even_sort(short* data, int n) {
    extern __shared__ short list[];
    int t = threadIdx.x;
    if (t < n) list[t] = data[t];
    __syncthreads();
    for (int round = 0; round < n; ++round) {
        if (t % 2 == round % 2 && t + 1 < n) {
            short a = list[t], b = list[t + 1];
            if (a > b) list[t] = b, list[t + 1] = a;
        }
        __syncthreads();
    }
    if (t < n) data[t] = list[t];
}

__device__ int lowerBound(const long long* data, int n, long long key) {
    int low = 0, high = n;
    while (low < high) {
        int middle = (low + high) >> 1;
        if (data[middle] < key) low = middle + 1;
        else high = middle;
    }
    return low;
}

__device__ __noinline__ int upperBound(const long long* data, int n, long long key) {
    int low = 0, high = n;
    while (low < high) {
        int middle = (low + high) >> 1;
        if (data[middle] <= key) low = middle + 1;
        else high = middle;
    }
    return low;
}

// Merges sorted a and b: an element's place is its own index plus its rank in the other.
extern "C" __global__ void merge_ranks(const long long* a, int na, const long long* b, int nb, long long* out) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < na) out[i + lowerBound(b, nb, a[i])] = a[i];
    if (i < nb) out[i + upperBound(a, na, b[i])] = b[i];
}

// A stable radix sort of one block's keys by `bits` bits, split after split, ranks by ballots.
extern "C" __global__ void radix_block(unsigned* data, int bits) {
    __shared__ unsigned key[256], zeros[8];
    int t = threadIdx.x, lane = t & 31, warp = t >> 5;
    key[t] = data[blockIdx.x * 256 + t];
    for (int bit = 0; bit < bits; ++bit) {
        __syncthreads();
        unsigned k = key[t];
        bool one = (k >> bit) & 1;
        unsigned zeroLanes = __ballot_sync(0xffffffff, !one);
        if (lane == 0) zeros[warp] = __popc(zeroLanes);
        int allZeros = __syncthreads_count(!one), before = 0;
        for (int w = 0; w < warp; ++w) before += zeros[w];
        before += __popc(zeroLanes & ((1u << lane) - 1));
        key[one ? allZeros + t - before : before] = k;
    }
    __syncthreads();
    data[blockIdx.x * 256 + t] = key[t];
}

// Digit counts of one radix pass, bins by block: 16 bins, one warp-private histogram each.
extern "C" __global__ void radix_count(const unsigned* data, unsigned* counts, int n, int shift) {
    __shared__ unsigned bins[4][16];
    if (threadIdx.x < 64) bins[threadIdx.x / 16][threadIdx.x % 16] = 0;
    __syncthreads();
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
        atomicAdd(&bins[threadIdx.x / 32][(data[i] >> shift) & 15], 1u);
    __syncthreads();
    if (threadIdx.x < 16)
        counts[threadIdx.x * gridDim.x + blockIdx.x] = bins[0][threadIdx.x] + bins[1][threadIdx.x] + bins[2][threadIdx.x] + bins[3][threadIdx.x];
}
