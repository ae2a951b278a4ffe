// Hash tables, locks, barriers made of atomics.

struct Slot {
    unsigned key, value;
};

constexpr unsigned EMPTY = 0xffffffff;

__device__ unsigned mix(unsigned k) {
    k ^= k >> 16;
    k *= 0x85ebca6b;
    k ^= k >> 13;
    k *= 0xc2b2ae35;
    return k ^ k >> 16;
}

// Open addressing, linear probing; equal keys add up.
extern "C" __global__ void hash_insert(Slot* table, unsigned mask, const unsigned* keys, const unsigned* values, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    for (unsigned s = mix(keys[i]) & mask;; s = (s + 1) & mask) {
        unsigned old = atomicCAS(&table[s].key, EMPTY, keys[i]);
        if (old == EMPTY || old == keys[i]) {
            atomicAdd(&table[s].value, values[i]);
            return;
        }
    }
}

extern "C" __global__ void hash_lookup(const Slot* table, unsigned mask, const unsigned* keys, unsigned* values, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned s = mix(keys[i]) & mask;
    while (table[s].key != keys[i] && table[s].key != EMPTY) s = (s + 1) & mask;
    values[i] = table[s].key == EMPTY ? EMPTY : table[s].value;
}

// Key and value in one 64-bit compare-and-swap; the smaller value wins.
extern "C" __global__ void hash_insert_64(unsigned long long* table, unsigned mask, const unsigned* keys, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned long long mine = (unsigned long long)keys[i] << 32 | i;
    for (unsigned s = mix(keys[i]) & mask;; s = (s + 1) & mask) {
        unsigned long long seen = atomicCAS(&table[s], ~0ull, mine);
        if (seen == ~0ull) return;
        if (seen >> 32 == keys[i]) {
            atomicMin(&table[s], mine);
            return;
        }
    }
}

// Separate chaining: nodes pushed to the front of their bucket's list.
extern "C" __global__ void chain_insert(int* heads, int* next, const unsigned* keys, int buckets, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) next[i] = atomicExch(&heads[keys[i] % buckets], i);
}

extern "C" __global__ void chain_length(const int* heads, const int* next, int* length, int buckets) {
    int b = blockIdx.x * blockDim.x + threadIdx.x;
    if (b >= buckets) return;
    int count = 0;
    for (int i = heads[b]; i >= 0; i = next[i]) ++count;
    length[b] = count;
}

// A lock that every thread of a warp wants: the critical section lies inside the loop, so that one lane at a time gets through.
extern "C" __global__ void lock_all_threads(int* lock, volatile int* counter, volatile int* history) {
    bool done = false;
    while (!done) {
        if (atomicCAS(lock, 0, 1) == 0) {
            __threadfence();
            int now = *counter;
            history[now] = blockIdx.x * blockDim.x + threadIdx.x;
            *counter = now + 1;
            __threadfence();
            atomicExch(lock, 0);
            done = true;
        }
    }
}

// The usual spin lock: while (CAS) ;, taken by one thread a block.
extern "C" __global__ void lock_block(int* mutex, double* total, const double* in) {
    __shared__ double sum;
    if (threadIdx.x == 0) sum = 0;
    __syncthreads();
    atomicAdd(&sum, in[blockIdx.x * blockDim.x + threadIdx.x]);
    __syncthreads();
    if (threadIdx.x == 0) {
        while (atomicCAS(mutex, 0, 1) != 0) {}
        __threadfence();
        *total = *total + sum;
        __threadfence();
        atomicExch(mutex, 0);
    }
}

// The lock that hangs without independent thread scheduling: lanes spin outside while one of them is inside.
extern "C" __global__ void lock_independent(int* lock, int* counter) {
    while (atomicCAS(lock, 0, 1) != 0) __nanosleep(20);
    __threadfence();
    *(volatile int*)counter = *(volatile int*)counter + 1;
    __threadfence();
    atomicExch(lock, 0);
}

__device__ unsigned arrived;
__device__ volatile unsigned generation;

__device__ void gridBarrier() {
    __syncthreads();
    if (threadIdx.x == 0) {
        unsigned now = generation;
        __threadfence();
        if (atomicAdd(&arrived, 1) == gridDim.x - 1) {
            arrived = 0;
            __threadfence();
            generation = now + 1;
        } else {
            while (generation == now) {}
        }
        __threadfence();
    }
    __syncthreads();
}

// Blocks that wait for one another: `rounds` steps of a ring, all blocks resident.
extern "C" __global__ void grid_ring(int* cells, int rounds) {
    for (int r = 0; r < rounds; ++r) {
        int left = ((volatile int*)cells)[((blockIdx.x + gridDim.x - 1) % gridDim.x) * blockDim.x + threadIdx.x];
        gridBarrier();
        ((volatile int*)cells)[blockIdx.x * blockDim.x + threadIdx.x] = left + (int)threadIdx.x;
        gridBarrier();
    }
}

// Producer and consumer warps of one block with named barriers.
extern "C" __global__ void named_barriers(const int* in, int* out, int rounds) {
    __shared__ int slot[2][32];
    int lane = threadIdx.x & 31;
    if (threadIdx.x < 32) {
        for (int r = 0; r < rounds; ++r) {
            if (r >= 2) asm volatile("bar.sync %0, 64;" ::"r"(3 + r % 2) : "memory");
            slot[r % 2][lane] = in[r * 32 + lane] * 3;
            asm volatile("bar.arrive %0, 64;" ::"r"(1 + r % 2) : "memory");
        }
    } else {
        for (int r = 0; r < rounds; ++r) {
            asm volatile("bar.sync %0, 64;" ::"r"(1 + r % 2) : "memory");
            out[r * 32 + lane] = slot[r % 2][31 - lane];
            if (r + 2 < rounds) asm volatile("bar.arrive %0, 64;" ::"r"(3 + r % 2) : "memory");
        }
    }
}

extern "C" __global__ void block_votes(const int* in, int* out) {
    int v = in[blockIdx.x * blockDim.x + threadIdx.x];
    int positive = __syncthreads_count(v > 0), all = __syncthreads_and(v > -50), any = __syncthreads_or(v > 99);
    if (threadIdx.x == 0) out[3 * blockIdx.x] = positive, out[3 * blockIdx.x + 1] = all, out[3 * blockIdx.x + 2] = any;
}
