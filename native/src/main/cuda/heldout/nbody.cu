// Gravity between all pairs of bodies, by tiles after Nyland, Harris and Prins (GPU Gems 3, chapter 31).

#include "grid.cuh"

constexpr u32 TILE = 256;
constexpr float SOFTENING = 1e-3f; // squared; keeps a body from pulling itself infinitely

// accelerations[i] = sum over j of m_j (p_j - p_i) / (|p_j - p_i|^2 + 1e-3)^1.5, for bodies (x, y, z, mass) and blocks of 256 threads;
// count is a multiple of 256. The fourth component is left 0.
extern "C" __global__ void __launch_bounds__(TILE)
nbody_tiles(float4* __restrict__ accelerations, const float4* __restrict__ bodies, u32 count) {
    __shared__ float4 tile[TILE];
    const u32 i = blockIdx.x * TILE + threadIdx.x;
    const float4 self = bodies[i];
    float3 sum = make_float3(0.0f, 0.0f, 0.0f);
    for (u32 first = 0; first < count; first += TILE) {
        tile[threadIdx.x] = bodies[first + threadIdx.x];
        __syncthreads();
#pragma unroll 8
        for (u32 j = 0; j < TILE; ++j) {
            const float4 other = tile[j];
            const float dx = other.x - self.x;
            const float dy = other.y - self.y;
            const float dz = other.z - self.z;
            const float inverse = rsqrtf(dx * dx + dy * dy + dz * dz + SOFTENING);
            const float pull = other.w * inverse * inverse * inverse;
            sum.x += pull * dx;
            sum.y += pull * dy;
            sum.z += pull * dz;
        }
        __syncthreads();
    }
    accelerations[i] = make_float4(sum.x, sum.y, sum.z, 0.0f);
}
