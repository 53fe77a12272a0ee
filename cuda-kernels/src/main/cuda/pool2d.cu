// Pooling, channels-last: neighbouring threads take neighbouring channels. The backward pass gathers: each input element
// asks the windows that cover it, in row-major order, so no two threads add to one place.
#include "fitact.cuh"

// The record Pool2d, and the output's height and width.
struct PoolShape {
    int batch, height, width, channels, kernel, stride, outHeight, outWidth;
};

namespace {

__device__ __forceinline__ long long firstOfWindow(const PoolShape& s, long long image, int oy, int ox, int channel) {
    return ((image * s.height + (long long)oy * s.stride) * s.width + (long long)ox * s.stride) * s.channels + channel;
}

// Index of the first NaN of a window, or else of its first largest element.
__device__ __forceinline__ long long largest(const PoolShape& s, const float* x, long long first) {
    long long best = first;
    float value = x[first];
    for (int ky = 0; ky < s.kernel; ky++) {
        for (int kx = 0; kx < s.kernel; kx++) {
            long long i = first + ((long long)ky * s.width + kx) * s.channels;
            float candidate = x[i];
            if (value == value && (candidate > value || candidate != candidate)) {
                best = i;
                value = candidate;
            }
        }
    }
    return best;
}

__device__ __forceinline__ float mean(const PoolShape& s, const float* x, long long first) {
    float sum = 0.0f;
    for (int ky = 0; ky < s.kernel; ky++) {
        for (int kx = 0; kx < s.kernel; kx++) sum += x[first + ((long long)ky * s.width + kx) * s.channels];
    }
    return sum / (s.kernel * s.kernel);
}

} // namespace

extern "C" __global__ void poolForward(
    PoolShape s, int average, const float* __restrict__ x, float* __restrict__ y) {
    long long n = (long long)s.batch * s.outHeight * s.outWidth * s.channels;
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int pixel = quotient(i, s.channels);
        int ox = modulo(pixel, s.outWidth), line = quotient(pixel, s.outWidth);
        int oy = modulo(line, s.outHeight), image = quotient(line, s.outHeight);
        long long first = firstOfWindow(s, image, oy, ox, modulo(i, s.channels));
        y[i] = average ? mean(s, x, first) : x[largest(s, x, first)];
    }
}

extern "C" __global__ void poolBackward(
    PoolShape s, int average, const float* __restrict__ x, const float* __restrict__ gy, float* __restrict__ gx) {
    long long n = (long long)s.batch * s.height * s.width * s.channels;
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int channel = modulo(i, s.channels), pixel = quotient(i, s.channels);
        int ix = modulo(pixel, s.width), line = quotient(pixel, s.width);
        int iy = modulo(line, s.height);
        long long image = quotient(line, s.height);
        int top = max(0, (iy - s.kernel + s.stride) / s.stride), bottom = min(iy / s.stride, s.outHeight - 1);
        int left = max(0, (ix - s.kernel + s.stride) / s.stride), right = min(ix / s.stride, s.outWidth - 1);
        float sum = 0.0f;
        for (int oy = top; oy <= bottom; oy++) {
            for (int ox = left; ox <= right; ox++) {
                float upstream = gy[((image * s.outHeight + oy) * s.outWidth + ox) * s.channels + channel];
                if (average) {
                    sum += upstream / (s.kernel * s.kernel);
                } else if (largest(s, x, firstOfWindow(s, image, oy, ox, channel)) == i) {
                    sum += upstream;
                }
            }
        }
        gx[i] = sum;
    }
}
