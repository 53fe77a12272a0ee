// Matrix products in tiles; see tile.cuh. The grid is tiles × 1 × splits: where one tile a multiprocessor would leave most
// of a device idle, the depth is split, each split leaves bare sums, and finishProduct adds them in their order.
#include "factors.cuh"

#define GEMM_PARAMETERS                                                                                               \
    int m, int n, int k, int transposeA, int transposeB, int accumulate, int chunk, const float *__restrict__ a,       \
        const float *__restrict__ b, float *c, float *parts, EPILOGUE_PARAMETERS

namespace {

struct Matrices {
    int m, n, k, transposeA, transposeB, chunk;
    const float *a, *b;
};

template <class Tile> __device__ __forceinline__ void gemm(Slices<Tile>& slices, const Matrices& g, MatrixStore store) {
    using A = Slice<Tile::ROWS, Tile::DEPTH>;
    using B = Slice<Tile::COLUMNS, Tile::DEPTH>;
    Work<Tile> work(g.n, g.k, g.chunk, (int)blockIdx.z);
    Sums<Tile> sums;
    if (g.transposeA) {
        multiply<Tile>(
            slices, MatrixAlongOuter<A>(g.a, g.m, g.k, work.row, work.first),
            MatrixAlongOuter<B>(g.b, g.n, g.k, work.column, work.first), work.steps, sums);
    } else if (g.transposeB) {
        multiply<Tile>(
            slices, MatrixAlongDepth<A>(g.a, g.m, g.k, work.row, work.first),
            MatrixAlongDepth<B>(g.b, g.n, g.k, work.column, work.first), work.steps, sums);
    } else {
        multiply<Tile>(
            slices, MatrixAlongDepth<A>(g.a, g.m, g.k, work.row, work.first),
            MatrixAlongOuter<B>(g.b, g.n, g.k, work.column, work.first), work.steps, sums);
    }
    storeTile<Tile>(slices, work, g.m, g.n, sums, store);
}

// `parts` is [splits, m, n], or null.
__device__ __forceinline__ MatrixStore storeOf(float* y, float* parts, int m, int n, int accumulate, EpilogueOf epilogue) {
    float* target = parts == nullptr ? y : parts + (long long)blockIdx.z * m * n;
    return {target, n, parts != nullptr, accumulate != 0, epilogue};
}

} // namespace

extern "C" __global__ void __launch_bounds__(256, 2) gemm128x128(GEMM_PARAMETERS) {
    __shared__ Slices<Tile128x128> slices;
    gemm<Tile128x128>(
        slices, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

extern "C" __global__ void __launch_bounds__(256, 2) gemm128x64(GEMM_PARAMETERS) {
    __shared__ Slices<Tile128x64> slices;
    gemm<Tile128x64>(
        slices, {m, n, k, transposeA, transposeB, chunk, a, b},
        storeOf(c, parts, m, n, accumulate, EPILOGUE_OF_PARAMETERS));
}

extern "C" __global__ void __launch_bounds__(256, 3) gemm64x64(GEMM_PARAMETERS) {
    __shared__ Slices<Tile64x64> slices;
    gemm<Tile64x64>(
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
