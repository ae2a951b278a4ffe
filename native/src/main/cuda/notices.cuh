// Block notices: a running kernel tells the host which of its blocks have started and finished. The mechanism is Paella's [1]:
// software that knows when blocks leave can keep the GPU just full enough, and choose what runs next as late as possible.
//
// A kernel that reports takes one more parameter, the last one, const NoticeRing* notices, calls noticeBlockStart(notices) as its
// first statement and noticeBlockEnd(notices) as its last, in every thread and with no return in between. Null turns reporting off.
//
// The ring
//   slotMask + 1 words of 8 bytes in pinned host memory, a power of two, zeroed once before the first launch. Notice number n, from
//   *head, goes to slot n & slotMask in one aligned 8-byte store, which no reader can see half of.
//     bits  0-31  opSlot: which launch
//     bits 32-55  number of blocks, at least 1
//     bit  56     1: these blocks started; 0: they finished
//     bits 57-62  0
//     bit  63     phase: 1 on the first lap of the ring, 0 on the second, and so on
//   The phase makes a word tell by itself whether it is new. So the consumer never writes to the ring: with notice number n next, it
//   acquire-reads slot n & slotMask until bit 63 is 1 for an even lap (n / slots) and 0 for an odd one.
//
// Overflow
//   A producer would need the consumer's position to see a full ring, a round trip to the host for every notice. The host sizes
//   the ring instead: at least twice the number of blocks of all launches whose notices are not all consumed, which holds for any
//   blocksPerNotice. One lap too far shows as a word whose phase is still the old one, or as counts that never reach the grid's.
//
// Order
//   A finished notice comes after everything that its blocks wrote, also to host memory, and so allows the host to launch a reader
//   in any stream. Started and finished notices are not ordered against each other: the block that completes a batch of starts can
//   be slower to report than others are to run. A consumer takes "finished" as implying "started".
//
// Counters
//   startedBlocks and finishedBlocks are one word of device memory each, 0 before the launch and 0 again after its last notice. Two
//   launches in flight share neither counters nor opSlot; all launches share ring and head. Grids have fewer than 2^32 blocks.
//
// [1] K. K. W. Ng, H. M. Demoulin, V. Liu, Paella: Low-latency Model Serving with Software-defined GPU Scheduling, SOSP 2023.
#pragma once

#include "grid.cuh"

// 48 bytes, fields in this order without gaps; in memory that the device can read.
struct NoticeRing {
    u64* ring;            // pinned host memory, as mapped for the device
    u64 slotMask;
    u64* head;            // device memory: notices sent so far, never reset while the ring lives
    u32* startedBlocks;
    u32* finishedBlocks;
    u32 opSlot;
    u32 blocksPerNotice;  // 1 to 2^24 - 1: blocks that share a notice; the last notice of a launch may be for fewer
};

constexpr u64 NOTICE_STARTED = 1ull << 56;
constexpr u64 NOTICE_PHASE = 1ull << 63;
constexpr u32 NOTICE_BLOCKS_SHIFT = 32;

// Counts one block and, if it completes a batch, reports the batch.
__device__ __forceinline__ void noticeCountBlock(const NoticeRing* notices, u32* counter, u64 kind) {
    const u32 gridBlocks = gridDim.x * gridDim.y * gridDim.z;
    // Wraps to 0 at the last block, which leaves the counter ready for the next launch.
    const u32 counted = atomicInc(counter, gridBlocks - 1) + 1;
    const u32 beyondFullBatches = counted % notices->blocksPerNotice;
    if (beyondFullBatches != 0 && counted != gridBlocks) {
        return;
    }
    const u32 blocks = beyondFullBatches == 0 ? notices->blocksPerNotice : beyondFullBatches;
    const u64 position = atomicAdd(notices->head, 1ull);
    const u64 oddLap = position & (notices->slotMask + 1);
    const u64 phase = oddLap == 0 ? NOTICE_PHASE : 0;
    // The counter handed over the writes of the batch's other blocks; this fence passes them on to whoever reads the word.
    __threadfence_system();
    volatile u64* const slot = notices->ring + (position & notices->slotMask);
    *slot = phase | kind | (u64)blocks << NOTICE_BLOCKS_SHIFT | notices->opSlot;
}

__device__ __forceinline__ bool isFirstThreadOfBlock() { return (threadIdx.x | threadIdx.y | threadIdx.z) == 0; }

__device__ __forceinline__ void noticeBlockStart(const NoticeRing* notices) {
    if (notices != nullptr && isFirstThreadOfBlock()) {
        noticeCountBlock(notices, notices->startedBlocks, NOTICE_STARTED);
    }
}

__device__ __forceinline__ void noticeBlockEnd(const NoticeRing* notices) {
    if (notices == nullptr) {
        return;
    }
    __syncthreads();
    if (isFirstThreadOfBlock()) {
        // The barrier ordered the whole block before this thread, and fences are cumulative: one releases for all.
        __threadfence_system();
        noticeCountBlock(notices, notices->finishedBlocks, 0);
    }
}
