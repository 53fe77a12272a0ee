// Convolution of channels in groups. A group is so small that tiles of a product would be empty for the most part, and a
// depthwise convolution is no product at all: it waits for the memory. Threads are neighbouring channels of a few pixels of
// a line, which share what they read of the weight. Sums are in the order (ky, kx, i); taps beside the map are left out.
#pragma once

#include "conv2dshape.cuh"
#include "epilogue.cuh"

#define GROUPED_PARAMETERS                                                                                        \
    ConvolutionShape s, const float *__restrict__ x, const float *__restrict__ w, float *__restrict__ y, EPILOGUE_PARAMETERS

// Output pixels of a thread.
constexpr int GROUPED_PIXELS = 4;

// What a thread has of the output: some neighbouring pixels of a line, of one channel or of some neighbours.
struct PiecesOfLines {
    int channel, ox, oy, image;
    __device__ __forceinline__ PiecesOfLines(const ConvolutionShape& s, long long index, int channelsOfThread) {
        int across = s.outChannels / channelsOfThread, pieces = (s.outWidth + GROUPED_PIXELS - 1) / GROUPED_PIXELS;
        channel = modulo(index, across) * channelsOfThread;
        int piece = quotient(index, across);
        ox = piece % pieces * GROUPED_PIXELS;
        oy = piece / pieces % s.outHeight;
        image = piece / pieces / s.outHeight;
    }
};

__device__ __forceinline__ float4 fma(float4 a, float4 b, float4 c) {
    return make_float4(fmaf(a.x, b.x, c.x), fmaf(a.y, b.y, c.y), fmaf(a.z, b.z, c.z), fmaf(a.w, b.w, c.w));
}

// One input channel to a group and one output, four of them to a thread; their number is a multiple of four, and there is
// no dilation. A column of the input is read once for all pixels that see it.
template <int KERNEL, int STRIDE>
__device__ __forceinline__ void depthwise(
    const ConvolutionShape& s, const float* x, const float* w, float* y, EpilogueOf epilogue) {
    PiecesOfLines at(s, globalIndex(), 4);
    if (at.image >= s.batch) return;
    float4 sums[GROUPED_PIXELS];
    UNROLL
    for (int p = 0; p < GROUPED_PIXELS; p++) sums[p] = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
    int left = s.across.input(at.ox, 0);
    for (int ky = 0; ky < KERNEL; ky++) {
        int iy = s.down.input(at.oy, ky);
        if (iy < 0 || iy >= s.height) continue;
        float4 weights[KERNEL];
        UNROLL
        for (int kx = 0; kx < KERNEL; kx++) weights[kx] = fourAt(w + (ky * KERNEL + kx) * s.outChannels + at.channel);
        const float* line = x + ((long long)at.image * s.height + iy) * s.width * s.inChannels + at.channel;
        UNROLL
        for (int column = 0; column < (GROUPED_PIXELS - 1) * STRIDE + KERNEL; column++) {
            int ix = left + column;
            if (ix < 0 || ix >= s.width) continue;
            float4 pixel = fourAt(line + (long long)ix * s.inChannels);
            UNROLL
            for (int p = 0; p < GROUPED_PIXELS; p++) {
                int kx = column - p * STRIDE;
                if (kx >= 0 && kx < KERNEL) sums[p] = fma(pixel, weights[kx], sums[p]);
            }
        }
    }
    float4 bias = epilogue.biasOf(at.channel);
    long long first = (((long long)at.image * s.outHeight + at.oy) * s.outWidth + at.ox) * s.outChannels + at.channel;
    UNROLL
    for (int p = 0; p < GROUPED_PIXELS; p++) {
        if (at.ox + p >= s.outWidth) return;
        long long element = first + p * s.outChannels;
        EpilogueOf::Operands with{
            epilogue.residualOf(element), epilogue.hasBounds() ? epilogue.boundsOf(element) : EpilogueOf::nothing()};
        storeFourAt(y + element, epilogue(sums[p], bias, with));
    }
}

