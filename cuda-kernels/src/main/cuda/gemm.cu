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

// Adds [splits, elements] in the order of the splits and finishes each sum, in fours where the columns are. With one split,
// `parts` may be the output.
extern "C" __global__ void finishProduct(
    long long elements, int columns, int splits, int accumulate, const float* parts, float* y, EPILOGUE_PARAMETERS) {
    EpilogueOf epilogue = EPILOGUE_OF_PARAMETERS;
    if (columns % 4 == 0) {
        for (long long i = 4 * globalIndex(); i < elements; i += 4 * globalSize()) {
            float4 bias = epilogue.biasOf(modulo(i, columns));
            EpilogueOf::Operands operands{
                epilogue.residualOf(i), epilogue.hasBounds() ? epilogue.boundsOf(i) : EpilogueOf::nothing()};
            float4 total = fourAt(parts + i);
#pragma unroll 8
            for (int split = 1; split < splits; split++) total = sum(total, fourAt(parts + split * elements + i));
            if (accumulate) total = sum(total, fourAt(y + i));
            storeFourAt(y + i, epilogue(total, bias, operands));
        }
        return;
    }
    for (long long i = globalIndex(); i < elements; i += globalSize()) {
        float total = parts[i];
#pragma unroll 8
        for (int split = 1; split < splits; split++) total += parts[split * elements + i];
        if (accumulate) total += y[i];
        y[i] = epilogue(total, modulo(i, columns), i);
    }
}
