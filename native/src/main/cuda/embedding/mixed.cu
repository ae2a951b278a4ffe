// What factored extraction is compared with: one kernel that takes the keys as they come and loads each row from wherever it lies, which is
// how UGache's baselines reach peers and the host (X. Song et al., SOSP 2023).

#include "embedding/queues.cuh"
#include "embedding/rows.cuh"
#include "embedding/sources.cuh"

template <typename Unit>
__device__ __forceinline__ void extract(void* outBytes, const u64* keys, u64 keyCount, const Directory& directory, u32 sources,
                                        const void* const* tables, u32 rowBytes) {
    const u32 rowUnits = rowBytes / sizeof(Unit);
    const u32 lane = threadLane();
    const u64 warp = gridThread() / WARP_LANES;
    const u64 warps = gridThreads() / WARP_LANES;
    // A warp takes just as many keys as it moves rows at a time.
    const u32 move = ROWS_IN_FLIGHT * WARP_LANES / groupLanes(rowUnits);
    const u32 take = move < WARP_LANES ? move : WARP_LANES;
#pragma unroll 1
    for (u64 first = warp * take; first < keyCount; first += warps * take) {
        const u32 taken = keyCount - first < take ? (u32)(keyCount - first) : take;
        const Unit* from = nullptr;
        Unit* to = nullptr;
        if (lane < taken) {
            const u64 found = find(directory, keys[first + lane]);
            const u32 source = sourceOf(found);
            from = source < sources ? (const Unit*)tables[source] + rowOf(found) * rowUnits : nullptr;
            to = (Unit*)outBytes + (first + lane) * rowUnits;
        }
        moveRows(from, to, taken, rowUnits, lane);
    }
}

// Row i of out becomes the row of keys[i], from whatever source the directory says, or zeros when the key is not known. Absent sources are
// null; out and the sources do not overlap. Any grid and block is right, as long as blocks have whole warps.
extern "C" __global__ void __launch_bounds__(1024)
extract_mixed(void* __restrict__ out, const u64* __restrict__ keys, u64 keyCount, u64* __restrict__ words, u64 size, u32 hashed,
              u32 rowBytes, u32 sources, const void* source0, const void* source1, const void* source2, const void* source3, const void* source4,
              const void* source5, const void* source6, const void* source7, const void* source8, const void* source9,
              const void* source10, const void* source11, const void* source12, const void* source13, const void* source14,
              const void* source15) {
    __shared__ const void* tables[MOST_SOURCES];
    if (threadIdx.x + threadIdx.y + threadIdx.z == 0) {
        LIST_SOURCES(tables);
    }
    __syncthreads();
    const Directory directory{words, size, hashed};
    const u64 unitBytes = alignment(out, tables, sources, rowBytes);
    if (unitBytes == sizeof(uint4)) {
        extract<uint4>(out, keys, keyCount, directory, sources, tables, rowBytes);
    } else if (unitBytes >= sizeof(u32)) {
        extract<u32>(out, keys, keyCount, directory, sources, tables, rowBytes);
    } else {
        extract<unsigned char>(out, keys, keyCount, directory, sources, tables, rowBytes);
    }
}
