// The inner loop of every product. A block of 256 threads computes a tile of the result: step by step it brings a slice of
// either factor into shared memory, from where each thread takes what its 4×4 pieces of the tile need into registers.
// While one slice is multiplied, the next is on its way from device memory.
//
// A warp covers 32 × 16 elements of a piece, its lanes 8 down and 4 across: each of its reads from shared memory is one
// transaction, of 128 bytes for the left factor and of 64 for the right.
#pragma once

#include "epilogue.cuh"

template <int ROWS_, int COLUMNS_, int DEPTH_> struct TileShape {
    static constexpr int ROWS = ROWS_, COLUMNS = COLUMNS_, DEPTH = DEPTH_;
    static constexpr int DOWN = ROWS / 64, ACROSS = COLUMNS / 64; // pieces of a thread
};
using Tile128x128 = TileShape<128, 128, 8>;
using Tile128x64 = TileShape<128, 64, 16>;
using Tile64x64 = TileShape<64, 64, 16>;

constexpr int MOST_ROWS = 128; // of a tile

// A slice of one factor, depth by depth. The padding spreads what a warp writes along the depth over the banks.
template <int OUTER_, int DEPTH_> struct Slice {
    static constexpr int OUTER = OUTER_, DEPTH = DEPTH_;
    static constexpr int LOADS = OUTER * DEPTH / 1024; // of four elements, by each thread
    __align__(16) float values[DEPTH][OUTER + 4];
};

// What a block has in shared memory: two slices of either factor, and later, in their place, the sums.
template <class Tile> struct Slices {
    static constexpr int FLOATS = 2 * Tile::DEPTH * (Tile::ROWS + Tile::COLUMNS + 8);
    Slice<Tile::ROWS, Tile::DEPTH> left[2];
    Slice<Tile::COLUMNS, Tile::DEPTH> right[2];
    __device__ __forceinline__ float* staging() { return reinterpret_cast<float*>(this); }
};

// The place in a slice of what a thread loads first. Along the depth, its further loads are 1024 / DEPTH outer elements
// apart; along the outer dimension, 1024 / OUTER steps of the depth.
template <class S, bool ALONG_DEPTH> __device__ __forceinline__ int firstOuter() {
    return ALONG_DEPTH ? (int)threadIdx.x / (S::DEPTH / 4) : (int)threadIdx.x % (S::OUTER / 4) * 4;
}
template <class S, bool ALONG_DEPTH> __device__ __forceinline__ int firstDepth() {
    return ALONG_DEPTH ? (int)threadIdx.x % (S::DEPTH / 4) * 4 : (int)threadIdx.x / (S::OUTER / 4);
}

// Four elements for each load, in registers: the sink of a factor.
template <class S> struct Loaded {
    float4 four[S::LOADS];
    __device__ __forceinline__ void copy(int l, const float* address) { four[l] = fourAt(address); }
    __device__ __forceinline__ void put(int l, float4 values) { four[l] = values; }
};

template <bool ALONG_DEPTH, class S> __device__ __forceinline__ void put(S& slice, const Loaded<S>& loaded) {
    int outer = firstOuter<S, ALONG_DEPTH>(), depth = firstDepth<S, ALONG_DEPTH>();
    UNROLL
    for (int l = 0; l < S::LOADS; l++) {
        if (ALONG_DEPTH) {
            int o = outer + l * (1024 / S::DEPTH);
            slice.values[depth][o] = loaded.four[l].x;
            slice.values[depth + 1][o] = loaded.four[l].y;
            slice.values[depth + 2][o] = loaded.four[l].z;
            slice.values[depth + 3][o] = loaded.four[l].w;
        } else {
            storeFourAt(&slice.values[depth + l * (1024 / S::OUTER)][outer], loaded.four[l]);
        }
    }
}

