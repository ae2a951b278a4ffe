// Instructions one by one, through the intrinsics that programs use.

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#define EACH int i = blockIdx.x * blockDim.x + threadIdx.x; if (i >= n) return

extern "C" __global__ void bits(const unsigned* a, const unsigned* b, unsigned* out, int n) {
    EACH;
    unsigned x = a[i], y = b[i], *row = out + 16 * i;
    row[0] = __clz((int)x);
    row[1] = __popc(x);
    row[2] = __brev(x);
    row[3] = __ffs((int)x);
    row[4] = __byte_perm(x, y, 0x5140 + (x & 7));
    row[5] = __funnelshift_l(x, y, y);
    row[6] = __funnelshift_r(x, y, y);
    row[7] = __funnelshift_lc(x, y, y & 63);
    row[8] = __dp4a((int)x, (int)y, 7);
    row[9] = __dp4a(x, y, 7u);
    row[10] = __umulhi(x, y);
    row[11] = (unsigned)__mulhi((int)x, (int)y);
    row[12] = __usad(x, y, 5u);
    row[13] = (x & y) | (~x & 0x0f0f0f0f) ^ y;
    row[14] = __uhadd(x, y) + __sad((int)x, (int)y, 1u);
    row[15] = __vadd4(x, y) ^ __vmaxs2(x, y) ^ __vcmpgtu4(x, y);
}

extern "C" __global__ void bits_64(const unsigned long long* a, const unsigned long long* b, unsigned long long* out, int n) {
    EACH;
    unsigned long long x = a[i], y = b[i], *row = out + 12 * i;
    row[0] = x * y;
    row[1] = __umul64hi(x, y);
    row[2] = (unsigned long long)__mul64hi((long long)x, (long long)y);
    row[3] = __popcll(x) * 100 + __clzll((long long)x);
    row[4] = __brevll(x);
    row[5] = x / (y | 1);
    row[6] = x % (y | 1);
    row[7] = (unsigned long long)((long long)x / ((long long)y >> 20 | 1));
    row[8] = (unsigned long long)((long long)x >> (y & 63));
    row[9] = x << (y & 63) | x >> (63 - (y & 63));
    row[10] = x < y ? x - y : x + y;
    row[11] = (unsigned long long)(unsigned __int128)(((unsigned __int128)x << 64 | y) * 10 >> 64);
}

extern "C" __global__ void division(const int* a, const int* b, int* out, int n) {
    EACH;
    int x = a[i], y = b[i] == 0 ? 1 : b[i], *row = out + 8 * i;
    if (x == (int)0x80000000 && y == -1) y = 1;
    row[0] = x / y;
    row[1] = x % y;
    row[2] = (int)((unsigned)x / (unsigned)y);
    row[3] = (int)((unsigned)x % (unsigned)y);
    row[4] = x / 10;
    row[5] = (int)((unsigned)x % 1000003u);
    row[6] = (short)x / (short)((short)y == 0 ? 1 : (short)y);
    row[7] = (unsigned char)x % ((unsigned char)y | 1);
}

extern "C" __global__ void narrow(const int* a, int* out, int n) {
    EACH;
    int x = a[i], *row = out + 6 * i;
    row[0] = (signed char)x;
    row[1] = (unsigned char)(x + 200);
    row[2] = (short)(x * 3);
    row[3] = (unsigned short)x >> 3;
    row[4] = (short)((signed char)x * (signed char)(x >> 8));
    row[5] = ((short)x < (short)(x >> 16)) + 2 * ((unsigned char)x > (unsigned char)(x >> 8));
}

