// Sparse matrices and graphs.

extern "C" __global__ void csr_scalar(int rows, const int* __restrict__ start, const int* __restrict__ column, const float* __restrict__ value,
                                      const float* __restrict__ x, float* __restrict__ y) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) return;
    float sum = 0;
    for (int k = start[row]; k < start[row + 1]; ++k) sum = fmaf(value[k], x[column[k]], sum);
    y[row] = sum;
}

// A warp a row.
extern "C" __global__ void csr_vector(int rows, const int* start, const int* column, const double* value, const double* x, double* y) {
    int row = (blockIdx.x * blockDim.x + threadIdx.x) / 32, lane = threadIdx.x & 31;
    if (row >= rows) return;
    double sum = 0;
    for (int k = start[row] + lane; k < start[row + 1]; k += 32) sum = fma(value[k], __ldg(&x[column[k]]), sum);
    for (int s = 16; s > 0; s /= 2) sum += __shfl_down_sync(0xffffffffu, sum, s);
    if (lane == 0) y[row] = sum;
}

extern "C" __global__ void ell(int rows, int width, const int* column, const float* value, const float* x, float* y) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) return;
    float sum = 0;
    for (int k = 0; k < width; ++k) {
        int c = column[k * rows + row];
        if (c >= 0) sum = fmaf(value[k * rows + row], x[c], sum);
    }
    y[row] = sum;
}

// One level of a breadth-first search; the next frontier grows by an atomic counter.
extern "C" __global__ void bfs_level(const int* start, const int* neighbour, int* depth, const int* frontier, int frontierSize, int* next,
                                     int* nextSize, int level) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= frontierSize) return;
    int v = frontier[i];
    for (int k = start[v]; k < start[v + 1]; ++k) {
        int u = neighbour[k];
        if (atomicCAS(&depth[u], -1, level) == -1) next[atomicAdd(nextSize, 1)] = u;
    }
}

// A step of PageRank, pushed along the edges in fixed point so that the order does not matter.
extern "C" __global__ void page_rank_push(const int* start, const int* neighbour, const unsigned* rank, unsigned long long* next, int vertices) {
    int v = blockIdx.x * blockDim.x + threadIdx.x;
    if (v >= vertices) return;
    int degree = start[v + 1] - start[v];
    if (degree == 0) return;
    unsigned share = rank[v] / degree;
    for (int k = start[v]; k < start[v + 1]; ++k) atomicAdd(&next[neighbour[k]], (unsigned long long)share);
}

// Triangles: for every edge the common neighbours, by merging sorted lists, summed over the block.
extern "C" __global__ void triangles(const int* start, const int* neighbour, int vertices, unsigned* count) {
    __shared__ unsigned found;
    if (threadIdx.x == 0) found = 0;
    __syncthreads();
    unsigned mine = 0;
    for (int v = blockIdx.x * blockDim.x + threadIdx.x; v < vertices; v += gridDim.x * blockDim.x)
        for (int k = start[v]; k < start[v + 1]; ++k) {
            int u = neighbour[k];
            if (u <= v) continue;
            int a = k + 1, b = start[u];
            while (a < start[v + 1] && b < start[u + 1]) {
                int x = neighbour[a], y = neighbour[b];
                if (x == y && x > u) ++mine;
                a += x <= y;
                b += y <= x;
            }
        }
    atomicAdd(&found, mine);
    __syncthreads();
    if (threadIdx.x == 0) atomicAdd(count, found);
}

// Rows of an embedding table, added up by bag: the offsets say where bags begin.
extern "C" __global__ void embedding_bag(const float* __restrict__ table, const long long* __restrict__ key, const int* __restrict__ offset,
                                         float* __restrict__ out, int width) {
    int bag = blockIdx.x;
    for (int c = threadIdx.x; c < width; c += blockDim.x) {
        float sum = 0;
        for (int k = offset[bag]; k < offset[bag + 1]; ++k) sum += table[key[k] * width + c];
        out[(size_t)bag * width + c] = sum;
    }
}
