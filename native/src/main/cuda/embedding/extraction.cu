// The second step of factored extraction (X. Song et al., UGache, SOSP 2023): rows of a batch, each source served by multiprocessors of its
// own, so that the loads of a slow link do not hold up those of a fast memory.
//
// UGache gives each source a stream, confines it to multiprocessors through driver interfaces that newer GPUs do not have, and starts the
// local gather 60 us later to fill what is left. Here one launch of one block for each multiprocessor does it all: a table says which
// source a multiprocessor serves. When its source has nothing left, a warp fills its time with rows of the local source, and when those are
// done it helps others, as long as fewer warps than a bound are at it: more would only wait.

#include "embedding/queues.cuh"
#include "embedding/rows.cuh"
#include "embedding/sources.cuh"

// A warp takes as many rows as it moves in one go, or more, up to this, where that still makes so many takes.
constexpr u32 MOST_TAKEN = 32;
constexpr u32 ENOUGH_TAKES = 1 << 13;

__device__ __forceinline__ u32 multiprocessor() {
    u32 id;
    asm volatile("mov.u32 %0, %%smid;" : "=r"(id));
    return id;
}

struct Batch {
    const u64* rows;
    const u32* targets;
    const u64* counts;
    u64* progress;
    u64 keyCount;
    u32 rowUnits;
};

// Moves rows of a queue until all are taken. No table stands for rows of zeros.
template <typename Unit>
__device__ __forceinline__ void serve(const Batch& batch, u32 queue, const Unit* table, Unit* out, u32 lane) {
    const u64 count = batch.counts[queue];
    u32 take = ROWS_IN_FLIGHT * WARP_LANES / groupLanes(batch.rowUnits);
    while (take < MOST_TAKEN && take * (u64)ENOUGH_TAKES < count) {
        take *= 2;
    }
    take = take < MOST_TAKEN ? take : MOST_TAKEN;
    const u64* rows = batch.rows + queue * batch.keyCount;
    const u32* targets = batch.targets + queue * batch.keyCount;
    for (;;) {
        u64 first = 0;
        if (lane == 0) {
            first = atomicAdd(batch.progress + CURSORS + queue, (u64)take);
        }
        first = __shfl_sync(~0u, first, 0);
        if (first >= count) {
            return;
        }
        const u32 taken = count - first < take ? (u32)(count - first) : take;
        const Unit* from = nullptr;
        Unit* to = nullptr;
        if (lane < taken) {
            from = table == nullptr ? nullptr : table + rows[first + lane] * batch.rowUnits;
            to = out + (u64)targets[first + lane] * batch.rowUnits;
        }
        moveRows(from, to, taken, batch.rowUnits, lane);
    }
}

// Counts a warp in that works on a source; returns how many were there before it.
__device__ __forceinline__ u64 join(const Batch& batch, u32 source, u32 lane) {
    u64 workers = 0;
    if (lane == 0) {
        workers = atomicAdd(batch.progress + WORKERS + source, 1ull);
    }
    return __shfl_sync(~0u, workers, 0);
}

__device__ __forceinline__ void leave(const Batch& batch, u32 source, u32 lane) {
    if (lane == 0) {
        atomicAdd(batch.progress + WORKERS + source, ~0ull);
    }
}

// Serves the queues of a source, the regions of the last one in their order: whoever serves it is about in the same region.
template <typename Unit>
__device__ __forceinline__ void serveSource(const Batch& batch, const QueueList& queues, u32 source, const Unit* table, Unit* out,
                                            u32 lane) {
    for (u32 queue = source; queue < source + queues.of(source); ++queue) {
        serve(batch, queue, table, out, lane);
    }
}

// Returns whether a source has rows that nobody has taken.
__device__ __forceinline__ bool isLeft(const Batch& batch, const QueueList& queues, u32 source, u32 lane) {
    bool some = false;
    for (u32 queue = source + lane; queue < source + queues.of(source); queue += WARP_LANES) {
        some |= *(volatile const u64*)(batch.progress + CURSORS + queue) < batch.counts[queue];
    }
    return __any_sync(~0u, some);
}

