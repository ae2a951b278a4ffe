// The blocks of a launch in teams, each of which works on a sample of a batch.
#pragma once

#include "grid.cuh"

// Calls work(sample, thread, threads) for every sample: thread is this one's number among the threads that work on the sample, which are at
// least a block. All threads of a block come along.
template <typename Work>
__device__ __forceinline__ void forSamples(u32 samples, Work work) {
    const u32 teams = max(1u, gridDim.x / samples);
    for (u64 unit = blockIdx.x; unit < (u64)samples * teams; unit += gridDim.x) {
        work((u32)(unit / teams), (u32)(unit % teams) * blockDim.x + threadIdx.x, teams * blockDim.x);
    }
}