// Exactly defined by PTX: the result has one right value.
extern "C" __global__ void float_exact(const float* a, const float* b, float* out, int n) {
    EACH;
    float x = a[i], y = b[i], *row = out + 16 * i;
    row[0] = x / y;
    row[1] = sqrtf(x);
    row[2] = __fadd_rz(x, y);
    row[3] = __fmul_ru(x, y);
    row[4] = __fmaf_rd(x, y, 1.0f);
    row[5] = __frcp_rn(x);
    row[6] = fminf(x, y);
    row[7] = fmaxf(x, y);
    row[8] = floorf(x) + ceilf(y);
    row[9] = rintf(x) - truncf(y);
    row[10] = __saturatef(x);
    row[11] = copysignf(x, y);
    row[12] = fabsf(x) - fdimf(x, y);
    row[13] = roundf(x);
    row[14] = isnan(x) + 2.0f * isinf(y) + 4.0f * signbit(x);
    row[15] = __fsqrt_ru(fabsf(x)) - __fdiv_rd(y, x);
}

extern "C" __global__ void conversions(const float* a, const int* b, long long* out, float* reals, int n) {
    EACH;
    float x = a[i];
    long long* row = out + 10 * i;
    row[0] = (int)x;
    row[1] = (unsigned)x;
    row[2] = (long long)x;
    row[3] = __float2int_rn(x);
    row[4] = __float2int_ru(x);
    row[5] = __float2uint_rd(x);
    row[6] = (unsigned char)(int)x;
    row[7] = __double2int_rn((double)x * 0.5);
    row[8] = (long long)(unsigned long long)(fabsf(x) * 3.0f);
    row[9] = __double_as_longlong((double)x);
    float* real = reals + 5 * i;
    real[0] = (float)b[i];
    real[1] = (float)(unsigned)b[i];
    real[2] = __int2float_rz(b[i]);
    real[3] = (float)((long long)b[i] * 0x10001);
    real[4] = __double2float_rd((double)b[i] / 3.0);
}

extern "C" __global__ void double_exact(const double* a, const double* b, double* out, int n) {
    EACH;
    double x = a[i], y = b[i], *row = out + 8 * i;
    row[0] = x / y;
    row[1] = sqrt(fabs(x));
    row[2] = fma(x, y, -1.0);
    row[3] = __dmul_rz(x, y);
    row[4] = __dadd_ru(x, y);
    row[5] = fmin(x, floor(y));
    row[6] = rint(x) + (double)(long long)y;
    row[7] = __drcp_rn(x);
}

// Library functions: polynomials of exact instructions and a few approximate ones.
extern "C" __global__ void float_functions(const float* a, float* out, int n) {
    EACH;
    float x = a[i], *row = out + 16 * i;
    row[0] = expf(x);
    row[1] = logf(fabsf(x));
    row[2] = sinf(x);
    row[3] = cosf(x);
    row[4] = powf(fabsf(x), 1.7f);
    row[5] = rsqrtf(fabsf(x));
    row[6] = erff(x);
    row[7] = tanhf(x);
    row[8] = exp2f(x);
    row[9] = log1pf(fabsf(x));
    row[10] = atan2f(x, 2.0f);
    row[11] = cbrtf(x);
    row[12] = 1.0f / (1.0f + expf(-x));
    row[13] = hypotf(x, 3.0f);
    row[14] = fmodf(x, 0.7f);
    row[15] = asinf(x / 100.0f);
}

// The fast ones: one approximate instruction each, more or less.
extern "C" __global__ void float_fast(const float* a, float* out, int n) {
    EACH;
    float x = a[i], *row = out + 10 * i;
    row[0] = __expf(x);
    row[1] = __logf(fabsf(x));
    row[2] = __sinf(x);
    row[3] = __cosf(x);
    row[4] = __powf(fabsf(x), 1.7f);
    row[5] = __fdividef(x, 3.1f);
    row[6] = __frsqrt_rn(fabsf(x));
    row[7] = __log2f(fabsf(x));
    row[8] = __exp10f(x / 10);
    float y;
    asm("tanh.approx.f32 %0, %1;" : "=f"(y) : "f"(x));
    row[9] = y;
}

extern "C" __global__ void double_functions(const double* a, double* out, int n) {
    EACH;
    double x = a[i], *row = out + 8 * i;
    row[0] = exp(x);
    row[1] = log(fabs(x));
    row[2] = sin(x);
    row[3] = cos(x);
    row[4] = pow(fabs(x), 1.7);
    row[5] = rsqrt(fabs(x));
    row[6] = erf(x);
    row[7] = tanh(x);
}

