// Sums and maxima in a fixed order: each thread goes through its elements from first to last, then the threads of a block
// are combined by a fixed tree. Nothing depends on the order in which blocks run.
#pragma once

#include "fitact.cuh"

struct Sum {
    template <class T> __device__ __forceinline__ T operator()(T a, T b) const { return a + b; }
};

// The value of the whole warp, in its first lane.
template <class T, class Combine> __device__ __forceinline__ T combineWarp(T value, Combine combine) {
    for (int distance = 16; distance > 0; distance /= 2) {
        value = combine(value, __shfl_down_sync(0xFFFFFFFFu, value, distance));
    }
    return value;
}

// The value of a block of 256 threads, in its first thread. `scratch` holds 8 values.
template <class T, class Combine> __device__ __forceinline__ T combineBlock(T value, T* scratch, Combine combine) {
    value = combineWarp(value, combine);
    if (threadIdx.x % 32 == 0) scratch[threadIdx.x / 32] = value;
    __syncthreads();
    if (threadIdx.x == 0) {
        for (int warp = 1; warp < 8; warp++) value = combine(value, scratch[warp]);
    }
    return value;
}

constexpr int COLUMNS_OF_A_BLOCK = 32;
constexpr int ROWS_OF_A_BLOCK = 8;

// The value of each column of a block of 32 columns by 8 rows, in its threads of row 0. `scratch` is [8][32].
template <class T, class Combine>
__device__ __forceinline__ T combineColumns(T value, T (*scratch)[COLUMNS_OF_A_BLOCK], Combine combine) {
    scratch[threadIdx.y][threadIdx.x] = value;
    __syncthreads();
    for (int rows = ROWS_OF_A_BLOCK / 2; rows > 0; rows /= 2) {
        if ((int)threadIdx.y < rows) {
            scratch[threadIdx.y][threadIdx.x] =
                combine(scratch[threadIdx.y][threadIdx.x], scratch[threadIdx.y + rows][threadIdx.x]);
        }
        __syncthreads();
    }
    return scratch[0][threadIdx.x];
}
