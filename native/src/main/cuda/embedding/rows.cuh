// Moving rows by groups of lanes, as gather.cu does: a group of just as many lanes as a row has accesses, a power of two and at most a
// warp, with ROWS_IN_FLIGHT rows on their way.
#pragma once

#include "grid.cuh"

constexpr u32 ROWS_IN_FLIGHT = 4;
constexpr u32 WARP_LANES = 32;

__device__ __forceinline__ u32 groupLanes(u32 rowUnits) {
    u32 lanes = 1;
    while (lanes < WARP_LANES && lanes < rowUnits) {
        lanes *= 2;
    }
    return lanes;
}

// Moves the rows that a warp's lanes hold, one each: lane i of the first count knows from where to where. A row from nowhere is zeros.
template <typename Unit>
__device__ __forceinline__ void moveRows(const Unit* from, Unit* to, u32 count, u32 rowUnits, u32 lane) {
    const u32 lanes = groupLanes(rowUnits);
    const u32 groups = WARP_LANES / lanes;
    const u32 group = lane / lanes;
    const u32 lowLane = lane & (lanes - 1);
#pragma unroll 1
    for (u32 first = 0; first < count; first += groups * ROWS_IN_FLIGHT) {
        const Unit* sources[ROWS_IN_FLIGHT];
        Unit* targets[ROWS_IN_FLIGHT];
#pragma unroll
        for (u32 r = 0; r < ROWS_IN_FLIGHT; ++r) {
            const u32 row = first + r * groups + group;
            sources[r] = (const Unit*)__shfl_sync(~0u, (u64)from, row & 31);
            targets[r] = (Unit*)__shfl_sync(~0u, (u64)to, row & 31);
            if (row >= count) {
                targets[r] = nullptr;
            }
        }
        // Loads first, then stores, so that all rows are under way before the first has to arrive.
#pragma unroll 1
        for (u32 unit = lowLane; unit < rowUnits; unit += lanes) {
            Unit moved[ROWS_IN_FLIGHT];
#pragma unroll
            for (u32 r = 0; r < ROWS_IN_FLIGHT; ++r) {
                moved[r] = Unit{};
                if (targets[r] != nullptr && sources[r] != nullptr) {
                    moved[r] = sources[r][unit];
                }
            }
#pragma unroll
            for (u32 r = 0; r < ROWS_IN_FLIGHT; ++r) {
                if (targets[r] != nullptr) {
                    targets[r][unit] = moved[r];
                }
            }
        }
    }
}
