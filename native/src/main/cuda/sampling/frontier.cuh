// Frontiers of several samples, one after the other: of each entry its vertex and its sample's place in the batch; for each sample where its
// entries begin, and behind the last how many there are.
#pragma once

#include "grid.cuh"

struct Frontier {
    const u32* __restrict__ vertices;
    const u32* __restrict__ owners;
    const u32* __restrict__ starts;
    u32 samples;

    __device__ __forceinline__ u32 count() const {
        return starts[samples];
    }
};
