// Many matrix products of one shape: a block of 16 by 16 threads for each tile of 64 by 64 elements of one product, each
// thread having 4 by 4 of them. Tiles in grid.x, products in grid.y.
#include "fitact.cuh"

struct BatchedGemmShape {
    int batch;
    int m;
    int n;
    int k;
    int transposeA;
    int transposeB;
};

namespace {

constexpr int SIDE = 64; // of a tile
constexpr int STEP = 16; // terms that are brought to shared memory at a time
constexpr int EACH = 4;  // rows, and columns, of a thread

} // namespace

extern "C" __global__ void batchedGemm(
    BatchedGemmShape s, const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c) {
    __shared__ float left[STEP][SIDE];
    __shared__ float right[STEP][SIDE];
    int tilesAcross = (s.n + SIDE - 1) / SIDE;
    int firstRow = (int)(blockIdx.x / tilesAcross) * SIDE, firstColumn = (int)(blockIdx.x % tilesAcross) * SIDE;
    int x = (int)threadIdx.x % 16, y = (int)threadIdx.x / 16;
    for (int item = (int)blockIdx.y; item < s.batch; item += (int)gridDim.y) {
        const float* from = a + (long long)item * s.m * s.k;
        const float* with = b + (long long)item * s.k * s.n;
        float sums[EACH][EACH] = {};
        for (int term = 0; term < s.k; term += STEP) {
            for (int i = (int)threadIdx.x; i < STEP * SIDE; i += (int)blockDim.x) {
                int k = term + i / SIDE, row = firstRow + i % SIDE, column = firstColumn + i % SIDE;
                bool inRow = k < s.k && row < s.m, inColumn = k < s.k && column < s.n;
                left[i / SIDE][i % SIDE] =
                    !inRow ? 0.0f : from[s.transposeA ? (long long)k * s.m + row : (long long)row * s.k + k];
                right[i / SIDE][i % SIDE] =
                    !inColumn ? 0.0f : with[s.transposeB ? (long long)column * s.k + k : (long long)k * s.n + column];
            }
            __syncthreads();
            for (int k = 0; k < min(STEP, s.k - term); k++) {
                for (int i = 0; i < EACH; i++) {
                    for (int j = 0; j < EACH; j++) {
                        sums[i][j] = fmaf(left[k][y + 16 * i], right[k][x + 16 * j], sums[i][j]);
                    }
                }
            }
            __syncthreads();
        }
        for (int i = 0; i < EACH; i++) {
            for (int j = 0; j < EACH; j++) {
                int row = firstRow + y + 16 * i, column = firstColumn + x + 16 * j;
                if (row < s.m && column < s.n) c[((long long)item * s.m + row) * s.n + column] = sums[i][j];
            }
        }
    }
}
