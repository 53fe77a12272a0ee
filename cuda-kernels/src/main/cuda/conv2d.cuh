// Convolution as a product of matrices, one of which is never in memory: its elements are looked up in the feature map
// when a tile wants them (implicit GEMM). See factors.cuh for the matrices and tile.cuh for the product. Channels in groups
// are grouped.cuh's.
#pragma once

#include "factors.cuh"

__device__ __forceinline__ Windows windowsOf(const ConvolutionShape& s) {
    return {s.outHeight,
            s.outWidth,
            {s.down.stride, -s.down.before, s.down.dilation, s.down.kernel},
            {s.across.stride, -s.across.before, s.across.dilation, s.across.kernel},
            s.height,
            s.width,
            s.inChannels};
}

// y[pixels, outChannels] = windows(x)[pixels, taps · inChannels] · w[taps · inChannels, outChannels]
template <class Tile, template <class> class SumsOf, class Shared>
__device__ __forceinline__ void forward(
    Shared& shared, const ConvolutionShape& s, int chunk, const float* x, const float* w, float* y, float* parts,
    EpilogueOf epilogue) {
    Windows windows = windowsOf(s);
    int pixels = s.batch * s.outHeight * s.outWidth, depth = windows.depth();
    Work<Tile> work(s.outChannels, depth, chunk, (int)blockIdx.z);
    SumsOf<Tile> sums;
    multiply<Tile>(
        shared, WindowsAlongDepth<Slice<Tile::ROWS, Tile::DEPTH>>(windows, x, pixels, work.row, work.first),
        MatrixAlongOuter<Slice<Tile::COLUMNS, Tile::DEPTH>>(w, s.outChannels, depth, work.column, work.first),
        work.steps, sums);
    float* target = parts == nullptr ? y : parts + (long long)blockIdx.z * pixels * s.outChannels;
    storeTile<Tile>(
        shared, work, pixels, s.outChannels, sums, MatrixStore{target, s.outChannels, parts != nullptr, false, epilogue});
}

// With a stride, the pixels of a line fall into as many phases, by their place modulo the stride. Those of one phase are
// reached by the same taps, equally far apart, so that no tap is tried in vain: within a phase it is a convolution with
// stride 1.
struct PhaseOfLine {
    int first, pixels; // its first pixel, and their number
    int tap, pace;     // its first tap, and from there to the next: the least number of taps that is a number of strides
    Window window;     // of the phase's pixels at the output
    __device__ __forceinline__ PhaseOfLine(const Window1d& w, int extent, int phase) : first(phase) {
        pixels = (extent - phase + w.stride - 1) / w.stride;
        pace = 1;
        while (pace * w.dilation % w.stride != 0) pace++;
        tap = 0;
        while (tap < pace && tap < w.kernel && (phase + w.before - tap * w.dilation) % w.stride != 0) tap++;
        bool reached = tap < pace && tap < w.kernel;
        int taps = reached ? (w.kernel - tap + pace - 1) / pace : 0;
        window = {1, reached ? (phase + w.before - tap * w.dilation) / w.stride : 0, -(pace * w.dilation / w.stride), taps};
    }
};

struct Phase {
    PhaseOfLine down, across;
    Windows windows;
    __device__ __forceinline__ Phase(const ConvolutionShape& s, int phase)
        : down(s.down, s.height, phase / s.across.stride), across(s.across, s.width, phase % s.across.stride),
          windows{down.pixels, across.pixels, down.window, across.window, s.outHeight, s.outWidth, s.outChannels} {}
};

struct PhaseStore : BareSums {
    float* target;
    const ConvolutionShape& shape;
    const Phase& phase;
    __device__ __forceinline__ PhaseStore(float* target, const ConvolutionShape& shape, const Phase& phase)
        : target(target), shape(shape), phase(phase) {}
    __device__ __forceinline__ long long start(int pixel) const {
        int row = pixel / phase.across.pixels, rows = phase.down.pixels;
        long long line = (long long)(row / rows) * shape.height + phase.down.first + row % rows * shape.down.stride;
        int column = phase.across.first + pixel % phase.across.pixels * shape.across.stride;
        return (line * shape.width + column) * shape.inChannels;
    }
};

// gx[pixels of a phase, inChannels] = windows(gy)[pixels, taps · outChannels] · wᵀ[taps · outChannels, inChannels]
template <class Tile, template <class> class SumsOf, class Shared>
__device__ __forceinline__ void gradInput(
    Shared& shared, const ConvolutionShape& s, const float* gy, const float* w, float* gx) {
    Phase phase(s, (int)blockIdx.z);
    int pixels = s.batch * phase.down.pixels * phase.across.pixels, depth = phase.windows.depth();
    Work<Tile> work(s.inChannels, depth, depth, 0);
    if (work.row >= pixels) return; // the first phase has the most pixels, and the grid is for it
    SumsOf<Tile> sums;
    if (depth > 0) {
        int tap = phase.down.tap * s.across.kernel + phase.across.tap;
        const float* firstTap = w + (long long)tap * s.inChannels * s.outChannels;
        multiply<Tile>(
            shared, WindowsAlongDepth<Slice<Tile::ROWS, Tile::DEPTH>>(phase.windows, gy, pixels, work.row, 0),
            WeightAlongDepth<Slice<Tile::COLUMNS, Tile::DEPTH>>(
                s, firstTap, phase.down.pace, phase.across.pace, phase.windows, work.column),
            work.steps, sums);
    }
    storeTile<Tile>(
        shared, work, pixels, s.inChannels, sums, PhaseStore(gx, s, phase));
}

// gw[taps · inChannels, outChannels] = windows(x)ᵀ[taps · inChannels, pixels] · gy[pixels, outChannels]; bare sums
template <class Tile, template <class> class SumsOf, class Shared>
__device__ __forceinline__ void gradWeight(
    Shared& shared, const ConvolutionShape& s, int chunk, const float* x, const float* gy, float* gw) {
    Windows windows = windowsOf(s);
    int rows = windows.depth(), pixels = s.batch * s.outHeight * s.outWidth;
    Work<Tile> work(s.outChannels, pixels, chunk, (int)blockIdx.z);
    SumsOf<Tile> sums;
    multiply<Tile>(
        shared, WindowsAlongOuter<Slice<Tile::ROWS, Tile::DEPTH>>(windows, x, s.batch, work.row, work.first),
        MatrixAlongOuter<Slice<Tile::COLUMNS, Tile::DEPTH>>(gy, s.outChannels, pixels, work.column, work.first),
        work.steps, sums);
    float* target = gw + (long long)blockIdx.z * rows * s.outChannels;
    storeTile<Tile>(shared, work, rows, s.outChannels, sums, BareStore(target, s.outChannels));
}

// The grid is tiles of the first phase × 1 × phases.
#define CONV_GRAD_INPUT_PARAMETERS \
    ConvolutionShape s, const float *__restrict__ gy, const float *__restrict__ w, float *__restrict__ gx

// gw is [splits, taps · inChannels, outChannels].
#define CONV_GRAD_WEIGHT_PARAMETERS \
    ConvolutionShape s, int chunk, const float *__restrict__ x, const float *__restrict__ gy, float *__restrict__ gw

#define CONV_PARAMETERS                                                                                    \
    ConvolutionShape s, int chunk, const float *__restrict__ x, const float *__restrict__ w, float *y,      \
        float *parts, EPILOGUE_PARAMETERS
