// The factors of a product as the tiled loop sees them: elements (outer, depth), four at a time, zero beyond the edges. A
// factor is laid out along the depth or along its outer dimension, and knows where it is: each next() gives one slice more
// to a sink, which has copy(l, address) for four that lie together, and put(l, four) for others.
#pragma once

#include "conv2dshape.cuh"
#include "tile.cuh"

__device__ __forceinline__ float4 noneOfFour() {
    return make_float4(0.0f, 0.0f, 0.0f, 0.0f);
}

// Four aligned neighbours, or none where there is no address.
template <class Sink> __device__ __forceinline__ void giveAll(Sink& sink, int l, const float* data) {
    if (data == nullptr) {
        sink.put(l, noneOfFour());
    } else {
        sink.copy(l, data);
    }
}

// Four neighbours of which `left` exist; they are aligned or are not.
template <class Sink>
__device__ __forceinline__ void giveFour(Sink& sink, int l, const float* data, int left, bool aligned) {
    if (aligned && left > 0) {
        sink.copy(l, data);
    } else {
        sink.put(l, make_float4(left > 0 ? data[0] : 0.0f, left > 1 ? data[1] : 0.0f, left > 2 ? data[2] : 0.0f,
                                left > 3 ? data[3] : 0.0f));
    }
}

// A matrix [outer, depth].
template <class S> struct MatrixAlongDepth {
    static constexpr bool ALONG_DEPTH = true;
    const float* data;
    int outer, depth, place, upcoming;
    __device__ __forceinline__ MatrixAlongDepth(const float* data, int outer, int depth, int firstOfTile, int first)
        : data(data), outer(outer), depth(depth), place(firstOfTile + firstOuter<S, true>()),
          upcoming(first + firstDepth<S, true>()) {}
    template <class Sink> __device__ __forceinline__ void next(Sink& sink) {
        UNROLL
        for (int l = 0; l < S::LOADS; l++) {
            int row = place + l * (1024 / S::DEPTH);
            int left = row < outer ? depth - upcoming : 0;
            giveFour(sink, l, data + (long long)row * depth + upcoming, left, depth % 4 == 0);
        }
        upcoming += S::DEPTH;
    }
};

// A matrix [depth, outer].
template <class S> struct MatrixAlongOuter {
    static constexpr bool ALONG_DEPTH = false;
    const float* data;
    int outer, depth, place, upcoming;
    __device__ __forceinline__ MatrixAlongOuter(const float* data, int outer, int depth, int firstOfTile, int first)
        : data(data), outer(outer), depth(depth), place(firstOfTile + firstOuter<S, false>()),
          upcoming(first + firstDepth<S, false>()) {}
    template <class Sink> __device__ __forceinline__ void next(Sink& sink) {
        UNROLL
        for (int l = 0; l < S::LOADS; l++) {
            int row = upcoming + l * (1024 / S::OUTER);
            int left = row < depth ? outer - place : 0;
            giveFour(sink, l, data + (long long)row * outer + place, left, outer % 4 == 0);
        }
        upcoming += S::DEPTH;
    }
};

// A number of three digits, for indices that are counted up: a division for each would take as long as the arithmetic.
struct Counter {
    int low, middle, high;
    __device__ __forceinline__ Counter(int value, int lowRadix, int middleRadix)
        : low(value % lowRadix), middle(value / lowRadix % middleRadix), high(value / lowRadix / middleRadix) {}
    __device__ __forceinline__ void advance(int step, int lowRadix, int middleRadix) {
        low += step;
        while (low >= lowRadix) {
            low -= lowRadix;
            if (++middle == middleRadix) {
                middle = 0;
                high++;
            }
        }
    }
};

// How the pixels of a feature map look at another along one dimension: tap k of pixel p is at p · step + offset + k · pace.
struct Window {
    int step, offset, pace, taps;
    __device__ __forceinline__ int at(int pixel, int tap) const { return pixel * step + offset + tap * pace; }
};

// How the pixels of one feature map [batch, rows, columns] look at another, [batch, height, width, channels].
struct Windows {
    int rows, columns;
    Window down, across;
    int height, width, channels;
    __device__ __forceinline__ int depth() const { return down.taps * across.taps * channels; }
};

// The windows of pixels as a matrix [pixels, taps · channels] that is nowhere in memory.
template <class S> struct WindowsAlongDepth {
    static constexpr bool ALONG_DEPTH = true;
    static constexpr int NOWHERE = -(1 << 30);
    Windows windows;
    const float* data;
    unsigned image[S::LOADS]; // where it begins; a buffer has less than 2^31 elements
    int y[S::LOADS], x[S::LOADS];
    Counter tap; // channel, kx, ky
    int left;
    __device__ __forceinline__ WindowsAlongDepth(
        const Windows& w, const float* data, int pixels, int firstOfTile, int first)
        : windows(w), data(data), tap(first + firstDepth<S, true>(), w.channels, w.across.taps),
          left(w.depth() - first - firstDepth<S, true>()) {
        UNROLL
        for (int l = 0; l < S::LOADS; l++) {
            int pixel = firstOfTile + firstOuter<S, true>() + l * (1024 / S::DEPTH);
            int row = pixel / w.columns;
            image[l] = (unsigned)(row / w.rows) * w.height * w.width * w.channels;
            y[l] = pixel < pixels ? w.down.at(row % w.rows, 0) : NOWHERE;
            x[l] = w.across.at(pixel % w.columns, 0);
        }
    }
    // Where a tap lies in the feature map, or null beside it.
    __device__ __forceinline__ const float* at(int l, const Counter& t) const {
        int ty = y[l] + windows.down.pace * t.high, tx = x[l] + windows.across.pace * t.middle;
        bool inside = (unsigned)ty < (unsigned)windows.height && (unsigned)tx < (unsigned)windows.width;
        return inside ? data + (image[l] + (unsigned)((ty * windows.width + tx) * windows.channels + t.low)) : nullptr;
    }
    __device__ __forceinline__ float4 oneByOne(int l) const {
        Counter t = tap;
        float four[4];
        UNROLL
        for (int q = 0; q < 4; q++) {
            const float* element = q < left ? at(l, t) : nullptr;
            four[q] = element == nullptr ? 0.0f : *element;
            t.advance(1, windows.channels, windows.across.taps);
        }
        return make_float4(four[0], four[1], four[2], four[3]);
    }
    template <class Sink> __device__ __forceinline__ void next(Sink& sink) {
        UNROLL
        for (int l = 0; l < S::LOADS; l++) {
            if (windows.channels % 4 == 0) {
                const float* element = left > 0 ? at(l, tap) : nullptr;
                giveAll(sink, l, element);
            } else {
                sink.put(l, oneByOne(l));
            }
        }
        tap.advance(S::DEPTH, windows.channels, windows.across.taps);
        left -= S::DEPTH;
    }
};

