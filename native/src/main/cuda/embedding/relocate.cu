// Moving single rows of an embedding cache while others are being read: from the host's table, a peer's cache or a batch's result into rows
// of a cache that no directory names yet. Whoever publishes them (directory.cu) comes after this.

#include "embedding/queues.cuh"
#include "embedding/rows.cuh"

template <typename Unit>
__device__ __forceinline__ void relocate(void* to, const u64* toRows, const void* from, const u64* fromRows, u64 count, u32 rowBytes) {
    const u32 lane = threadLane();
    const u32 rowUnits = rowBytes / sizeof(Unit);
    const u64 warps = gridThreads() / WARP_LANES;
#pragma unroll 1
    for (u64 first = gridThread() / WARP_LANES * WARP_LANES; first < count; first += warps * WARP_LANES) {
        const u32 taken = count - first < WARP_LANES ? (u32)(count - first) : WARP_LANES;
        const Unit* source = nullptr;
        Unit* target = nullptr;
        if (lane < taken) {
            source = (const Unit*)from + fromRows[first + lane] * rowUnits;
            target = (Unit*)to + toRows[first + lane] * rowUnits;
        }
        moveRows(source, target, taken, rowUnits, lane);
    }
}

// Row toRows[i] of to becomes row fromRows[i] of from, for each of count; no two rows of to are the same. Any grid and block is right, as long
// as blocks have whole warps: a warp moves 32 rows at a time, so a small grid takes little of what others need.
extern "C" __global__ void __launch_bounds__(1024)
move_rows(void* __restrict__ to, const u64* __restrict__ toRows, const void* __restrict__ from, const u64* __restrict__ fromRows, u64 count,
          u32 rowBytes) {
    const u64 bits = (u64)to | (u64)from | rowBytes | sizeof(uint4);
    const u64 unitBytes = bits & (~bits + 1);
    if (unitBytes == sizeof(uint4)) {
        relocate<uint4>(to, toRows, from, fromRows, count, rowBytes);
    } else if (unitBytes >= sizeof(u32)) {
        relocate<u32>(to, toRows, from, fromRows, count, rowBytes);
    } else {
        relocate<unsigned char>(to, toRows, from, fromRows, count, rowBytes);
    }
}
