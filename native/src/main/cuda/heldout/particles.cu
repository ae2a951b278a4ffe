// A step of free particles under gravity: as an array of structures, and as a structure of arrays.

#include "grid.cuh"

struct Particle {
    float x;
    float y;
    float z;
    float vx;
    float vy;
    float vz;
};

constexpr float GRAVITY = -9.75f; // a little less than the Earth's, and exact in few bits

// A particle a thread; each access of a warp steps through memory by the size of a structure.
extern "C" __global__ void
particles_aos(Particle* __restrict__ after, const Particle* __restrict__ before, u32 count, float seconds) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        Particle particle = before[i];
        particle.vz = fmaf(GRAVITY, seconds, particle.vz);
        particle.x = fmaf(particle.vx, seconds, particle.x);
        particle.y = fmaf(particle.vy, seconds, particle.y);
        particle.z = fmaf(particle.vz, seconds, particle.z);
        after[i] = particle;
    }
}

// The same of one array for each of x, y, z, vx, vy, vz, which lie one after the other, count floats each.
extern "C" __global__ void
particles_soa(float* __restrict__ after, const float* __restrict__ before, u32 count, float seconds) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        const u64 n = count;
        const float vx = before[3 * n + i];
        const float vy = before[4 * n + i];
        const float vz = fmaf(GRAVITY, seconds, before[5 * n + i]);
        after[i] = fmaf(vx, seconds, before[i]);
        after[n + i] = fmaf(vy, seconds, before[n + i]);
        after[2 * n + i] = fmaf(vz, seconds, before[2 * n + i]);
        after[3 * n + i] = vx;
        after[4 * n + i] = vy;
        after[5 * n + i] = vz;
    }
}
