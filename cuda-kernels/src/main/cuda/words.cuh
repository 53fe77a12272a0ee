// What all ops on words share: where they draw, what they tell, and how exact numbers become words of their output.
#pragma once

#include "philox.cuh"
#include "wide.cuh"

// What an op is given besides its operands. Elements are counted within their image, `elements` of them. `found` has counts of
// numbers beyond the output's range and of sums beyond the accumulator's, the bits of the largest sum, and 1 if something was beyond a
// range where that is an error.
#define RUN_PARAMETERS long long seed, long long stream, int elements, unsigned long long* found
#define RUN_OF_PARAMETERS \
    NodeRun { seed, stream, elements, found }

// 64 random bits for a term of an element: Draws.bits. Called, since few roundings draw.
__device__ __noinline__ inline Bits drawnBits(Bits seed, Bits stream, int element, int term) {
    return philox(seed, stream ^ (unsigned)term, (Bits)element).bits(0);
}

struct NodeRun {
    long long seed, stream;
    int elements;
    unsigned long long* found;

    __device__ __forceinline__ Bits draw(long long element, int term) const {
        return drawnBits((Bits)seed, (Bits)stream, modulo(element, elements), term);
    }
};

// Makes numbers words of the output, and keeps for one thread what happened until it is told.
struct Output {
    const FixedType type;
    const NodeRun run;
    Bits beyond = 0, sumsBeyond = 0;
    int bitsOfSums = 0;
    bool failed = false;

    __device__ __forceinline__ Output(const FixedType& type, const NodeRun& run) : type(type), run(run) {}

    // The word of number · 2^−fraction; N is Word, or Wide.
    template <class N> __device__ __forceinline__ Word word(const N& number, int fraction, long long element) {
        bool draws = type.rounding == Rounding::STOCHASTIC && fraction > type.fraction;
        Converted converted = toWord(number, fraction, type, draws ? run.draw(element, 0) : 0);
        note(converted.beyond);
        return converted.word;
    }
    __device__ __forceinline__ void note(bool isBeyond) {
        beyond += isBeyond;
        failed |= isBeyond && type.overflow == Overflow::ERROR;
    }
    // Overflows are rare, and few sums are larger than all before, so each is added by itself.
    __device__ __forceinline__ void tell() const {
        if (beyond > 0) atomicAdd(run.found, beyond);
        if (sumsBeyond > 0) atomicAdd(run.found + 1, sumsBeyond);
        if (bitsOfSums > 0 && (Bits)bitsOfSums > *(volatile unsigned long long*)(run.found + 2)) {
            atomicMax(run.found + 2, (Bits)bitsOfSums);
        }
        if (failed) atomicMax(run.found + 3, 1ull);
    }
};

// The entry of a table for number · 2^−fraction: it is rounded to the index first, half-even and saturating.
template <class N> __device__ __forceinline__ int entryOf(const N& number, int fraction, const FixedType& index) {
    return (int)(toWord(number, fraction, index, 0).word - index.leastWord());
}

// Sign of a · 2^−ofA − b · 2^−ofB: Comparison.
__device__ __forceinline__ int compareWords(Word a, int ofA, Word b, int ofB) {
    int apart = ofA - ofB;
    int bits = apart >= 0 ? apart : -apart;
    Word fine = apart >= 0 ? a : b, coarse = apart >= 0 ? b : a;
    Word moved = bits < 64 ? (Word)((Bits)coarse << bits) : 0;
    bool fits = coarse == 0 || (bits < 64 && moved >> bits == coarse);
    int sign = fits ? (fine > moved) - (fine < moved) : coarse > 0 ? -1 : 1;
    return apart >= 0 ? sign : -sign;
}
