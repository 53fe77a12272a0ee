// Softmax and cross-entropy: a warp for each row.
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

__device__ __forceinline__ float target(int classes, float smoothing, bool isLabel) {
    float shared = smoothing / classes;
    return isLabel ? 1.0f - smoothing + shared : shared;
}

} // namespace

extern "C" __global__ void crossEntropy(
    int rows, int classes, float smoothing, const float* __restrict__ logits, const int* __restrict__ labels,
    float* __restrict__ probabilities, float* __restrict__ losses) {
    long long row = globalIndex() / 32;
    int lane = (int)threadIdx.x % 32;
    if (row >= rows) return;
    const float* x = logits + row * classes;
    float largest = x[0];
    for (int c = lane; c < classes; c += 32) largest = Largest()(largest, x[c]);
    largest = ofAllLanes(largest, Largest());
    float sum = 0.0f;
    for (int c = lane; c < classes; c += 32) sum += expf(x[c] - largest);
    sum = ofAllLanes(sum, Sum());
    float logSum = logf(sum);
    float loss = 0.0f;
    for (int c = lane; c < classes; c += 32) {
        float shifted = x[c] - largest;
        probabilities[row * classes + c] = expf(shifted) / sum;
        float share = target(classes, smoothing, c == labels[row]);
        if (share != 0.0f) loss = fmaf(-share, shifted - logSum, loss); // 0 · ln 0 is 0
    }
    loss = combineWarp(loss, Sum());
    if (lane == 0) losses[row] = loss;
}

extern "C" __global__ void crossEntropyBackward(
    long long n, int classes, float smoothing, float scale, const float* __restrict__ probabilities,
    const int* __restrict__ labels, float* __restrict__ gx) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        long long row = quotient(i, classes);
        gx[i] = scale * (probabilities[i] - target(classes, smoothing, i - row * classes == labels[row]));
    }
}