// The same windows as a matrix [taps · channels, pixels], for sums over all pixels.
template <class S> struct WindowsAlongOuter {
    static constexpr bool ALONG_DEPTH = false;
    Windows windows;
    const float* data;
    int batch, place;
    Counter tap;   // channel, kx, ky of the first of four
    Counter pixel; // column, row, image
    __device__ __forceinline__ WindowsAlongOuter(
        const Windows& w, const float* data, int batch, int firstOfTile, int first)
        : windows(w), data(data), batch(batch), place(firstOfTile + firstOuter<S, false>()),
          tap(place, w.channels, w.across.taps), pixel(first + firstDepth<S, false>(), w.columns, w.rows) {}
    __device__ __forceinline__ const float* at(const Counter& p, const Counter& t) const {
        int ty = windows.down.at(p.middle, t.high), tx = windows.across.at(p.low, t.middle);
        bool inside = (unsigned)ty < (unsigned)windows.height && (unsigned)tx < (unsigned)windows.width;
        bool exists = p.high < batch && t.high < windows.down.taps;
        return inside && exists
                   ? data + (unsigned)(((p.high * windows.height + ty) * windows.width + tx) * windows.channels + t.low)
                   : nullptr;
    }
    __device__ __forceinline__ float4 oneByOne(const Counter& p) const {
        Counter t = tap;
        float four[4];
        UNROLL
        for (int q = 0; q < 4; q++) {
            const float* element = at(p, t);
            four[q] = element == nullptr ? 0.0f : *element;
            t.advance(1, windows.channels, windows.across.taps);
        }
        return make_float4(four[0], four[1], four[2], four[3]);
    }
    template <class Sink> __device__ __forceinline__ void next(Sink& sink) {
        UNROLL
        for (int l = 0; l < S::LOADS; l++) {
            Counter p = pixel;
            p.advance(l * (1024 / S::OUTER), windows.columns, windows.rows);
            if (windows.channels % 4 == 0) {
                const float* element = at(p, tap);
                giveAll(sink, l, element);
            } else {
                sink.put(l, oneByOne(p));
            }
        }
        pixel.advance(S::DEPTH, windows.columns, windows.rows);
    }
};

// A weight [kernelHeight, kernelWidth, inChannels, outChannels] as a matrix [inChannels, taps · outChannels] of every
// so-many-th tap down and across, for the gradient of the input.
template <class S> struct WeightAlongDepth {
    static constexpr bool ALONG_DEPTH = true;
    const float* data; // at the first tap
    int inChannels, outChannels, paceDown, paceAcross, tapsAcross, place, left; // a pace is in taps of the whole kernel
    Counter tap; // output channel, kx, ky
    __device__ __forceinline__ WeightAlongDepth(
        const ConvolutionShape& s, const float* firstTap, int paceDown, int paceAcross, const Windows& w, int firstOfTile)
        : data(firstTap), inChannels(s.inChannels), outChannels(s.outChannels), paceDown(paceDown * s.across.kernel),
          paceAcross(paceAcross), tapsAcross(w.across.taps), place(firstOfTile + firstOuter<S, true>()),
          left(w.depth() - firstDepth<S, true>()), tap(firstDepth<S, true>(), s.outChannels, w.across.taps) {}
    __device__ __forceinline__ const float* at(int channel, const Counter& t) const {
        int row = (t.high * paceDown + t.middle * paceAcross) * inChannels + channel;
        return data + (unsigned)(row * outChannels + t.low);
    }
    __device__ __forceinline__ float4 oneByOne(int channel) const {
        Counter t = tap;
        float four[4];
        UNROLL
        for (int q = 0; q < 4; q++) {
            four[q] = q < left ? *at(channel, t) : 0.0f;
            t.advance(1, outChannels, tapsAcross);
        }
        return make_float4(four[0], four[1], four[2], four[3]);
    }
    template <class Sink> __device__ __forceinline__ void next(Sink& sink) {
        UNROLL
        for (int l = 0; l < S::LOADS; l++) {
            int channel = place + l * (1024 / S::DEPTH);
            if (channel >= inChannels || left <= 0) {
                sink.put(l, noneOfFour());
            } else if (outChannels % 4 == 0) {
                sink.copy(l, at(channel, tap));
            } else {
                sink.put(l, oneByOne(channel));
            }
        }
        tap.advance(S::DEPTH, outChannels, tapsAcross);
        left -= S::DEPTH;
    }
};
