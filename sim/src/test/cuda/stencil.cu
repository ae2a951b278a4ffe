// Stencils and convolutions.

constexpr int RADIUS = 3, BLOCK = 128;

__constant__ float taps[2 * RADIUS + 1] = {0.03125f, 0.109375f, 0.21875f, 0.28125f, 0.21875f, 0.109375f, 0.03125f};

extern "C" __global__ void stencil_1d(const int* in, int* out, int n) {
    __shared__ int tile[BLOCK + 2 * RADIUS];
    int g = blockIdx.x * BLOCK + threadIdx.x, l = threadIdx.x + RADIUS;
    tile[l] = g < n ? in[g] : 0;
    if (threadIdx.x < RADIUS) {
        tile[l - RADIUS] = g >= RADIUS && g - RADIUS < n ? in[g - RADIUS] : 0;
        tile[l + BLOCK] = g + BLOCK < n ? in[g + BLOCK] : 0;
    }
    __syncthreads();
    int sum = 0;
    for (int o = -RADIUS; o <= RADIUS; ++o) sum += tile[l + o];
    if (g < n) out[g] = sum;
}

// Convolution of rows with constant weights, clamped at the edges.
extern "C" __global__ void convolve_rows(const float* in, float* out, int width, int height) {
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height) return;
    float sum = 0;
#pragma unroll
    for (int o = -RADIUS; o <= RADIUS; ++o) sum += taps[RADIUS + o] * in[y * width + min(max(x + o, 0), width - 1)];
    out[y * width + x] = sum;
}

// Jacobi step: 5 points, 2-D tile with a halo, block 16 x 16.
extern "C" __global__ void jacobi_2d(const double* in, double* out, int width, int height) {
    __shared__ double tile[18][18];
    int x = blockIdx.x * 16 + threadIdx.x, y = blockIdx.y * 16 + threadIdx.y, tx = threadIdx.x + 1, ty = threadIdx.y + 1;
    bool inside = x < width && y < height;
    tile[ty][tx] = inside ? in[y * width + x] : 0;
    if (threadIdx.x == 0) tile[ty][0] = x > 0 && y < height ? in[y * width + x - 1] : 0;
    if (threadIdx.x == 15) tile[ty][17] = x + 1 < width && y < height ? in[y * width + x + 1] : 0;
    if (threadIdx.y == 0) tile[0][tx] = y > 0 && x < width ? in[(y - 1) * width + x] : 0;
    if (threadIdx.y == 15) tile[17][tx] = y + 1 < height && x < width ? in[(y + 1) * width + x] : 0;
    __syncthreads();
    if (inside) out[y * width + x] = 0.25 * ((tile[ty][tx - 1] + tile[ty][tx + 1]) + (tile[ty - 1][tx] + tile[ty + 1][tx]));
}

// 7 points, marching along z with the column in registers.
extern "C" __global__ void laplace_3d(const float* __restrict__ in, float* __restrict__ out, int nx, int ny, int nz) {
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < 1 || y < 1 || x >= nx - 1 || y >= ny - 1) return;
    int plane = nx * ny, i = y * nx + x;
    float below = in[i], here = in[i + plane];
    for (int z = 1; z < nz - 1; ++z) {
        i += plane;
        float above = in[i + plane];
        out[i] = __fmaf_rn(-6.0f, here, ((in[i - 1] + in[i + 1]) + (in[i - nx] + in[i + nx])) + (below + above));
        below = here;
        here = above;
    }
}

// Direct convolution, NCHW, one output a thread, bias and ReLU; z of the grid runs over images and output channels.
extern "C" __global__ void conv2d_direct(const float* __restrict__ in, const float* __restrict__ weights, const float* __restrict__ bias,
                                         float* __restrict__ out, int channels, int height, int width, int filters, int kernel, int stride,
                                         int padding) {
    int outHeight = (height + 2 * padding - kernel) / stride + 1, outWidth = (width + 2 * padding - kernel) / stride + 1;
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
    int image = blockIdx.z / filters, filter = blockIdx.z % filters;
    if (x >= outWidth || y >= outHeight) return;
    float sum = bias[filter];
    for (int c = 0; c < channels; ++c)
        for (int r = 0; r < kernel; ++r)
            for (int s = 0; s < kernel; ++s) {
                int iy = y * stride + r - padding, ix = x * stride + s - padding;
                if (iy >= 0 && iy < height && ix >= 0 && ix < width)
                    sum = fmaf(in[((image * channels + c) * height + iy) * width + ix],
                               weights[((filter * channels + c) * kernel + r) * kernel + s], sum);
            }
    out[((image * filters + filter) * outHeight + y) * outWidth + x] = fmaxf(sum, 0.0f);
}

// Largest of 2 x 2 and where it was.
extern "C" __global__ void max_pool(const float* in, float* out, unsigned char* where, int width, int outWidth, int outputs) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= outputs) return;
    int x = i % outWidth * 2, y = i / outWidth * 2;
    float most = in[y * width + x];
    int at = 0;
    for (int k = 1; k < 4; ++k) {
        float v = in[(y + k / 2) * width + x + k % 2];
        if (v > most) most = v, at = k;
    }
    out[i] = most;
    where[i] = (unsigned char)at;
}

// Sobel on bytes; the magnitude is clamped to a byte.
extern "C" __global__ void sobel(const unsigned char* in, unsigned char* out, int width, int height) {
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= width || y >= height) return;
    auto at = [&](int dx, int dy) { return (int)in[min(max(y + dy, 0), height - 1) * width + min(max(x + dx, 0), width - 1)]; };
    int horizontal = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
    int vertical = at(-1, -1) + 2 * at(0, -1) + at(1, -1) - at(-1, 1) - 2 * at(0, 1) - at(1, 1);
    out[y * width + x] = (unsigned char)min(abs(horizontal) + abs(vertical), 255);
}