// Groups of any size, one output channel to a thread.
__device__ __forceinline__ void grouped(
    const ConvolutionShape& s, const float* x, const float* w, float* y, EpilogueOf epilogue) {
    PiecesOfLines at(s, globalIndex(), 1);
    if (at.image >= s.batch) return;
    int inputs = s.inPerGroup(), firstInput = at.channel / s.outPerGroup() * inputs;
    float sums[GROUPED_PIXELS] = {};
    for (int ky = 0; ky < s.down.kernel; ky++) {
        int iy = s.down.input(at.oy, ky);
        if (iy < 0 || iy >= s.height) continue;
        const float* line = x + ((long long)at.image * s.height + iy) * s.width * s.inChannels + firstInput;
        for (int kx = 0; kx < s.across.kernel; kx++) {
            const float* weight = w + (long long)(ky * s.across.kernel + kx) * inputs * s.outChannels + at.channel;
            bool inside[GROUPED_PIXELS];
            const float* pixels[GROUPED_PIXELS];
            UNROLL
            for (int p = 0; p < GROUPED_PIXELS; p++) {
                int ix = s.across.input(at.ox + p, kx);
                inside[p] = ix >= 0 && ix < s.width;
                pixels[p] = line + (inside[p] ? (long long)ix * s.inChannels : 0);
            }
            for (int i = 0; i < inputs; i++) {
                float factor = weight[(long long)i * s.outChannels];
                UNROLL
                for (int p = 0; p < GROUPED_PIXELS; p++) {
                    if (inside[p]) sums[p] = fmaf(pixels[p][i], factor, sums[p]);
                }
            }
        }
    }
    long long first = (((long long)at.image * s.outHeight + at.oy) * s.outWidth + at.ox) * s.outChannels + at.channel;
    UNROLL
    for (int p = 0; p < GROUPED_PIXELS; p++) {
        if (at.ox + p >= s.outWidth) return;
        long long element = first + p * s.outChannels;
        y[element] = epilogue(sums[p], at.channel, element);
    }
}

// A thread for each element of gx.
__device__ __forceinline__ void groupedGradInput(const ConvolutionShape& s, const float* gy, const float* w, float* gx) {
    long long element = globalIndex();
    if (element >= (long long)s.batch * s.height * s.width * s.inChannels) return;
    int channel = modulo(element, s.inChannels), pixel = quotient(element, s.inChannels);
    int ix = pixel % s.width, iy = pixel / s.width % s.height, image = pixel / s.width / s.height;
    int inputs = s.inPerGroup(), outputs = s.outPerGroup(), firstOutput = channel / inputs * outputs;
    float sum = 0.0f;
    for (int ky = 0; ky < s.down.kernel; ky++) {
        int oy = s.down.output(iy, ky, s.outHeight);
        for (int kx = 0; kx < s.across.kernel; kx++) {
            int ox = s.across.output(ix, kx, s.outWidth);
            if (oy < 0 || ox < 0) continue;
            const float* from =
                gy + (((long long)image * s.outHeight + oy) * s.outWidth + ox) * s.outChannels + firstOutput;
            long long row = (long long)(ky * s.across.kernel + kx) * inputs + channel % inputs;
            const float* weight = w + row * s.outChannels + firstOutput;
            for (int o = 0; o < outputs; o++) sum = fmaf(from[o], weight[o], sum);
        }
    }
    gx[element] = sum;
}

// A thread for each element of gw and each split of the pixels; the sums of the splits are added afterwards.
__device__ __forceinline__ void groupedGradWeight(
    const ConvolutionShape& s, int chunk, const float* x, const float* gy, float* gw) {
    long long element = globalIndex(), elements = (long long)s.taps() * s.inPerGroup() * s.outChannels;
    if (element >= elements) return;
    int o = modulo(element, s.outChannels), row = quotient(element, s.outChannels);
    int tap = row / s.inPerGroup(), kx = tap % s.across.kernel, ky = tap / s.across.kernel;
    int channel = o / s.outPerGroup() * s.inPerGroup() + row % s.inPerGroup();
    int first = (int)blockIdx.y * chunk, pixels = s.batch * s.outHeight * s.outWidth;
    float sum = 0.0f;
    for (int pixel = first; pixel < min(pixels, first + chunk); pixel++) {
        int iy = s.down.input(pixel / s.outWidth % s.outHeight, ky), ix = s.across.input(pixel % s.outWidth, kx);
        if (iy < 0 || iy >= s.height || ix < 0 || ix >= s.width) continue;
        long long image = pixel / s.outWidth / s.outHeight;
        float from = x[((image * s.height + iy) * s.width + ix) * s.inChannels + channel];
        sum = fmaf(from, gy[(long long)pixel * s.outChannels + o], sum);
    }
    gw[blockIdx.y * elements + element] = sum;
}
