// Group norm of [batch, spatial, channels]: a block for each group of each image, which goes over its elements three times,
// for the mean, the variance and the result.
#include "reduction.cuh"

struct GroupNormShape {
    int batch;
    int spatial;
    int groups;
    int channels;
};

namespace {

// The elements of one group of one image.
struct Group {
    GroupNormShape shape;
    int size; // channels
    int count;
    int firstChannel;
    long long first;

    __device__ __forceinline__ explicit Group(const GroupNormShape& s)
        : shape(s), size(s.channels / s.groups), count(s.spatial * size),
          firstChannel((int)(blockIdx.x % s.groups) * size),
          first((long long)(blockIdx.x / s.groups) * s.spatial * s.channels + firstChannel) {}

    __device__ __forceinline__ int channel(int k) const { return firstChannel + modulo(k, size); }
    __device__ __forceinline__ long long at(int k) const {
        return first + (long long)quotient(k, size) * shape.channels + modulo(k, size);
    }

    // The mean of a term over the group, for all threads. `scratch` holds 8 values.
    template <class Term> __device__ __forceinline__ float mean(float* scratch, Term term) const {
        float sum = 0.0f;
        for (int k = (int)threadIdx.x; k < count; k += blockDim.x) sum += term(at(k));
        sum = combineBlock(sum, scratch, Sum());
        __syncthreads();
        if (threadIdx.x == 0) scratch[0] = sum / count;
        __syncthreads();
        float mean = scratch[0];
        __syncthreads();
        return mean;
    }
};

} // namespace

// gamma and beta may be null.
extern "C" __global__ void groupNorm(
    GroupNormShape shape, float epsilon, const float* __restrict__ gamma, const float* __restrict__ beta,
    const float* __restrict__ x, float* __restrict__ y) {
    __shared__ float scratch[8];
    Group group(shape);
    float mean = group.mean(scratch, [&](long long i) { return x[i]; });
    float variance = group.mean(scratch, [&](long long i) { return (x[i] - mean) * (x[i] - mean); });
    float invStd = 1.0f / sqrtf(variance + epsilon);
    for (int k = (int)threadIdx.x; k < group.count; k += blockDim.x) {
        long long i = group.at(k);
        float normalised = (x[i] - mean) * invStd;
        float scale = gamma ? gamma[group.channel(k)] : 1.0f;
        float shift = beta ? beta[group.channel(k)] : 0.0f;
        y[i] = fmaf(normalised, scale, shift);
    }
}

extern "C" __global__ void groupNormBackward(
    GroupNormShape shape, float epsilon, const float* __restrict__ x, const float* __restrict__ gy,
    float* __restrict__ gx) {
    __shared__ float scratch[8];
    Group group(shape);
    float mean = group.mean(scratch, [&](long long i) { return x[i]; });
    float variance = group.mean(scratch, [&](long long i) { return (x[i] - mean) * (x[i] - mean); });
    float invStd = 1.0f / sqrtf(variance + epsilon);
    float gradient = group.mean(scratch, [&](long long i) { return gy[i]; });
    float product = group.mean(scratch, [&](long long i) { return gy[i] * ((x[i] - mean) * invStd); });
    for (int k = (int)threadIdx.x; k < group.count; k += blockDim.x) {
        long long i = group.at(k);
        gx[i] = invStd * fmaf(-(x[i] - mean) * invStd, product, gy[i] - gradient);
    }
}