extern "C" __global__ void half_arithmetic(const __half* a, const __half* b, __half* out, int n) {
    EACH;
    __half x = a[i], y = b[i], *row = out + 12 * i;
    row[0] = __hadd(x, y);
    row[1] = __hmul(x, y);
    row[2] = __hfma(x, y, x);
    row[3] = __hsub(x, y);
    row[4] = __hdiv(x, y);
    row[5] = __hmin(x, y);
    row[6] = __hneg(__habs(x));
    row[7] = __hgt(x, y) ? x : y;
    row[8] = __float2half(__half2float(x) * 1.5f);
    row[9] = __int2half_rn(__half2int_rz(x));
    row[10] = __hadd_sat(x, y);
    row[11] = __hfma_relu(x, y, x);
}

extern "C" __global__ void half2_arithmetic(const __half2* a, const __half2* b, __half2* out, int n) {
    EACH;
    __half2 x = a[i], y = b[i], *row = out + 8 * i;
    row[0] = __hadd2(x, y);
    row[1] = __hmul2(x, y);
    row[2] = __hfma2(x, y, x);
    row[3] = __hmax2(x, y);
    row[4] = __hgt2(x, y);
    row[5] = __lowhigh2highlow(x);
    row[6] = __floats2half2_rn(__low2float(x), __high2float(y));
    row[7] = __hbgt2(x, y) ? x : y;
}

extern "C" __global__ void bfloat_arithmetic(const __nv_bfloat16* a, const __nv_bfloat16* b, __nv_bfloat16* out, float* wide, int n) {
    EACH;
    __nv_bfloat16 x = a[i], y = b[i], *row = out + 6 * i;
    row[0] = __hadd(x, y);
    row[1] = __hmul(x, y);
    row[2] = __hfma(x, y, x);
    row[3] = __hmax(x, y);
    row[4] = __float2bfloat16(__bfloat162float(x) * 1.5f);
    row[5] = __float2bfloat16_rn((float)i);
    __nv_bfloat162 pair = __floats2bfloat162_rn(__bfloat162float(x) + 1.0f, __bfloat162float(y));
    wide[i] = __low2float(pair) - __high2float(pair);
}

// PTX written by hand.
extern "C" __global__ void inline_ptx(const unsigned* a, unsigned* out, int n) {
    EACH;
    unsigned x = a[i], *row = out + 8 * i, r, s;
    asm("bfe.u32 %0, %1, 5, 11;" : "=r"(r) : "r"(x));
    row[0] = r;
    asm("bfi.b32 %0, %1, %2, 8, 12;" : "=r"(r) : "r"(x), "r"(0xffffffffu));
    row[1] = r;
    asm("{ add.cc.u32 %0, %2, %2; addc.u32 %1, 0, %3; }" : "=r"(r), "=r"(s) : "r"(x), "r"(1u));
    row[2] = r, row[3] = s;
    asm("{ .reg .pred p, q; setp.ne.u32 q, %1, 5000; setp.gt.and.u32 p, %1, 1000, q; @p mov.u32 %0, 1; @!p mov.u32 %0, 2; }" : "=r"(r) : "r"(x));
    row[4] = r;
    asm("lop3.b32 %0, %1, %2, %3, 0x96;" : "=r"(r) : "r"(x), "r"(x << 3), "r"(x >> 7));
    row[5] = r;
    asm("{ .reg .b16 lo, hi; mov.b32 {lo, hi}, %1; mov.b32 %0, {hi, lo}; }" : "=r"(r) : "r"(x));
    row[6] = r;
    asm("bfind.shiftamt.u32 %0, %1; " : "=r"(r) : "r"(x));
    asm("mad24.lo.u32 %0, %1, %1, %2;" : "=r"(s) : "r"(x), "r"(r));
    row[7] = s;
}
