// [outer, reduced, inner] to [outer, inner]. Where `reduced` is long it is cut into chunks, whose results are
// [outer, chunks, inner] and are reduced by a second launch.
#include "reduction.cuh"

enum ReduceCode { REDUCE_SUM, REDUCE_SQUARES, REDUCE_MAX, REDUCE_MIN, REDUCE_PRODUCT };

namespace {

__device__ __forceinline__ float identity(int op) {
    switch (op) {
        case REDUCE_MAX: return -INFINITY;
        case REDUCE_MIN: return INFINITY;
        case REDUCE_PRODUCT: return 1.0f;
        default: return 0.0f;
    }
}

__device__ __forceinline__ float accumulate(int op, float sum, float x) {
    switch (op) {
        case REDUCE_SUM: return sum + x;
        case REDUCE_SQUARES: return fmaf(x, x, sum);
        case REDUCE_MIN: return x < sum ? x : sum; // false for NaN, which takes no part
        case REDUCE_PRODUCT: return sum * x;
        default: return x > sum ? x : sum; // as the minimum
    }
}

struct Combine {
    int op;
    __device__ __forceinline__ float operator()(float a, float b) const {
        switch (op) {
            case REDUCE_MAX: return b > a ? b : a;
            case REDUCE_MIN: return b < a ? b : a;
            case REDUCE_PRODUCT: return a * b;
            default: return a + b;
        }
    }
};

} // namespace

// inner = 1. A block for each chunk of each row; the result is divided by `divisor`.
extern "C" __global__ void reduceRows(
    int op, int reduced, int chunk, int chunks, float divisor, const float* __restrict__ x, float* __restrict__ y) {
    __shared__ float scratch[8];
    long long row = blockIdx.x / chunks;
    int first = (int)(blockIdx.x % chunks) * chunk;
    int end = min(first + chunk, reduced);
    float value = identity(op);
    for (int i = first + (int)threadIdx.x; i < end; i += blockDim.x) {
        value = accumulate(op, value, x[row * reduced + i]);
    }
    value = combineBlock(value, scratch, Combine{op});
    if (threadIdx.x == 0) y[blockIdx.x] = value / divisor;
}

// Blocks of 32 columns by 8 rows; grid.x is outer · blocks of columns, grid.y the chunks.
extern "C" __global__ void reduceColumns(
    int op, int reduced, int inner, int chunk, float divisor, const float* __restrict__ x, float* __restrict__ y) {
    __shared__ float scratch[ROWS_OF_A_BLOCK][COLUMNS_OF_A_BLOCK];
    int blocksOfColumns = (inner + COLUMNS_OF_A_BLOCK - 1) / COLUMNS_OF_A_BLOCK;
    long long outer = blockIdx.x / blocksOfColumns;
    int column = (int)(blockIdx.x % blocksOfColumns) * COLUMNS_OF_A_BLOCK + (int)threadIdx.x;
    int first = (int)blockIdx.y * chunk;
    int end = min(first + chunk, reduced);
    float value = identity(op);
    if (column < inner) {
        for (int row = first + (int)threadIdx.y; row < end; row += ROWS_OF_A_BLOCK) {
            value = accumulate(op, value, x[(outer * reduced + row) * inner + column]);
        }
    }
    value = combineColumns(value, scratch, Combine{op});
    if (threadIdx.y == 0 && column < inner) y[(outer * gridDim.y + blockIdx.y) * inner + column] = value / divisor;
}

// A warp for each row. Of equal elements the first wins; NaN never does; −1 for a row of nothing but NaN.
extern "C" __global__ void argmaxRows(int rows, int columns, const float* __restrict__ x, int* __restrict__ index) {
    long long row = globalIndex() / 32;
    int lane = (int)threadIdx.x % 32;
    if (row >= rows) return;
    float best = 0.0f;
    int place = -1;
    for (int column = lane; column < columns; column += 32) {
        float element = x[row * columns + column];
        if (place < 0 ? element == element : element > best) {
            best = element;
            place = column;
        }
    }
    for (int distance = 16; distance > 0; distance /= 2) {
        float other = __shfl_down_sync(0xFFFFFFFFu, best, distance);
        int otherPlace = __shfl_down_sync(0xFFFFFFFFu, place, distance);
        bool larger = other > best || (other == best && otherPlace < place);
        if (otherPlace >= 0 && (place < 0 || larger)) {
            best = other;
            place = otherPlace;
        }
    }
    if (lane == 0) index[row] = place;
}
