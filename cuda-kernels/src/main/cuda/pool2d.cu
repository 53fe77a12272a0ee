// Pooling, channels-last: neighbouring threads take neighbouring channels. The backward pass gathers: each input element
// asks the windows that cover it, in row-major order, so no two threads add to one place.
#include "pool2dshape.cuh"

namespace {

// Index of the first NaN, or else of the first largest element; -1 for none.
__device__ __forceinline__ long long largest(const PoolWindow& window, const float* in) {
    long long best = -1;
    float value = -INFINITY;
    window.forEach([&](long long i) {
        float candidate = in[i];
        if (best < 0 || (value == value && (candidate > value || candidate != candidate))) {
            best = i;
            value = candidate;
        }
    });
    return best;
}

__device__ __forceinline__ float mean(const PoolWindow& window, const float* in) {
    float sum = 0.0f;
    window.forEach([&](long long i) { sum += in[i]; });
    return sum / window.divisor();
}

} // namespace

extern "C" __global__ void poolForward(
    PoolShape s, int average, const float* __restrict__ x, float* __restrict__ y) {
    for (long long i = globalIndex(); i < s.outputs(); i += globalSize()) {
        PoolWindow window = PoolWindow::of(s, i);
        if (average) {
            y[i] = mean(window, x);
        } else {
            long long first = largest(window, x);
            y[i] = first < 0 ? -INFINITY : x[first];
        }
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
        float sum = 0.0f;
        // The last tap is that of the first window.
        for (int ky = s.kernelHeight - 1; ky >= 0; ky--) {
            int down = iy + s.top - ky * s.dilationHeight; // oy · stride
            if (down < 0 || down % s.strideHeight != 0 || down / s.strideHeight >= s.outHeight) continue;
            for (int kx = s.kernelWidth - 1; kx >= 0; kx--) {
                int right = ix + s.left - kx * s.dilationWidth;
                if (right < 0 || right % s.strideWidth != 0 || right / s.strideWidth >= s.outWidth) continue;
                int oy = down / s.strideHeight, ox = right / s.strideWidth;
                PoolWindow window(s, image, oy, ox, channel);
                float upstream = gy[((image * s.outHeight + oy) * s.outWidth + ox) * s.channels + channel];
                if (average) {
                    sum += upstream / window.divisor();
                } else if (largest(window, x) == i) {
                    sum += upstream;
                }
            }
        }
        gx[i] = sum;
    }
}
