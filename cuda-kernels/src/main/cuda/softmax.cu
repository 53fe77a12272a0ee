// Softmax over the middle dimension of [outer, classes, inner], or its logarithm: a warp for each row of classes.
#include "reduction.cuh"

namespace {

constexpr unsigned ALL_LANES = 0xFFFFFFFFu;

// NaN if there is one.
struct Largest {
    __device__ __forceinline__ float operator()(float a, float b) const { return b > a || b != b ? b : a; }
};

template <class Combine> __device__ __forceinline__ float ofAllLanes(float value, Combine combine) {
    return __shfl_sync(ALL_LANES, combineWarp(value, combine), 0);
}

// Index of the first element of a row.
__device__ __forceinline__ long long firstOf(int row, int classes, int inner) {
    return (long long)quotient(row, inner) * classes * inner + modulo(row, inner);
}

} // namespace

extern "C" __global__ void softmax(
    int rows, int classes, int inner, int logarithm, const float* __restrict__ x, float* __restrict__ y) {
    long long row = globalIndex() / 32;
    int lane = (int)threadIdx.x % 32;
    if (row >= rows) return;
    long long first = firstOf((int)row, classes, inner);
    float largest = x[first];
    for (int c = lane; c < classes; c += 32) largest = Largest()(largest, x[first + (long long)c * inner]);
    largest = ofAllLanes(largest, Largest());
    float sum = 0.0f;
    for (int c = lane; c < classes; c += 32) sum += expf(x[first + (long long)c * inner] - largest);
    sum = ofAllLanes(sum, Sum());
    float logSum = logf(sum);
    for (int c = lane; c < classes; c += 32) {
        long long i = first + (long long)c * inner;
        float shifted = x[i] - largest;
        y[i] = logarithm ? shifted - logSum : expf(shifted) / sum;
    }
}

extern "C" __global__ void softmaxBackward(
    int rows, int classes, int inner, int logarithm, const float* __restrict__ y, const float* __restrict__ gy,
    float* __restrict__ gx) {
    long long row = globalIndex() / 32;
    int lane = (int)threadIdx.x % 32;
    if (row >= rows) return;
    long long first = firstOf((int)row, classes, inner);
    float sum = 0.0f;
    for (int c = lane; c < classes; c += 32) {
        long long i = first + (long long)c * inner;
        sum += logarithm ? gy[i] : gy[i] * y[i];
    }
    sum = ofAllLanes(sum, Sum());
    for (int c = lane; c < classes; c += 32) {
        long long i = first + (long long)c * inner;
        gx[i] = logarithm ? fmaf(-expf(y[i]), sum, gy[i]) : y[i] * (gy[i] - sum);
    }
}
