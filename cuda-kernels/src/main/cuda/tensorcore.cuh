// Sums by tensor cores in TF32: operands are rounded to 10 bits of mantissa, products are added in float32. For compute
// capability 8.0 and later.
#pragma once

#include "pipeline.cuh"

// To the nearest number with 10 bits of mantissa, ties away from zero.
__device__ __forceinline__ unsigned roundedToTf32(float x) {
#ifdef FITACT_EMULATOR
    return isnan(x) ? __float_as_uint(x) : (__float_as_uint(x) + 0x1000u) & ~0x1FFFu;
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

// Four 8 × 4 matrices from shared memory into the registers of a warp: lane i gives the address of row i % 8 of matrix
// i / 8, and gets of each matrix the element (i / 4, i % 4).
__device__ __forceinline__ void loadMatrices(const float* row, unsigned (&matrices)[4]) {
#ifdef FITACT_EMULATOR
    unsigned long long own = (unsigned long long)(uintptr_t)row;
    unsigned addresses[32][2];
    emulator::gather((unsigned)own, (unsigned)(own >> 32), addresses);
    int g = lane() / 4, t = lane() % 4;
    for (int i = 0; i < 4; i++) {
        const unsigned* address = addresses[i * 8 + g];
        const float* rowOf = (const float*)(uintptr_t)((unsigned long long)address[1] << 32 | address[0]);
        matrices[i] = __float_as_uint(rowOf[t]);
    }
#else
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(matrices[0]), "=r"(matrices[1]), "=r"(matrices[2]), "=r"(matrices[3])
                 : "r"((unsigned)__cvta_generic_to_shared(row)) : "memory");
#endif
}

// The sums of a thread: a warp covers half of the tile's rows and a quarter of its columns by fragments of 16 × 8.
template <class Tile> struct TensorSums {
    static constexpr int DOWN = Tile::ROWS / 32, ACROSS = Tile::COLUMNS / 32;
    static constexpr int ROUNDS = DOWN, STAGED_ROWS = 32; // a row of fragments of each warp is stored at once
    static constexpr int FOURS_AT_ONCE = 4;
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
    static __device__ __forceinline__ int group() { return lane() / 4; }
    static __device__ __forceinline__ int inGroup() { return lane() % 4; }
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

// Sixteen rows by eight of the depth, as the left operand of multiplyFragments.
template <class S, bool ALONG_DEPTH>
__device__ __forceinline__ void leftFragment(const float* slice, int row, int k, unsigned (&a)[4]) {
    if (ALONG_DEPTH) {
        loadMatrices(slice + Place<S, true>::of(row + lane() % 16, k + lane() / 16 * 4), a);
    } else {
        int g = lane() / 4, t = lane() % 4;
        a[0] = __float_as_uint(slice[Place<S, false>::of(row + g, k + t)]);
        a[1] = __float_as_uint(slice[Place<S, false>::of(row + g + 8, k + t)]);
        a[2] = __float_as_uint(slice[Place<S, false>::of(row + g, k + t + 4)]);
        a[3] = __float_as_uint(slice[Place<S, false>::of(row + g + 8, k + t + 4)]);
    }
    UNROLL
    for (int i = 0; i < 4; i++) a[i] = roundedToTf32(__uint_as_float(a[i]));
}

// Sixteen columns by eight of the depth, as two right operands.
template <class S, bool ALONG_DEPTH>
__device__ __forceinline__ void rightFragments(const float* slice, int column, int k, unsigned (&b)[4]) {
    if (ALONG_DEPTH) {
        loadMatrices(slice + Place<S, true>::of(column + lane() / 16 * 8 + lane() % 8, k + lane() / 8 % 2 * 4), b);
    } else {
        int g = lane() / 4, t = lane() % 4;
        b[0] = __float_as_uint(slice[Place<S, false>::of(column + g, k + t)]);
        b[1] = __float_as_uint(slice[Place<S, false>::of(column + g, k + t + 4)]);
        b[2] = __float_as_uint(slice[Place<S, false>::of(column + 8 + g, k + t)]);
        b[3] = __float_as_uint(slice[Place<S, false>::of(column + 8 + g, k + t + 4)]);
    }
    UNROLL
    for (int i = 0; i < 4; i++) b[i] = roundedToTf32(__uint_as_float(b[i]));
}

template <class Tile, class Left, class Right>
__device__ __forceinline__ void multiplyStage(const float* left, const float* right, TensorSums<Tile>& sums) {
    using Sums = TensorSums<Tile>;
    UNROLL
    for (int k = 0; k < Tile::DEPTH; k += 8) {
        unsigned b[Sums::ACROSS / 2][4];
        UNROLL
        for (int j = 0; j < Sums::ACROSS / 2; j++) {
            rightFragments<PipelineSlice<Tile::COLUMNS>, Right::ALONG_DEPTH>(right, Sums::firstColumn() + j * 16, k, b[j]);
        }
        UNROLL
        for (int i = 0; i < Sums::DOWN; i++) {
            unsigned a[4];
            leftFragment<PipelineSlice<Tile::ROWS>, Left::ALONG_DEPTH>(left, Sums::firstRow() + i * 16, k, a);
            UNROLL
            for (int j = 0; j < Sums::ACROSS; j++) {
                unsigned pair[2] = {b[j / 2][j % 2 * 2], b[j / 2][j % 2 * 2 + 1]};
                multiplyFragments(sums.values[i][j], a, pair);
            }
        }
    }
}

// Left and Right are factors of factors.cuh. While a stage is multiplied, the next ones are on their way.
template <class Tile, class Left, class Right>
__device__ __forceinline__ void multiply(
    Pipeline<Tile>& pipeline, Left left, Right right, int steps, TensorSums<Tile>& sums) {
    using Memory = Pipeline<Tile>;
    AsyncCopies copies;
    UNROLL
    for (int stage = 0; stage < Memory::STAGES - 1; stage++) {
        if (stage < steps) pipeline.fetch(stage, left, right, copies);
        copies.commit();
    }
    for (int step = 0; step < steps; step++) {
        copies.waitForAllBut<Memory::STAGES - 2>();
        __syncthreads(); // every thread's copies have arrived, and the stage before has been multiplied by all
        int ahead = step + Memory::STAGES - 1;
        if (ahead < steps) pipeline.fetch(ahead % Memory::STAGES, left, right, copies);
        copies.commit();
        int stage = step % Memory::STAGES;
        multiplyStage<Tile, Left, Right>(pipeline.left(stage), pipeline.right(stage), sums);
    }
}
