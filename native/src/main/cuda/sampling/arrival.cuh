// When items arrive in an exponential race, as dev.diptych.systems.sampling.Draws has it: the same 64 bits as the JVM's strict logarithm gives.
#pragma once

#include "grid.cuh"

// The natural logarithm of a number in (0, 1] that is not subnormal, by the algorithm of fdlibm 5.3, e_log.c (Sun Microsystems, 1993), which the
// JDK's StrictMath.log is: x = 2^k (1 + f) with sqrt(2)/2 < 1 + f < sqrt(2), and with s = f / (2 + f) the logarithm of 1 + f is
// f - s (f - R(s^2)), R a polynomial of degree 7. Every operation is rounded by itself: none may be contracted.
__device__ __forceinline__ double strictLog(double x) {
    const double ln2High = 6.93147180369123816490e-01;
    const double ln2Low = 1.90821492927058770002e-10;
    const u32 top = (u32)__double2hiint(x);
    const u32 fraction = top & 0xfffff;
    // 1 where the fraction is so large that x/2 is nearer to 1.
    const u32 isHalved = ((fraction + 0x95f64) >> 20) & 1;
    const int k = (int)(top >> 20) - 1023 + (int)isHalved;
    const double f = __dadd_rn(__hiloint2double((int)(fraction | (0x3ff00000u - (isHalved << 20))), __double2loint(x)), -1.0);
    const double dk = (double)k;
    const double high = __dmul_rn(dk, ln2High);
    const double low = __dmul_rn(dk, ln2Low);
    if ((0xfffff & (2 + fraction)) < 3) {
        // |f| < 2^-20.
        if (f == 0.0) {
            return __dadd_rn(high, low);
        }
        const double rest = __dmul_rn(__dmul_rn(f, f), __dadd_rn(0.5, -__dmul_rn(0.33333333333333333, f)));
        return k == 0 ? __dadd_rn(f, -rest) : __dadd_rn(high, -__dadd_rn(__dadd_rn(rest, -low), -f));
    }
    const double s = __ddiv_rn(f, __dadd_rn(2.0, f));
    const double z = __dmul_rn(s, s);
    const double w = __dmul_rn(z, z);
    const double even =
        __dmul_rn(w, __dadd_rn(3.999999999940941908e-01,
                               __dmul_rn(w, __dadd_rn(2.222219843214978396e-01, __dmul_rn(w, 1.531383769920937332e-01)))));
    const double odd = __dmul_rn(
        z, __dadd_rn(6.666666666666735130e-01,
                     __dmul_rn(w, __dadd_rn(2.857142874366239149e-01,
                                            __dmul_rn(w, __dadd_rn(1.818357216161805012e-01, __dmul_rn(w, 1.479819860511658591e-01)))))));
    const double rest = __dadd_rn(even, odd);
    // Where 1 + f is not near 1, f^2 / 2 is taken out, for its rounding would be the largest.
    if (((int)(fraction - 0x6147a) | (int)(0x6b851 - fraction)) > 0) {
        const double half = __dmul_rn(__dmul_rn(0.5, f), f);
        const double small = __dmul_rn(s, __dadd_rn(half, rest));
        return k == 0 ? __dadd_rn(f, -__dadd_rn(half, -small)) : __dadd_rn(high, -__dadd_rn(__dadd_rn(half, -__dadd_rn(small, low)), -f));
    }
    const double small = __dmul_rn(s, __dadd_rn(f, -rest));
    return k == 0 ? __dadd_rn(f, -small) : __dadd_rn(high, -__dadd_rn(__dadd_rn(small, -low), -f));
}

// When an item with a positive weight arrives, by 64 random bits. Not negative but for -0, which is first of all.
__device__ __forceinline__ double arrivalOf(u64 bits, float weight) {
    const double unit = __dmul_rn(__dadd_rn((double)(bits >> 11), 0.5), 0x1p-53);
    return __ddiv_rn(-strictLog(unit), (double)weight);
}

// Bits that ascend as arrivals do, which are finite.
__device__ __forceinline__ u64 arrivalKey(double arrival) {
    return (u64)__double_as_longlong(__dadd_rn(arrival, 0.0));
}
