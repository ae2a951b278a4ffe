// Embedding lookup: rows of a table, gathered by key.
//
// Random rows are bound by how many bytes are on their way at a time. So a row is moved in the widest accesses that its length and
// both arrays allow, by a group of just as many lanes as the row has accesses (a power of two, at most a warp), and a group has
// four rows in flight. With 16-byte accesses a warp serves 4 x 4 rows of 128 bytes at a time, or 4 rows of 512.
//
// A group's four rows lie one grid of groups apart rather than side by side: a batch that does not fill the GPU then leaves every
// group one row, not every fourth group four.
//
// The kernel takes 62 registers, so 1024 threads reside on an SM, with 64 KiB of rows on their way to it; 25 KiB would do for 4.8 TB/s,
// 132 SMs and 700 ns (Little's law). Capping registers for more threads makes the compiler spill.
//
// The lanes of a group never communicate, so a group may straddle two warps or two blocks: any block size is right, multiples of
// 32 are fast.

#include "grid.cuh"

constexpr u32 ROWS_IN_FLIGHT = 4;
constexpr u32 WARP_LANE_BITS = 5;

// A row is rowUnits accesses of type Unit.
template <typename Unit>
__device__ __forceinline__ void gatherUnits(Unit* __restrict__ out, const Unit* __restrict__ table, const u64* __restrict__ keys,
                                            u64 keyCount, u64 tableRows, u32 rowUnits, u32* __restrict__ errors) {
    const u64 threads = gridThreads();
    u32 laneBits = 0;
    // A launch smaller than one group makes do with a smaller group; otherwise no group would be complete.
    while (laneBits < WARP_LANE_BITS && (1u << laneBits) < rowUnits && (2ull << laneBits) <= threads) {
        ++laneBits;
    }
    const u32 lanes = 1u << laneBits;
    const u32 lane = (u32)gridThread() & (lanes - 1);
    const u64 group = gridThread() >> laneBits;
    const u64 groups = threads >> laneBits;
    // What is left of the launch after the last complete group cannot move whole rows.
    if (group >= groups) {
        return;
    }

    u32 badKeys = 0;
#pragma unroll 1
    for (u64 firstRow = group; firstRow < keyCount; firstRow += ROWS_IN_FLIGHT * groups) {
        const Unit* from[ROWS_IN_FLIGHT];
        bool moves[ROWS_IN_FLIGHT];
#pragma unroll
        for (u32 r = 0; r < ROWS_IN_FLIGHT; ++r) {
            const u64 row = firstRow + r * groups;
            const u64 key = row < keyCount ? keys[row] : 0;
            moves[r] = row < keyCount && key < tableRows;
            badKeys += row < keyCount && key >= tableRows;
            from[r] = table + key * rowUnits;
        }
        // Loads first, then stores, so that all four rows are under way before the first has to arrive.
#pragma unroll 1
        for (u32 unit = lane; unit < rowUnits; unit += lanes) {
            Unit moved[ROWS_IN_FLIGHT];
#pragma unroll
            for (u32 r = 0; r < ROWS_IN_FLIGHT; ++r) {
                if (moves[r]) {
                    moved[r] = from[r][unit];
                }
            }
#pragma unroll
            for (u32 r = 0; r < ROWS_IN_FLIGHT; ++r) {
                if (moves[r]) {
                    out[(firstRow + r * groups) * rowUnits + unit] = moved[r];
                }
            }
        }
    }
    if (lane == 0 && badKeys != 0 && errors != nullptr) {
        atomicAdd(errors, badKeys);
    }
}

// Row i of out becomes row keys[i] of table. Rows are packed and rowBytes long, a multiple of 4; out and table need 4-byte
// alignment and do not overlap. A key of tableRows or more leaves its row of out as it was and adds 1 to *errors, unless errors is
// null; errors is not cleared first.
extern "C" __global__ void __launch_bounds__(1024)
gather_rows(void* __restrict__ out, const void* __restrict__ table, const u64* __restrict__ keys, u64 keyCount, u64 tableRows,
            u32 rowBytes, u32* __restrict__ errors) {
    const u64 aligned = reinterpret_cast<u64>(out) | reinterpret_cast<u64>(table) | rowBytes;
    if (aligned % sizeof(uint4) == 0) {
        gatherUnits((uint4*)out, (const uint4*)table, keys, keyCount, tableRows, rowBytes / (u32)sizeof(uint4), errors);
    } else if (aligned % sizeof(uint2) == 0) {
        gatherUnits((uint2*)out, (const uint2*)table, keys, keyCount, tableRows, rowBytes / (u32)sizeof(uint2), errors);
    } else {
        gatherUnits((u32*)out, (const u32*)table, keys, keyCount, tableRows, rowBytes / (u32)sizeof(u32), errors);
    }
}
