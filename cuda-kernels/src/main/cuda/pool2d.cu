// Pooling, channels-last: neighbouring threads take neighbouring channels. The backward pass gathers: each input element
// asks the windows that cover it, in row-major order, so no two threads add to one place.
#include "fitact.cuh"

// The record Pool2d, and the output's height and width. An average divides by the taps inside the input, or by those above
// countedHeight and on the left of countedWidth where the padding counts.
struct PoolShape {
    int batch, height, width, channels;
    int kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, top, left;
    int outHeight, outWidth, countsPadding, countedHeight, countedWidth;
};

namespace {

// A window of one channel of one image: what lies under its taps inside the input.
struct PoolWindow {
    const PoolShape& s;
    long long image;
    int y, x, channel; // under its first tap; may be outside

    __device__ __forceinline__ PoolWindow(const PoolShape& shape, long long image, int oy, int ox, int channel)
        : s(shape), image(image), y(oy * shape.strideHeight - shape.top), x(ox * shape.strideWidth - shape.left),
          channel(channel) {}

    // f(i) for each element of the input, in row-major order.
    template <class F> __device__ __forceinline__ void forEach(F f) const {
        for (int ky = 0; ky < s.kernelHeight; ky++) {
            int iy = y + ky * s.dilationHeight;
            if (iy < 0 || iy >= s.height) continue;
            for (int kx = 0; kx < s.kernelWidth; kx++) {
                int ix = x + kx * s.dilationWidth;
                if (ix < 0 || ix >= s.width) continue;
                f(((image * s.height + iy) * s.width + ix) * s.channels + channel);
            }
        }
    }

    // Index of the first NaN, or else of the first largest element; -1 for none.
    __device__ __forceinline__ long long largest(const float* in) const {
        long long best = -1;
        float value = -INFINITY;
        forEach([&](long long i) {
            float candidate = in[i];
            if (best < 0 || (value == value && (candidate > value || candidate != candidate))) {
                best = i;
                value = candidate;
            }
        });
        return best;
    }

    // Taps from the first on that lie before an end, or none that lie before the input where the padding does not count.
    __device__ __forceinline__ int counted(int first, int taps, int dilation, int inputs, int end) const {
        int count = 0;
        for (int k = 0; k < taps; k++) {
            int i = first + k * dilation;
            if (s.countsPadding ? i < end : i >= 0 && i < inputs) count++;
        }
        return count;
    }
    __device__ __forceinline__ int divisor() const {
        return max(1, counted(y, s.kernelHeight, s.dilationHeight, s.height, s.countedHeight) *
                          counted(x, s.kernelWidth, s.dilationWidth, s.width, s.countedWidth));
    }

    __device__ __forceinline__ float mean(const float* in) const {
        float sum = 0.0f;
        forEach([&](long long i) { sum += in[i]; });
        return sum / divisor();
    }
};

} // namespace

extern "C" __global__ void poolForward(
    PoolShape s, int average, const float* __restrict__ x, float* __restrict__ y) {
    long long n = (long long)s.batch * s.outHeight * s.outWidth * s.channels;
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int pixel = quotient(i, s.channels);
        int ox = modulo(pixel, s.outWidth), line = quotient(pixel, s.outWidth);
        PoolWindow window(s, quotient(line, s.outHeight), modulo(line, s.outHeight), ox, modulo(i, s.channels));
        if (average) {
            y[i] = window.mean(x);
        } else {
            long long largest = window.largest(x);
            y[i] = largest < 0 ? -INFINITY : x[largest];
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
                } else if (window.largest(x) == i) {
                    sum += upstream;
                }
            }
        }
        gx[i] = sum;
    }
}
