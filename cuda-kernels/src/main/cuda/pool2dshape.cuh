// What the kernels of pooling share.
#pragma once

#include "fitact.cuh"

// The record Pool2d, and the output's height and width. An average divides by the taps inside the input, or by those above
// countedHeight and on the left of countedWidth where the padding counts.
struct PoolShape {
    int batch, height, width, channels;
    int kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, top, left;
    int outHeight, outWidth, countsPadding, countedHeight, countedWidth;

    __device__ __forceinline__ long long outputs() const { return (long long)batch * outHeight * outWidth * channels; }
};

// A window of one channel of one image: what lies under its taps inside the input.
struct PoolWindow {
    const PoolShape& s;
    long long image;
    int y, x, channel; // under its first tap; may be outside

    __device__ __forceinline__ PoolWindow(const PoolShape& shape, long long image, int oy, int ox, int channel)
        : s(shape), image(image), y(oy * shape.strideHeight - shape.top), x(ox * shape.strideWidth - shape.left),
          channel(channel) {}

    // That of an output.
    static __device__ __forceinline__ PoolWindow of(const PoolShape& s, long long output) {
        int pixel = quotient(output, s.channels);
        int ox = modulo(pixel, s.outWidth), line = quotient(pixel, s.outWidth);
        return PoolWindow(s, quotient(line, s.outHeight), modulo(line, s.outHeight), ox, modulo(output, s.channels));
    }

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
};