template <typename Unit>
__device__ __forceinline__ void extract(Batch batch, const QueueList& queues, const void* const* tables, void* outBytes, u32 rowBytes,
                                        u32 local, u32 role, const u32* mostWarps) {
    const u32 lane = threadLane();
    Unit* out = (Unit*)outBytes;
    batch.rowUnits = rowBytes / sizeof(Unit);
    if (role < queues.sources && role != local) {
        join(batch, role, lane);
        serveSource(batch, queues, role, (const Unit*)tables[role], out, lane);
        leave(batch, role, lane);
    }
    if (local < queues.sources) {
        serve(batch, local, (const Unit*)tables[local], out, lane);
    }
    serve(batch, queues.unknown(), (const Unit*)nullptr, out, lane);
    // From a source of its own on, so that not all warps help the same one first.
    u32 source = (role + 1 + (u32)(gridThread() / WARP_LANES)) % queues.sources;
    for (u32 tried = 0; tried < queues.sources; ++tried, source = source + 1 < queues.sources ? source + 1 : 0) {
        if (source == local || !isLeft(batch, queues, source, lane)) {
            continue;
        }
        const u64 workers = join(batch, source, lane);
        // Where nobody is at work, somebody has to be, whatever the bound.
        if (workers == 0 || workers < mostWarps[source]) {
            serveSource(batch, queues, source, (const Unit*)tables[source], out, lane);
        }
        leave(batch, source, lane);
    }
}

// Serves the queues of a batch, which have so many entries as counts says: row r of a queue's source, for each of its entries (r, t), becomes
// row t of out; rows of unknown keys become zeros. roles[m % roleCount] says which source multiprocessor m serves first (local or none: a number
// beyond sources), mostWarps[s] how many warps may be at source s before another one helps. out and the sources do not overlap. Any grid and
// block is right, as long as blocks have whole warps; one block of 1024 threads for each multiprocessor is fast.
extern "C" __global__ void __launch_bounds__(1024)
extract_factored(void* __restrict__ out, const u64* __restrict__ rows, const u32* __restrict__ targets, const u64* __restrict__ counts,
                 u64* progress, u64 keyCount, u32 rowBytes, u32 sources, u32 regions, u32 local, const u32* __restrict__ roles,
                 u32 roleCount, const u32* __restrict__ mostWarps, const void* source0, const void* source1, const void* source2,
                 const void* source3, const void* source4, const void* source5, const void* source6, const void* source7,
                 const void* source8, const void* source9, const void* source10, const void* source11, const void* source12,
                 const void* source13, const void* source14, const void* source15) {
    __shared__ const void* tables[MOST_SOURCES];
    __shared__ bool isLast;
    const u32 thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    const u32 threads = blockDim.x * blockDim.y * blockDim.z;
    if (thread == 0) {
        LIST_SOURCES(tables);
    }
    __syncthreads();
    const u32 role = roles[multiprocessor() % roleCount];
    const QueueList queues{sources, regions, 0};
    const Batch batch{rows, targets, counts, progress, keyCount, 0};
    const u64 unitBytes = alignment(out, tables, sources, rowBytes);
    if (unitBytes == sizeof(uint4)) {
        extract<uint4>(batch, queues, tables, out, rowBytes, local, role, mostWarps);
    } else if (unitBytes >= sizeof(u32)) {
        extract<u32>(batch, queues, tables, out, rowBytes, local, role, mostWarps);
    } else {
        extract<unsigned char>(batch, queues, tables, out, rowBytes, local, role, mostWarps);
    }
    // The last block leaves the progress ready for the next batch.
    __syncthreads();
    if (thread == 0) {
        isLast = atomicAdd(progress + DONE, 1ull) + 1 == gridThreads() / threads;
    }
    __syncthreads();
    if (isLast) {
        for (u32 i = thread; i < PROGRESS; i += threads) {
            progress[i] = 0;
        }
    }
}
