// What message-based extraction does with rows (docs/embedding.md): the owner of rows gathers those that another GPU asked for into a message,
// who asked puts the rows of a message in their places, and rows that need no message go from where they lie to their places.

#include "embedding/queues.cuh"
#include "embedding/rows.cuh"

template <typename Unit>
__device__ __forceinline__ void exchange(void* out, const u32* targets, const void* table, const u64* rows, u64 count, u32 rowBytes) {
    const u32 rowUnits = rowBytes / sizeof(Unit);
    const u32 lane = threadLane();
    const u64 warps = gridThreads() / WARP_LANES;
    // A warp takes just as many rows as it moves at a time.
    const u32 move = ROWS_IN_FLIGHT * WARP_LANES / groupLanes(rowUnits);
    const u32 take = move < WARP_LANES ? move : WARP_LANES;
#pragma unroll 1
    for (u64 first = gridThread() / WARP_LANES * take; first < count; first += warps * take) {
        const u32 taken = count - first < take ? (u32)(count - first) : take;
        const Unit* from = nullptr;
        Unit* to = nullptr;
        if (lane < taken) {
            const u64 i = first + lane;
            from = table == nullptr ? nullptr : (const Unit*)table + (rows == nullptr ? i : rows[i]) * rowUnits;
            to = (Unit*)out + (targets == nullptr ? i : targets[i]) * rowUnits;
        }
        moveRows(from, to, taken, rowUnits, lane);
    }
}

// Row targets[i] of out becomes row rows[i] of table, for each of count; no two targets are the same. Without targets, or without rows, i itself
// stands for them; without a table, rows become zeros. out and table do not overlap. Any grid and block is right, as long as blocks have whole warps.
extern "C" __global__ void __launch_bounds__(1024)
exchange_rows(void* __restrict__ out, const u32* __restrict__ targets, const void* __restrict__ table, const u64* __restrict__ rows, u64 count,
              u32 rowBytes) {
    const u64 bits = (u64)out | (u64)table | rowBytes | sizeof(uint4);
    const u64 unitBytes = bits & (~bits + 1);
    if (unitBytes == sizeof(uint4)) {
        exchange<uint4>(out, targets, table, rows, count, rowBytes);
    } else if (unitBytes >= sizeof(u32)) {
        exchange<u32>(out, targets, table, rows, count, rowBytes);
    } else {
        exchange<unsigned char>(out, targets, table, rows, count, rowBytes);
    }
}
