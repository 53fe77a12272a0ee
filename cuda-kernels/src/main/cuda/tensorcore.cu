// Products by tensor cores in TF32, an option that is off by default.
#include "conv.cuh"
#include "gemm.cuh"
#include "tensorcore.cuh"

extern "C" __global__ void __launch_bounds__(256, 2) gemm128x128Tf32(GEMM_PARAMETERS) {
    __shared__ Slices<Tile128x128> slices;
    gemm<Tile128x128, TensorSums>(
        slices, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

extern "C" __global__ void __launch_bounds__(256, 2) gemm128x64Tf32(GEMM_PARAMETERS) {
    __shared__ Slices<Tile128x64> slices;
    gemm<Tile128x64, TensorSums>(
        slices, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

extern "C" __global__ void __launch_bounds__(256, 3) gemm64x64Tf32(GEMM_PARAMETERS) {
    __shared__ Slices<Tile64x64> slices;
    gemm<Tile64x64, TensorSums>(
        slices, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}


#define CONV_PARAMETERS                                                                                    \
    ConvolutionShape s, int chunk, const float *__restrict__ x, const float *__restrict__ w, float *y,      \
        float *parts, EPILOGUE_PARAMETERS

extern "C" __global__ void __launch_bounds__(256, 2) conv128x128Tf32(CONV_PARAMETERS) {
    __shared__ Slices<Tile128x128> slices;
    forward<Tile128x128, TensorSums>(slices, s, chunk, x, w, y, parts, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256, 2) conv128x64Tf32(CONV_PARAMETERS) {
    __shared__ Slices<Tile128x64> slices;
    forward<Tile128x64, TensorSums>(slices, s, chunk, x, w, y, parts, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256, 3) conv64x64Tf32(CONV_PARAMETERS) {
    __shared__ Slices<Tile64x64> slices;
    forward<Tile64x64, TensorSums>(slices, s, chunk, x, w, y, parts, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradInput128x128Tf32(CONV_GRAD_INPUT_PARAMETERS) {
    __shared__ Slices<Tile128x128> slices;
    gradInput<Tile128x128, TensorSums>(slices, s, gy, w, gx);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradInput128x64Tf32(CONV_GRAD_INPUT_PARAMETERS) {
    __shared__ Slices<Tile128x64> slices;
    gradInput<Tile128x64, TensorSums>(slices, s, gy, w, gx);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradInput64x64Tf32(CONV_GRAD_INPUT_PARAMETERS) {
    __shared__ Slices<Tile64x64> slices;
    gradInput<Tile64x64, TensorSums>(slices, s, gy, w, gx);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradWeight128x128Tf32(CONV_GRAD_WEIGHT_PARAMETERS) {
    __shared__ Slices<Tile128x128> slices;
    gradWeight<Tile128x128, TensorSums>(slices, s, chunk, x, gy, gw);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradWeight128x64Tf32(CONV_GRAD_WEIGHT_PARAMETERS) {
    __shared__ Slices<Tile128x64> slices;
    gradWeight<Tile128x64, TensorSums>(slices, s, chunk, x, gy, gw);
}

extern "C" __global__ void __launch_bounds__(256, 3) convGradWeight64x64Tf32(CONV_GRAD_WEIGHT_PARAMETERS) {
    __shared__ Slices<Tile64x64> slices;
    gradWeight<Tile64x64, TensorSums>(slices, s, chunk, x, gy, gw);
}
