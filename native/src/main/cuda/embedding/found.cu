// Where the rows of a batch are found, for ways of extraction that do not count it themselves.

#include "embedding/location.cuh"

// Adds to counts[s] how many of the keys have their rows in source s, and to counts[sources] how many are not known.
extern "C" __global__ void __launch_bounds__(1024)
count_found(u64* __restrict__ counts, const u64* __restrict__ keys, u64 keyCount, u64* __restrict__ words, u64 size, u32 hashed, u32 sources) {
    __shared__ u32 found[MOST_SOURCES + 1];
    const Directory directory{words, size, hashed};
    const u32 threads = blockDim.x * blockDim.y * blockDim.z;
    const u32 thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    for (u32 i = thread; i <= sources; i += threads) {
        found[i] = 0;
    }
    __syncthreads();
    for (u64 i = gridThread(); i < keyCount; i += gridThreads()) {
        const u32 source = sourceOf(find(directory, keys[i]));
        atomicAdd(&found[source < sources ? source : sources], 1);
    }
    __syncthreads();
    for (u32 i = thread; i <= sources; i += threads) {
        if (found[i] > 0) {
            atomicAdd(counts + i, (u64)found[i]);
        }
    }
}
