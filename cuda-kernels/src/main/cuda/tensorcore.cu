// Products by tensor cores in TF32, an option that is off by default. Arithmetic.java knows how much shared memory a
// pipeline takes.
#include "conv2d.cuh"
#include "gemm.cuh"
#include "tensorcore.cuh"

namespace {
using TfTile128x128 = PipelineTile<128, 128>;
using TfTile128x64 = PipelineTile<128, 64>;
using TfTile64x64 = PipelineTile<64, 64>;
} // namespace

extern "C" __global__ void __launch_bounds__(256, 2) gemm128x128Tf32(GEMM_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile128x128> pipeline{memory};
    gemm<TfTile128x128, TensorSums>(
        pipeline, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

extern "C" __global__ void __launch_bounds__(256, 2) gemm128x64Tf32(GEMM_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile128x64> pipeline{memory};
    gemm<TfTile128x64, TensorSums>(
        pipeline, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

extern "C" __global__ void __launch_bounds__(256, 3) gemm64x64Tf32(GEMM_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile64x64> pipeline{memory};
    gemm<TfTile64x64, TensorSums>(
        pipeline, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

extern "C" __global__ void __launch_bounds__(256, 2) conv128x128Tf32(CONV_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile128x128> pipeline{memory};
    forward<TfTile128x128, TensorSums>(pipeline, s, chunk, x, w, y, parts, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256, 2) conv128x64Tf32(CONV_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile128x64> pipeline{memory};
    forward<TfTile128x64, TensorSums>(pipeline, s, chunk, x, w, y, parts, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256, 3) conv64x64Tf32(CONV_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile64x64> pipeline{memory};
    forward<TfTile64x64, TensorSums>(pipeline, s, chunk, x, w, y, parts, EPILOGUE_OF_PARAMETERS);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradInput128x128Tf32(CONV_GRAD_INPUT_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile128x128> pipeline{memory};
    gradInput<TfTile128x128, TensorSums>(pipeline, s, gy, w, gx);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradInput128x64Tf32(CONV_GRAD_INPUT_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile128x64> pipeline{memory};
    gradInput<TfTile128x64, TensorSums>(pipeline, s, gy, w, gx);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradInput64x64Tf32(CONV_GRAD_INPUT_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile64x64> pipeline{memory};
    gradInput<TfTile64x64, TensorSums>(pipeline, s, gy, w, gx);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradWeight128x128Tf32(CONV_GRAD_WEIGHT_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile128x128> pipeline{memory};
    gradWeight<TfTile128x128, TensorSums>(pipeline, s, chunk, x, gy, gw);
}

extern "C" __global__ void __launch_bounds__(256, 2) convGradWeight128x64Tf32(CONV_GRAD_WEIGHT_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile128x64> pipeline{memory};
    gradWeight<TfTile128x64, TensorSums>(pipeline, s, chunk, x, gy, gw);
}

extern "C" __global__ void __launch_bounds__(256, 3) convGradWeight64x64Tf32(CONV_GRAD_WEIGHT_PARAMETERS) {
    DYNAMIC_SHARED(float, memory);
    Pipeline<TfTile64x64> pipeline{memory};
    gradWeight<TfTile64x64, TensorSums>(pipeline, s, chunk, x, gy, gw);
}