// The sums of a thread, and where in the tile they belong.
template <class Tile> struct Sums {
    float values[4 * Tile::DOWN][4 * Tile::ACROSS];

    __device__ __forceinline__ Sums() {
        UNROLL
        for (int i = 0; i < 4 * Tile::DOWN; i++) {
            UNROLL
            for (int j = 0; j < 4 * Tile::ACROSS; j++) values[i][j] = 0.0f;
        }
    }
    static __device__ __forceinline__ int row(int piece) {
        int warp = (int)threadIdx.x / 32, lane = (int)threadIdx.x % 32;
        return warp / 4 * (Tile::ROWS / 2) + piece * 32 + lane / 4 * 4;
    }
    static __device__ __forceinline__ int column(int piece) {
        int warp = (int)threadIdx.x / 32, lane = (int)threadIdx.x % 32;
        return warp % 4 * (Tile::COLUMNS / 4) + piece * 16 + lane % 4 * 4;
    }
    __device__ __forceinline__ void add(int i, int j, float4 a, float4 b) {
        addRow(values[4 * i], 4 * j, a.x, b);
        addRow(values[4 * i + 1], 4 * j, a.y, b);
        addRow(values[4 * i + 2], 4 * j, a.z, b);
        addRow(values[4 * i + 3], 4 * j, a.w, b);
    }
    // Rows of each thread that are stored at once.
    static constexpr int ROWS_AT_ONCE = 4 / Tile::ACROSS, ROUNDS = 4 * Tile::DOWN / ROWS_AT_ONCE;
    static constexpr int STAGED_ROWS = 16 * ROWS_AT_ONCE;
    // How many fours of a thread have their operands on the way at once: beside a large tile there are registers for few.
    static constexpr int FOURS_AT_ONCE = Tile::DOWN * Tile::ACROSS == 4 ? 2 : 4;

    __device__ __forceinline__ void stage(int round, float* staged, int stride) const {
        int group = (int)threadIdx.x / 128 * 8 + (int)threadIdx.x % 32 / 4;
        UNROLL
        for (int i = 0; i < 4 * Tile::DOWN; i++) { // to index registers, the compiler must know i
            if (i / ROWS_AT_ONCE != round) continue;
            UNROLL
            for (int j = 0; j < Tile::ACROSS; j++) {
                const float* s = &values[i][4 * j];
                storeFourAt(
                    staged + (group * ROWS_AT_ONCE + i % ROWS_AT_ONCE) * stride + column(j),
                    make_float4(s[0], s[1], s[2], s[3]));
            }
        }
    }
    // The row of the tile that lies in a staged one.
    static __device__ __forceinline__ int stagedRow(int round, int staged) {
        int group = staged / ROWS_AT_ONCE, i = round * ROWS_AT_ONCE + staged % ROWS_AT_ONCE;
        return group / 8 * (Tile::ROWS / 2) + i / 4 * 32 + group % 8 * 4 + i % 4;
    }
    static __device__ __forceinline__ void addRow(float (&sums)[4 * Tile::ACROSS], int j, float a, float4 b) {
        sums[j] = fmaf(a, b.x, sums[j]);
        sums[j + 1] = fmaf(a, b.y, sums[j + 1]);
        sums[j + 2] = fmaf(a, b.z, sums[j + 2]);
        sums[j + 3] = fmaf(a, b.w, sums[j + 3]);
    }
};

template <class Tile> __device__ __forceinline__ void multiplySlices(Slices<Tile>& slices, int which, Sums<Tile>& sums) {
    UNROLL
    for (int p = 0; p < Tile::DEPTH; p++) {
        float4 a[Tile::DOWN], b[Tile::ACROSS];
        UNROLL
        for (int i = 0; i < Tile::DOWN; i++) {
            a[i] = fourAt(&slices.left[which].values[p][Sums<Tile>::row(i)]);
        }
        UNROLL
        for (int j = 0; j < Tile::ACROSS; j++) {
            b[j] = fourAt(&slices.right[which].values[p][Sums<Tile>::column(j)]);
        }
        UNROLL
        for (int i = 0; i < Tile::DOWN; i++) {
            UNROLL
            for (int j = 0; j < Tile::ACROSS; j++) sums.add(i, j, a[i], b[j]);
        }
    }
}

