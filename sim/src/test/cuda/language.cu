// What C++ becomes in PTX: calls, structures by value, tables of jumps, local arrays, initialised globals.

#include <cassert>
#include <cstdio>

struct Rational {
    long long numerator;
    int denominator;
};

struct Wide {
    double weights[4];
    char tag;
    short codes[3];
};

struct Arguments {
    const int* in;
    int* out;
    Wide wide;
    int count;
};

__device__ __noinline__ Rational add(Rational a, Rational b) {
    return Rational{a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator};
}

__device__ __noinline__ double weigh(Wide w, int i) { return w.weights[i & 3] * w.codes[i % 3] + w.tag; }

extern "C" __global__ void struct_arguments(Arguments arguments, Rational half, double* weighed) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= arguments.count) return;
    Rational sum = add(half, Rational{arguments.in[i], 3});
    arguments.out[2 * i] = (int)sum.numerator;
    arguments.out[2 * i + 1] = sum.denominator;
    weighed[i] = weigh(arguments.wide, i);
}

// A dense switch.
extern "C" __global__ void switch_dense(const int* code, const int* in, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    int v = in[i], r;
    switch (code[i]) {
        case 0: r = v + 1; break;
        case 1: r = v * 7; break;
        case 2: r = v ^ 0x55; break;
        case 3: r = v / 3; break;
        case 4: r = -v; break;
        case 5: r = v % 11; break;
        case 6: r = __popc(v); break;
        case 7: r = v << 3; // falls through
        case 8: r = v - 9; break;
        case 9: r = atomicAdd(&out[i], v); break;
        case 10: r = __clz(v); break;
        case 11: return;
        default: r = 1000;
    }
    out[i] = r;
}

__device__ int primes[12] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29};
__device__ const char text[] = "the quick brown fox\n";
__constant__ double table[3][2] = {{1.5, -2.25}, {1e300, 4.0}, {0.1, -0.0}};
__device__ int* cursor = &primes[4];
__device__ unsigned long long calls = 40;
struct Mixed { char c; short s; float f; const char* p; } __device__ mixed = {'x', -3, 2.5f, text + 4};

extern "C" __global__ void globals(int* out, double* reals) {
    int t = threadIdx.x;
    out[t] = t < 12 ? primes[t] : text[t % 21];
    if (t < 6) reals[t] = table[t / 2][t % 2];
    if (t == 0) {
        out[32] = *cursor;
        cursor += 2;
        out[33] = (int)atomicAdd(&calls, 2ull);
        out[34] = mixed.c + mixed.s + mixed.p[0];
        reals[6] = mixed.f;
    }
}

// A local array with indices that only the run knows: local memory.
extern "C" __global__ void local_array(const int* in, int* out, int n) {
    int stack[16];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    for (int k = 0; k < 16; ++k) stack[k] = in[i] * k;
    unsigned at = (unsigned)in[i];
    int sum = 0;
    for (int k = 0; k < 8; ++k) {
        at = (at * 5 + 3) % 16;
        sum += stack[at];
        stack[(at + k) % 16] = sum;
    }
    out[i] = sum;
}

// A walk with a stack of its own instead of recursion; generic pointers to local, shared and global memory.
extern "C" __global__ void generic_pointers(int* global, int* out, int which) {
    __shared__ int shared[64];
    int local[2] = {(int)threadIdx.x, which};
    shared[threadIdx.x] = threadIdx.x * 3;
    __syncthreads();
    int* pointer = (threadIdx.x + which) % 3 == 0 ? local : (threadIdx.x + which) % 3 == 1 ? &shared[threadIdx.x] : &global[threadIdx.x];
    *pointer += 100;
    atomicAdd(pointer, 7);
    __syncthreads();
    out[threadIdx.x] = *pointer + local[0] + shared[threadIdx.x] + __isGlobal(pointer) * 1000 + __isShared(pointer) * 2000;
}

__device__ __noinline__ int gcd(int a, int b) {
    while (b != 0) {
        int r = a % b;
        a = b;
        b = r;
    }
    return a;
}

extern "C" __global__ void divergent_calls(const int2* in, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = in[i].x > in[i].y ? gcd(in[i].x, in[i].y) : gcd(in[i].y, in[i].x) + 1;
}

extern "C" __global__ void prints(const int* in, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n && in[i] < 0) printf("in[%d] = %d, %.3f, %s, %llx, %c\n", i, in[i], in[i] * 0.5, "text", 1ull << 40, 'c');
}

extern "C" __global__ void asserts(const int* in, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    assert(in[i] >= 0 && "negative");
    out[i] = in[i] + 1;
}

// goto, early exits, nested breaks: control flow that does not nest.
extern "C" __global__ void tangled(const int* in, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    int v = in[i], steps = 0;
again:
    for (int k = 0; k < 20; ++k) {
        for (int j = 0; j < 5; ++j) {
            ++steps;
            if (v % 7 == 3) goto out_of_both;
            v = v * 3 + j;
            if (v > 100000) break;
            if (steps > 60) { out[i] = -v; return; }
        }
        if (v > 200000) { v %= 1000; goto again; }
    }
out_of_both:
    __syncwarp(__activemask());
    out[i] = v + steps * 1000000;
}

// A table of jumps written by hand, because nvcc 13 compiles every switch to comparisons.
extern "C" __global__ void switch_table(const unsigned* code, const int* in, int* out, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    int v = in[i];
    asm volatile("{\n\t.reg .b32 five;\n\tmov.b32 five, 5;\n\t"
                 "$targets: .branchtargets zero, one, two, one;\n\tbrx.idx %1, $targets;\n\t"
                 "zero: add.s32 %0, %0, 1; bra.uni done;\n\tone: mul.lo.s32 %0, %0, five; bra done;\n\t"
                 "two: xor.b32 %0, %0, 255;\n\tdone:\n\t}"
                 : "+r"(v) : "r"(code[i]));
    out[i] = v;
}
