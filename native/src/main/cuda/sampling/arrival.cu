// Logarithms and arrivals by themselves, so that they can be compared with the JVM's.

#include "sampling/arrival.cuh"

// logarithms[i] = the natural logarithm of numbers[i], in (0, 1].
extern "C" __global__ void arrival_log(double* __restrict__ logarithms, const double* __restrict__ numbers, u64 count) {
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        logarithms[i] = strictLog(numbers[i]);
    }
}

// arrivals[i] = when an item of weight weights[i] arrives whose random bits are bits[i].
extern "C" __global__ void arrival_times(double* __restrict__ arrivals, const u64* __restrict__ bits, const float* __restrict__ weights,
                                         u64 count) {
    for (u64 i = gridThread(); i < count; i += gridThreads()) {
        arrivals[i] = arrivalOf(bits[i], weights[i]);
    }
}
