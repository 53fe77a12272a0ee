// Matrix products in float32.
#include "gemm.cuh"

extern "C" __global__ void __launch_bounds__(256, 2) gemm128x128(GEMM_PARAMETERS) {
    __shared__ Slices<Tile128x128> slices;
    gemm<Tile128x128, Sums>(
        slices, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

extern "C" __global__ void __launch_bounds__(256, 2) gemm128x64(GEMM_PARAMETERS) {
    __shared__ Slices<Tile128x64> slices;
    gemm<Tile128x64, Sums>(
        slices, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

extern "C" __global__ void __launch_bounds__(256, 3) gemm64x64(GEMM_PARAMETERS) {
    __shared__ Slices<Tile64x64> slices;
    gemm<Tile64x64, Sums>(
        slices, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

// Adds [splits, elements] in the order of the splits and finishes each sum. With one split, `parts` may be the output.
extern "C" __global__ void finishProduct(
    long long elements, int columns, int splits, int accumulate, const float* parts, float* y, EPILOGUE_PARAMETERS) {
    EpilogueOf epilogue = EPILOGUE_OF_PARAMETERS;
    for (long long i = globalIndex(); i < elements; i += globalSize()) {
        float sum = parts[i];
#pragma unroll 8
        for (int split = 1; split < splits; split++) sum += parts[split * elements + i];
        if (accumulate) sum += y[i];
        y[i] = epilogue(sum, modulo(i, columns), i);
    }
}
