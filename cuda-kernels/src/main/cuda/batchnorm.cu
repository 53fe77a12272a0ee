// Batch normalisation over [rows, channels]. Sums are kept in double: one pass over x gives mean and variance without
// cancellation, and the traffic, not the arithmetic, takes the time.
#include "reduction.cuh"

// Two sums of one channel.
struct Pair {
    double first, second;
};

namespace {

struct AddPairs {
    __device__ __forceinline__ Pair operator()(Pair a, Pair b) const {
        return {a.first + b.first, a.second + b.second};
    }
};

// Adds term(row, channel) over a chunk of the rows; parts is [chunks, channels]. Blocks of 32 channels by 8 rows.
template <class Term>
__device__ __forceinline__ void sumPairs(int rows, int channels, int chunk, Pair* parts, Term term) {
    __shared__ Pair scratch[ROWS_OF_A_BLOCK][COLUMNS_OF_A_BLOCK];
    int channel = (int)(blockIdx.x * COLUMNS_OF_A_BLOCK + threadIdx.x);
    int first = (int)blockIdx.y * chunk, end = min(first + chunk, rows);
    Pair sum = {0.0, 0.0};
    if (channel < channels) {
        for (int row = first + (int)threadIdx.y; row < end; row += ROWS_OF_A_BLOCK) {
            sum = AddPairs()(sum, term((long long)row * channels + channel, channel));
        }
    }
    sum = combineColumns(sum, scratch, AddPairs());
    if (threadIdx.y == 0 && channel < channels) parts[(long long)blockIdx.y * channels + channel] = sum;
}

__device__ __forceinline__ Pair total(int chunks, int channels, int channel, const Pair* parts) {
    Pair sum = {0.0, 0.0};
    for (int i = 0; i < chunks; i++) sum = AddPairs()(sum, parts[(long long)i * channels + channel]);
    return sum;
}

} // namespace

extern "C" __global__ void batchNormSums(
    int rows, int channels, int chunk, const float* __restrict__ x, Pair* __restrict__ parts) {
    sumPairs(rows, channels, chunk, parts, [&](long long i, int) {
        double value = x[i];
        return Pair{value, value * value};
    });
}

// Mean and 1/std of the batch from the sums, and the running statistics. A thread for each channel.
extern "C" __global__ void batchNormStatistics(
    int rows, int channels, int chunks, float epsilon, float momentum, const Pair* __restrict__ parts,
    float* __restrict__ mean, float* __restrict__ invStd, float* __restrict__ runningMean,
    float* __restrict__ runningVariance) {
    int channel = (int)globalIndex();
    if (channel >= channels) return;
    Pair sums = total(chunks, channels, channel, parts);
    double batchMean = sums.first / rows;
    double squares = sums.second - sums.first * batchMean; // squared deviations
    if (squares < 0.0) squares = 0.0;
    mean[channel] = (float)batchMean;
    invStd[channel] = (float)(1.0 / sqrt(squares / rows + epsilon));
    double unbiased = squares / (rows > 1 ? rows - 1 : 1); // of one row the variance is 0
    double kept = 1.0 - momentum;
    runningMean[channel] = (float)(kept * runningMean[channel] + momentum * batchMean);
    runningVariance[channel] = (float)(kept * runningVariance[channel] + momentum * unbiased);
}

extern "C" __global__ void batchNormNormalise(
    long long n, int channels, const float* __restrict__ x, const float* __restrict__ mean,
    const float* __restrict__ invStd, const float* __restrict__ gamma, const float* __restrict__ beta,
    float* __restrict__ y) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int channel = modulo(i, channels);
        y[i] = (x[i] - mean[channel]) * invStd[channel] * gamma[channel] + beta[channel];
    }
}

extern "C" __global__ void batchNormInference(
    long long n, int channels, float epsilon, const float* __restrict__ x, const float* __restrict__ mean,
    const float* __restrict__ variance, const float* __restrict__ gamma, const float* __restrict__ beta,
    float* __restrict__ y) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int channel = modulo(i, channels);
        float invStd = 1.0f / sqrtf(variance[channel] + epsilon);
        y[i] = (x[i] - mean[channel]) * invStd * gamma[channel] + beta[channel];
    }
}

extern "C" __global__ void batchNormGradSums(
    int rows, int channels, int chunk, const float* __restrict__ x, const float* __restrict__ gy,
    const float* __restrict__ mean, const float* __restrict__ invStd, Pair* __restrict__ parts) {
    sumPairs(rows, channels, chunk, parts, [&](long long i, int channel) {
        double upstream = gy[i];
        return Pair{upstream, upstream * ((double)x[i] - mean[channel]) * invStd[channel]};
    });
}

// The gradients of beta and gamma: the totals of the sums. A thread for each channel.
extern "C" __global__ void batchNormGradParameters(
    int channels, int chunks, const Pair* __restrict__ parts, float* __restrict__ gbeta, float* __restrict__ ggamma) {
    int channel = (int)globalIndex();
    if (channel >= channels) return;
    Pair sums = total(chunks, channels, channel, parts);
    gbeta[channel] = (float)sums.first;
    ggamma[channel] = (float)sums.second;
}

extern "C" __global__ void batchNormGradInput(
    long long n, int rows, int channels, const float* __restrict__ x, const float* __restrict__ gy,
    const float* __restrict__ mean, const float* __restrict__ invStd, const float* __restrict__ gamma,
    const float* __restrict__ gbeta, const float* __restrict__ ggamma, float* __restrict__ gx) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int c = modulo(i, channels);
        float normalised = (x[i] - mean[c]) * invStd[c];
        gx[i] = gamma[c] * invStd[c] * (gy[i] - gbeta[c] / rows - normalised * ggamma[c] / rows);
    }
}
