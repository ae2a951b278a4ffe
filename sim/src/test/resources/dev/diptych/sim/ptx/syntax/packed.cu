// Made with nvcc 13.0: nvcc -ptx -arch=sm_90a packed.cu
#pragma pack(push, 1)
struct Packed { char c; const void *p; short s; };
#pragma pack(pop)
__device__ int target;
__device__ Packed packed = {'a', &target, 3};
extern "C" __global__ void __cluster_dims__(2, 1, 1) transfer(const __grid_constant__ int4 map, int *out) {
    __shared__ alignas(128) int tile[256];
    __shared__ unsigned long long barrier;
    unsigned a = __cvta_generic_to_shared(tile);
    unsigned b = __cvta_generic_to_shared(&barrier);
    asm volatile("cp.async.bulk.tensor.2d.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1, {%2, %3}], [%4];" ::"r"(a), "l"(&map), "r"(1), "r"(2), "r"(b) : "memory");
    asm volatile("{ .reg .pred P; W: mbarrier.try_wait.parity.shared::cta.b64 P, [%0], %1; @P bra D; bra W; D: }" ::"r"(b), "r"(0));
    asm volatile("{ .reg .pred p; elect.sync _|p, 0xffffffff; @p st.global.L1::no_allocate.s32 [%0+4], (1<<4)|WARP_SZ; }" ::"l"(out));
    out[0] = tile[0] + packed.s;
}
