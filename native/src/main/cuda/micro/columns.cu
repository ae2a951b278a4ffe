// Columns of a matrix: each lane of a warp touches a word of another row, and its neighbours in the block's other warps the words beside it.
//
// Every sector that a warp touches is therefore completed by other warps of its block, some time later. Blocks are 32 threads wide, the
// height is the words of a row that a block touches; blocks that follow each other have other rows of the same columns.

#include "grid.cuh"

__device__ __forceinline__ u64 ownWord(u32 pitch) {
    const u32 row = blockIdx.x * blockDim.x + threadIdx.x;
    const u32 column = blockIdx.y * blockDim.y + threadIdx.y;
    return (u64)row * pitch + column;
}

// A word at index i of the array becomes i + value; rows begin pitch words apart.
extern "C" __global__ void __launch_bounds__(1024)
write_columns(u32* __restrict__ out, u32 value, u32 pitch) {
    const u64 word = ownWord(pitch);
    out[word] = (u32)word + value;
}

// Stores to *found the index of a word that equals sought: among random ones, next to none does.
extern "C" __global__ void __launch_bounds__(1024)
read_columns(const u32* __restrict__ in, u32* __restrict__ found, u32 sought, u32 pitch) {
    const u64 word = ownWord(pitch);
    if (in[word] == sought) {
        *found = (u32)word;
    }
}
