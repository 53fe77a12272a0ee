// Slices that come into shared memory by themselves, past the registers, several steps before they are multiplied. For
// compute capability 8.0 and later.
#pragma once

#include "factors.cuh"

template <int ROWS_, int COLUMNS_> struct PipelineTile {
    static constexpr int ROWS = ROWS_, COLUMNS = COLUMNS_, DEPTH = 16;
};

template <int OUTER_> struct PipelineSlice {
    static constexpr int OUTER = OUTER_, DEPTH = 16;
    static constexpr int LOADS = OUTER * DEPTH / 1024; // of four elements, by each thread
    static constexpr int FLOATS = OUTER * (DEPTH + 4);
};

// Where an element lies in a slice, which has the layout of its factor, padded so that the lanes of a warp that read a
// fragment meet each bank once.
template <class S, bool ALONG_DEPTH> struct Place {
    static constexpr int STRIDE = ALONG_DEPTH ? S::DEPTH + 4 : S::OUTER + 8;
    static_assert((ALONG_DEPTH ? S::OUTER : S::DEPTH) * STRIDE <= S::FLOATS, "both layouts fit");
    static __device__ __forceinline__ int of(int outer, int depth) {
        return ALONG_DEPTH ? outer * STRIDE + depth : depth * STRIDE + outer;
    }
};

__device__ __forceinline__ int lane() {
    return (int)threadIdx.x % 32;
}

// The copies of a thread that are on their way, in groups. The emulator makes a copy only when it is waited for; where it
// looks for mistakes, some at once, as a GPU may.
#ifdef FITACT_EMULATOR
struct AsyncCopies {
    struct Copy {
        float* to;
        const float* from;
        int group;
    };
    static constexpr int MOST = 64;
    Copy waiting[MOST];
    int count = 0, groups = 0;
    unsigned coin = threadIdx.x * 2654435761u;
    bool arrivesAtOnce() {
#ifdef FITACT_CHECKED
        coin = coin * 1664525u + 1013904223u;
        return coin >> 31 == 1;
#else
        return false;
#endif
    }
    void copyFour(float* to, const float* from) {
        if (arrivesAtOnce()) {
            storeFourAt(to, fourAt(from));
            return;
        }
        if (count == MOST) emulator::fail("too many copies are on their way");
        waiting[count++] = {to, from, groups};
    }
    void commit() { groups++; }
    template <int NEWEST> void waitForAllBut() {
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (waiting[i].group < groups - NEWEST) {
                storeFourAt(waiting[i].to, fourAt(waiting[i].from));
            } else {
                waiting[left++] = waiting[i];
            }
        }
        count = left;
    }
};
#else
struct AsyncCopies {
    __device__ __forceinline__ void copyFour(float* to, const float* from) {
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"((unsigned)__cvta_generic_to_shared(to)),
                     "l"(__cvta_generic_to_global(from)) : "memory");
    }
    __device__ __forceinline__ void commit() { asm volatile("cp.async.commit_group;" ::: "memory"); }
    template <int NEWEST> __device__ __forceinline__ void waitForAllBut() {
        asm volatile("cp.async.wait_group %0;" ::"n"(NEWEST) : "memory");
    }
};
#endif

// The sink of a factor: a slice in shared memory.
template <class S, bool ALONG_DEPTH> struct Arriving {
    float* first; // where the thread's first load goes
    AsyncCopies& copies;
    __device__ __forceinline__ Arriving(float* slice, AsyncCopies& copies)
        : first(slice + Place<S, ALONG_DEPTH>::of(firstOuter<S, ALONG_DEPTH>(), firstDepth<S, ALONG_DEPTH>())),
          copies(copies) {}
    static __device__ __forceinline__ int offset(int l) {
        return ALONG_DEPTH ? Place<S, true>::of(l * (1024 / S::DEPTH), 0) : Place<S, false>::of(0, l * (1024 / S::OUTER));
    }
    __device__ __forceinline__ void copy(int l, const float* address) { copies.copyFour(first + offset(l), address); }
    __device__ __forceinline__ void put(int l, float4 values) { storeFourAt(first + offset(l), values); }
};

// What a block has in shared memory: the slices of both factors for several steps, and later, in their place, the sums.
template <class Tile> struct Pipeline {
    using LeftSlice = PipelineSlice<Tile::ROWS>;
    using RightSlice = PipelineSlice<Tile::COLUMNS>;
    static constexpr int STAGES = 4, FLOATS = STAGES * (LeftSlice::FLOATS + RightSlice::FLOATS);
    float* memory; // FLOATS of them
    __device__ __forceinline__ float* staging() { return memory; }
    __device__ __forceinline__ float* left(int stage) { return memory + stage * LeftSlice::FLOATS; }
    __device__ __forceinline__ float* right(int stage) {
        return memory + STAGES * LeftSlice::FLOATS + stage * RightSlice::FLOATS;
    }
    template <class Left, class Right>
    __device__ __forceinline__ void fetch(int stage, Left& leftFactor, Right& rightFactor, AsyncCopies& copies) {
        Arriving<LeftSlice, Left::ALONG_DEPTH> toLeft(left(stage), copies);
        Arriving<RightSlice, Right::ALONG_DEPTH> toRight(right(stage), copies);
        leftFactor.next(toLeft);
        rightFactor.next(toRight);
    }
};
