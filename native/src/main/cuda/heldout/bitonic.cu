// Bitonic sort after Batcher [1]: one step of it through global memory, and the whole of it for what a block holds.
//
// [1] K. E. Batcher, Sorting Networks and Their Applications, AFIPS Spring Joint Computer Conference, 1968.

#include "grid.cuh"

constexpr u32 KEYS = 1024;

// One step of the merge of sequences of the given length, from one array to another: key i is compared with key i ^ apart, and the
// smaller one goes first where i & length is 0. Length and apart are powers of two, apart < length; a thread a key.
extern "C" __global__ void
bitonic_step(u32* __restrict__ out, const u32* __restrict__ in, u32 count, u32 length, u32 apart) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        const u32 here = in[i];
        const u32 there = in[i ^ apart];
        const bool isFirst = (i & apart) == 0;
        const bool ascends = (i & length) == 0;
        out[i] = isFirst == ascends ? min(here, there) : max(here, there);
    }
}

// Sorts each 1024 keys on their own in shared memory, in ascending order, for blocks of 512 threads; the grid covers all keys.
extern "C" __global__ void __launch_bounds__(KEYS / 2)
bitonic_block(u32* __restrict__ out, const u32* __restrict__ in) {
    __shared__ u32 keys[KEYS];
    const u32 first = blockIdx.x * KEYS;
    keys[threadIdx.x] = in[first + threadIdx.x];
    keys[threadIdx.x + KEYS / 2] = in[first + threadIdx.x + KEYS / 2];
    for (u32 length = 2; length <= KEYS; length *= 2) {
        for (u32 apart = length / 2; apart > 0; apart /= 2) {
            __syncthreads();
            // The thread's pair: its number with a 0 inserted at the bit of apart.
            const u32 lower = 2 * threadIdx.x - (threadIdx.x & (apart - 1));
            const u32 here = keys[lower];
            const u32 there = keys[lower + apart];
            if ((here > there) == ((lower & length) == 0)) {
                keys[lower] = there;
                keys[lower + apart] = here;
            }
        }
    }
    __syncthreads();
    out[first + threadIdx.x] = keys[threadIdx.x];
    out[first + threadIdx.x + KEYS / 2] = keys[threadIdx.x + KEYS / 2];
}
