// Convolution and its gradients in float32.
#include "conv2d.cuh"
#include "grouped.cuh"

extern "C" __global__ void __launch_bounds__(256, 2) conv128x128(CONV_PARAMETERS) {
    __shared__ Slices<Tile128x128> slices;
    forward<Tile128x128, Sums>(slices, s, chunk, x, w, y, parts, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256, 2) conv128x64(CONV_PARAMETERS) {
    __shared__ Slices<Tile128x64> slices;
    forward<Tile128x64, Sums>(slices, s, chunk, x, w, y, parts, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256, 3) conv64x64(CONV_PARAMETERS) {
    __shared__ Slices<Tile64x64> slices;
    forward<Tile64x64, Sums>(slices, s, chunk, x, w, y, parts, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradInput128x128(CONV_GRAD_INPUT_PARAMETERS) {
    __shared__ Slices<Tile128x128> slices;
    gradInput<Tile128x128, Sums>(slices, s, gy, w, gx);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradInput128x64(CONV_GRAD_INPUT_PARAMETERS) {
    __shared__ Slices<Tile128x64> slices;
    gradInput<Tile128x64, Sums>(slices, s, gy, w, gx);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradInput64x64(CONV_GRAD_INPUT_PARAMETERS) {
    __shared__ Slices<Tile64x64> slices;
    gradInput<Tile64x64, Sums>(slices, s, gy, w, gx);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradWeight128x128(CONV_GRAD_WEIGHT_PARAMETERS) {
    __shared__ Slices<Tile128x128> slices;
    gradWeight<Tile128x128, Sums>(slices, s, chunk, x, gy, gw);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradWeight128x64(CONV_GRAD_WEIGHT_PARAMETERS) {
    __shared__ Slices<Tile128x64> slices;
    gradWeight<Tile128x64, Sums>(slices, s, chunk, x, gy, gw);
}

extern "C" __global__ void __launch_bounds__(256, 3) convGradWeight64x64(CONV_GRAD_WEIGHT_PARAMETERS) {
    __shared__ Slices<Tile64x64> slices;
    gradWeight<Tile64x64, Sums>(slices, s, chunk, x, gy, gw);
}

extern "C" __global__ void __launch_bounds__(256) convDepthwise3(GROUPED_PARAMETERS) {
    depthwise<3, 1>(s, x, w, y, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256) convDepthwise3by2(GROUPED_PARAMETERS) {
    depthwise<3, 2>(s, x, w, y, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256) convDepthwise5(GROUPED_PARAMETERS) {
    depthwise<5, 1>(s, x, w, y, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256) convDepthwise5by2(GROUPED_PARAMETERS) {
    depthwise<5, 2>(s, x, w, y, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256) convGrouped(GROUPED_PARAMETERS) {
    grouped(s, x, w, y, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void convGroupedGradInput(
    ConvolutionShape s, const float* __restrict__ gy, const float* __restrict__ w, float* __restrict__ gx) {
    groupedGradInput(s, gy, w, gx);
}

// The grid is weights × splits; gw is [splits, taps, inPerGroup, outChannels].
extern "C" __global__ void convGroupedGradWeight(
    ConvolutionShape s, int chunk, const float* __restrict__ x, const float* __restrict__ gy, float* __restrict__ gw) {
    groupedGradWeight(s, chunk, x, gy, gw);
}
