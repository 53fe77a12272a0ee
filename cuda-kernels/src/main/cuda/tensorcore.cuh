// Sums by tensor cores in TF32: operands are rounded to 10 bits of mantissa, products are added in float32. For compute
// capability 8.0 and later.
#pragma once

#include "tile.cuh"

// To the nearest number with 10 bits of mantissa, ties away from zero.
__device__ __forceinline__ unsigned roundedToTf32(float x) {
#ifdef FITACT_EMULATOR
    return (__float_as_uint(x) + 0x1000u) & ~0x1FFFu;
#else
    unsigned bits;
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(x));
    return bits;
#endif
}

// d[16, 8] += a[16, 8] · b[8, 8] by the 32 lanes of a warp. With g = lane / 4 and t = lane % 4, a lane has
// a: (g, t), (g + 8, t), (g, t + 4), (g + 8, t + 4); b: (t, g), (t + 4, g); d: (g, 2t), (g, 2t + 1), and these of g + 8.
__device__ __forceinline__ void multiplyFragments(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
#ifdef FITACT_EMULATOR
    unsigned left[2][32][2], right[32][2]; // of every lane: rows g and g + 8 for either half of k; either half of k
    emulator::gather(a[0], a[1], left[0]);
    emulator::gather(a[2], a[3], left[1]);
    emulator::gather(b[0], b[1], right);
    int g = (int)threadIdx.x % 32 / 4, t = (int)threadIdx.x % 4;
    for (int k = 0; k < 8; k++) {
        for (int q = 0; q < 4; q++) {
            float x = __uint_as_float(left[k / 4][g * 4 + k % 4][q / 2]);
            d[q] = fmaf(x, __uint_as_float(right[(2 * t + q % 2) * 4 + k % 4][k / 4]), d[q]);
        }
    }
#else
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
}

// The sums of a thread: a warp covers half of the tile's rows and a quarter of its columns by fragments of 16 × 8.
template <class Tile> struct TensorSums {
    static constexpr int DOWN = Tile::ROWS / 32, ACROSS = Tile::COLUMNS / 32;
    static constexpr int ROUNDS = DOWN, STAGED_ROWS = 32; // a row of fragments of each warp is stored at once
    float values[DOWN][ACROSS][4];

    __device__ __forceinline__ TensorSums() {
        UNROLL
        for (int i = 0; i < DOWN; i++) {
            UNROLL
            for (int j = 0; j < ACROSS; j++) {
                UNROLL
                for (int q = 0; q < 4; q++) values[i][j][q] = 0.0f;
            }
        }
    }
    static __device__ __forceinline__ int group() { return (int)threadIdx.x % 32 / 4; }
    static __device__ __forceinline__ int inGroup() { return (int)threadIdx.x % 4; }
    static __device__ __forceinline__ int firstRow() { return (int)threadIdx.x / 128 * (Tile::ROWS / 2); }
    static __device__ __forceinline__ int firstColumn() { return (int)threadIdx.x / 32 % 4 * (Tile::COLUMNS / 4); }

    __device__ __forceinline__ void stage(int round, float* staged, int stride) const {
        UNROLL
        for (int i = 0; i < DOWN; i++) { // to index registers, the compiler must know i
            if (i != round) continue;
            UNROLL
            for (int j = 0; j < ACROSS; j++) {
                float* to = staged + ((int)threadIdx.x / 128 * 16 + group()) * stride + firstColumn() + j * 8 + 2 * inGroup();
                *reinterpret_cast<float2*>(to) = make_float2(values[i][j][0], values[i][j][1]);
                *reinterpret_cast<float2*>(to + 8 * stride) = make_float2(values[i][j][2], values[i][j][3]);
            }
        }
    }
    static __device__ __forceinline__ int stagedRow(int round, int staged) {
        return staged / 16 * (Tile::ROWS / 2) + round * 16 + staged % 16;
    }
};

template <class Tile>
__device__ __forceinline__ void multiplySlices(Slices<Tile>& slices, int which, TensorSums<Tile>& sums) {
    using Sums = TensorSums<Tile>;
    int g = Sums::group(), t = Sums::inGroup();
    UNROLL
    for (int k = 0; k < Tile::DEPTH; k += 8) {
        const auto& left = slices.left[which].values;
        const auto& right = slices.right[which].values;
        unsigned b[Sums::ACROSS][2];
        UNROLL
        for (int j = 0; j < Sums::ACROSS; j++) {
            int column = Sums::firstColumn() + j * 8 + g;
            b[j][0] = roundedToTf32(right[k + t][column]);
            b[j][1] = roundedToTf32(right[k + t + 4][column]);
        }
        UNROLL
        for (int i = 0; i < Sums::DOWN; i++) {
            int row = Sums::firstRow() + i * 16 + g;
            unsigned a[4] = {
                roundedToTf32(left[k + t][row]), roundedToTf32(left[k + t][row + 8]),
                roundedToTf32(left[k + t + 4][row]), roundedToTf32(left[k + t + 4][row + 8])};
            UNROLL
            for (int j = 0; j < Sums::ACROSS; j++) multiplyFragments(sums.values[i][j], a, b[j]);
        }
    }
}