// Left and Right are factors of factors.cuh, which hand out slice after slice.
template <class Tile, class Left, class Right>
__device__ __forceinline__ void multiply(Slices<Tile>& slices, Left left, Right right, int steps, Sums<Tile>& sums) {
    if (steps <= 0) return;
    Loaded<Slice<Tile::ROWS, Tile::DEPTH>> a;
    Loaded<Slice<Tile::COLUMNS, Tile::DEPTH>> b;
    left.next(a);
    right.next(b);
    put<Left::ALONG_DEPTH>(slices.left[0], a);
    put<Right::ALONG_DEPTH>(slices.right[0], b);
    __syncthreads();
    for (int step = 0; step < steps; step++) {
        int current = step % 2;
        bool more = step + 1 < steps;
        if (more) {
            left.next(a);
            right.next(b);
        }
        multiplySlices(slices, current, sums);
        if (more) {
            put<Left::ALONG_DEPTH>(slices.left[1 - current], a);
            put<Right::ALONG_DEPTH>(slices.right[1 - current], b);
            __syncthreads();
        }
    }
}

// Which tile of the result a block computes, and which steps of the depth. The grid is tiles × 1 × splits; neighbouring
// blocks share rows of the left factor.
template <class Tile> struct Work {
    int row, column, first, steps;
    __device__ __forceinline__ Work(int columns, int depth, int chunk, int split) {
        int tilesAcross = (columns + Tile::COLUMNS - 1) / Tile::COLUMNS;
        row = (int)blockIdx.x / tilesAcross * Tile::ROWS;
        column = (int)blockIdx.x % tilesAcross * Tile::COLUMNS;
        first = split * chunk;
        steps = (min(chunk, depth - first) + Tile::DEPTH - 1) / Tile::DEPTH;
    }
};

// Brings the sums through shared memory, a few rows of each warp at a time, so that a warp writes whole rows and the code
// that finishes elements is there once, not once for each register. What finishing needs from memory is on its way while
// the sums are. `store` knows where a row starts in the output and what becomes of a sum.
template <class Tile, class Shared, class SumsOfTile, class Store>
__device__ __forceinline__ void storeTile(
    Shared& shared, const Work<Tile>& work, int rows, int columns, const SumsOfTile& sums, Store store) {
    constexpr int STRIDE = Tile::COLUMNS + 4, ACROSS = Tile::COLUMNS / 4;
    constexpr int FOURS = SumsOfTile::STAGED_ROWS * ACROSS / 256; // of each thread in a round
    constexpr int AT_ONCE = FOURS < SumsOfTile::FOURS_AT_ONCE ? FOURS : SumsOfTile::FOURS_AT_ONCE;
    static_assert(SumsOfTile::STAGED_ROWS * STRIDE <= Shared::FLOATS, "the rows of a round fit");
    float* staged = shared.staging();
    int firstRow = (int)threadIdx.x / ACROSS, acrossTile = (int)threadIdx.x % ACROSS * 4;
    int column = work.column + acrossTile;
    if (columns % 4 != 0) {
#pragma unroll 1
        for (int round = 0; round < SumsOfTile::ROUNDS; round++) {
            __syncthreads();
            sums.stage(round, staged, STRIDE);
            __syncthreads();
#pragma unroll 1
            for (int i = 0; i < 4 * FOURS; i++) {
                int stagedRow = firstRow + i / 4 * (256 / ACROSS), at = column + i % 4;
                int row = work.row + SumsOfTile::stagedRow(round, stagedRow);
                if (row >= rows || at >= columns) continue;
                long long start = store.start(row);
                store.target[start + at] = store.finish(staged[stagedRow * STRIDE + acrossTile + i % 4], at, start);
            }
        }
        return;
    }
    typename Store::Column constant{};
    if (column < columns) constant = store.columnOf(work.row, column);
#pragma unroll 1
    for (int round = 0; round < SumsOfTile::ROUNDS; round++) {
        __syncthreads();
        sums.stage(round, staged, STRIDE);
#pragma unroll 1
        for (int first = 0; first < FOURS; first += AT_ONCE) {
            typename Store::Operands operands[AT_ONCE];
            UNROLL
            for (int f = 0; f < AT_ONCE; f++) {
                int row = work.row + SumsOfTile::stagedRow(round, firstRow + (first + f) * (256 / ACROSS));
                if (row < rows && column < columns) operands[f] = store.operands(row, column, constant);
            }
            if (first == 0) __syncthreads();
            UNROLL
            for (int f = 0; f < AT_ONCE; f++) {
                int stagedRow = firstRow + (first + f) * (256 / ACROSS);
                int row = work.row + SumsOfTile::stagedRow(round, stagedRow);
                if (row >= rows || column >= columns) continue;
                float* to = store.target + store.start(row) + column;
                storeFourAt(to, store.finish(fourAt(staged + stagedRow * STRIDE + acrossTile), to, constant, operands[f]));
            }
        }
    }
}

