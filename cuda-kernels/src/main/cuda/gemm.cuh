// Matrix products in tiles, by any kind of sums; see tile.cuh. The grid is tiles × 1 × splits: where one tile a
// multiprocessor would leave most of a device idle, the depth is split, each split leaves bare sums, and finishProduct adds
// them in their order.
#pragma once

#include "factors.cuh"

#define GEMM_PARAMETERS                                                                                               \
    int m, int n, int k, int transposeA, int transposeB, int accumulate, int chunk, const float *__restrict__ a,       \
        const float *__restrict__ b, float *c, float *parts, EPILOGUE_PARAMETERS

struct Matrices {
    int m, n, k, transposeA, transposeB, chunk;
    const float *a, *b;
};

template <class Tile, template <class> class SumsOf, class Shared>
__device__ __forceinline__ void gemm(Shared& shared, const Matrices& g, MatrixStore store) {
    using A = Slice<Tile::ROWS, Tile::DEPTH>;
    using B = Slice<Tile::COLUMNS, Tile::DEPTH>;
    Work<Tile> work(g.n, g.k, g.chunk, (int)blockIdx.z);
    SumsOf<Tile> sums;
    if (g.transposeA) {
        multiply<Tile>(
            shared, MatrixAlongOuter<A>(g.a, g.m, g.k, work.row, work.first),
            MatrixAlongOuter<B>(g.b, g.n, g.k, work.column, work.first), work.steps, sums);
    } else if (g.transposeB) {
        multiply<Tile>(
            shared, MatrixAlongDepth<A>(g.a, g.m, g.k, work.row, work.first),
            MatrixAlongDepth<B>(g.b, g.n, g.k, work.column, work.first), work.steps, sums);
    } else {
        multiply<Tile>(
            shared, MatrixAlongDepth<A>(g.a, g.m, g.k, work.row, work.first),
            MatrixAlongOuter<B>(g.b, g.n, g.k, work.column, work.first), work.steps, sums);
    }
    storeTile<Tile>(shared, work, g.m, g.n, sums, store);
}

// `parts` is [splits, m, n], or null.
__device__ __forceinline__ MatrixStore storeOf(float* y, float* parts, int m, int n, int accumulate, EpilogueOf epilogue) {
    float* target = parts == nullptr ? y : parts + (long long)blockIdx.z * m * n;
    return {target, n, parts != nullptr, accumulate != 0, epilogue};
}
