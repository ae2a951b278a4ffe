// Prices of European options after Black and Scholes [1], for many options at once.
//
// [1] F. Black, M. Scholes, The Pricing of Options and Corporate Liabilities, Journal of Political Economy 81(3), 1973.
// [2] M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.2.17: an absolute error of at most 7.5e-8.

#include "grid.cuh"

// The normal distribution, by the polynomial of [2].
__device__ __forceinline__ float normal(float x) {
    const float t = 1.0f / (1.0f + 0.2316419f * fabsf(x));
    const float polynomial =
        t * (0.319381530f + t * (-0.356563782f + t * (1.781477937f + t * (-1.821255978f + t * 1.330274429f))));
    const float tail = 0.39894228f * expf(-0.5f * x * x) * polynomial;
    return x > 0.0f ? 1.0f - tail : tail;
}

// Prices of calls and puts, a thread an option. Each of the three inputs is a number u from 0 to 1: it stands for a spot price of
// 20 + 80 u, a strike price of 20 + 80 u, and 0.25 + 4 u years to expiry.
extern "C" __global__ void
black_scholes(float* __restrict__ calls, float* __restrict__ puts, const float* __restrict__ spots,
              const float* __restrict__ strikes, const float* __restrict__ expiries, float rate, float volatility, u32 count) {
    const u32 i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        const float spot = 20.0f + 80.0f * spots[i];
        const float strike = 20.0f + 80.0f * strikes[i];
        const float years = 0.25f + 4.0f * expiries[i];
        const float deviation = volatility * sqrtf(years);
        const float d1 = (logf(spot / strike) + (rate + 0.5f * volatility * volatility) * years) / deviation;
        const float d2 = d1 - deviation;
        const float discounted = strike * expf(-rate * years);
        calls[i] = spot * normal(d1) - discounted * normal(d2);
        puts[i] = discounted * normal(-d2) - spot * normal(-d1);
    }
}