// What a store does with sums that are left as they are.
struct BareSums {
    struct Column {};
    struct Operands {};
    __device__ __forceinline__ Column columnOf(int, int) const { return {}; }
    __device__ __forceinline__ Operands operands(int, int, const Column&) const { return {}; }
    __device__ __forceinline__ float finish(float sum, int, long long) const { return sum; }
    __device__ __forceinline__ float4 finish(float4 sums, const float*, const Column&, const Operands&) const {
        return sums;
    }
};

// Bare sums as a matrix.
struct BareStore : BareSums {
    float* target;
    int columns;
    __device__ __forceinline__ BareStore(float* target, int columns) : target(target), columns(columns) {}
    __device__ __forceinline__ long long start(int row) const { return (long long)row * columns; }
};

// The result as a matrix: with its epilogue; or, where the depth is split, bare sums to this split's part.
struct MatrixStore {
    // What is the same for all rows of a thread.
    struct Column {
        float4 bias;
        int rowsOfBounds; // after which the bounds repeat, or 0 where that is no whole number of rows
        int shift;        // from the number of a row to its place within these, for the first row of the tile
    };
    using Operands = EpilogueOf::Operands;
    float* target;
    int columns;
    bool bare, accumulate;
    EpilogueOf epilogue;
    __device__ __forceinline__ long long start(int row) const { return (long long)row * columns; }
    __device__ __forceinline__ Column columnOf(int firstRow, int column) const {
        if (bare) return {};
        int rowsOfBounds = epilogue.hasBounds() && epilogue.period % columns == 0 ? epilogue.period / columns : 0;
        int shift = rowsOfBounds > 1 ? firstRow % rowsOfBounds - firstRow : 0;
        return {epilogue.biasOf(column), rowsOfBounds, shift};
    }
    __device__ __forceinline__ Operands operands(int row, int column, const Column& constant) const {
        if (bare) return {};
        long long element = start(row) + column;
        Operands operands{epilogue.residualOf(element), EpilogueOf::nothing()};
        if (!epilogue.hasBounds()) return operands;
        if (constant.rowsOfBounds == 0) {
            operands.bound = epilogue.boundsOf(element);
        } else {
            int place = row + constant.shift; // without a division on all but small maps
            if (constant.rowsOfBounds == 1) {
                place = 0;
            } else if (constant.rowsOfBounds >= MOST_ROWS) {
                place -= place >= constant.rowsOfBounds ? constant.rowsOfBounds : 0;
            } else {
                place = modulo(place, constant.rowsOfBounds);
            }
            operands.bound = fourAt(epilogue.bounds + place * columns + column);
        }
        return operands;
    }
    __device__ __forceinline__ float finish(float product, int column, long long start) const {
        if (bare) return product;
        if (accumulate) product += target[start + column];
        return epilogue(product, column, start + column);
    }
    __device__ __forceinline__ float4 finish(
        float4 sums, const float* before, const Column& constant, const Operands& operands) const {
        if (bare) return sums;
        if (accumulate) sums = sum(sums, fourAt(before));
        return epilogue(sums, constant.bias, operands);
    }
};
