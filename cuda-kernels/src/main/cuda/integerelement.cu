// What is computed element by element of words, to the bit as org.fitact.tensor.integer.ElementKernels defines it.
#include "words.cuh"

namespace {

enum class Combination : int { SUM, DIFFERENCE, PRODUCT, LARGER, SMALLER };

__device__ __forceinline__ Word sumOf(
    Word a, int ofA, Word b, int ofB, bool subtracts, long long element, Output& output) {
    int common = max(ofA, ofB);
    Word left, right;
    if (raised(a, common - ofA, left) && raised(b, common - ofB, right)) {
        return output.word(subtracts ? left - right : left + right, common, element);
    }
    Wide wide(b);
    if (subtracts) wide.negate();
    return output.word(wide.shiftLeft(common - ofB).add(Wide(a).shiftLeft(common - ofA)), common, element);
}

__device__ __forceinline__ Word productOf(Word a, Word b, int fraction, long long element, Output& output) {
    Word product;
    return multiplied(a, b, product) ? output.word(product, fraction, element)
                                     : output.word(Wide(0).addProduct(a, b), fraction, element);
}

} // namespace

// y = type(max(low, min(high, x)))
extern "C" __global__ void integerClip(
    Word low, Word high, int fraction, FixedType type, long long n, const Word* __restrict__ x, Word* __restrict__ y,
    RUN_PARAMETERS) {
    Output output(type, RUN_OF_PARAMETERS);
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        y[i] = output.word(max(low, min(high, x[i])), fraction, i);
    }
    output.tell();
}

extern "C" __global__ void integerBinary(
    int which, int ofA, int ofB, FixedType type, long long n, const Word* __restrict__ a, const Word* __restrict__ b,
    Word* __restrict__ y, RUN_PARAMETERS) {
    Output output(type, RUN_OF_PARAMETERS);
    Combination combination = (Combination)which;
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        Word one = a[i], other = b[i];
        switch (combination) {
        case Combination::SUM:
        case Combination::DIFFERENCE:
            y[i] = sumOf(one, ofA, other, ofB, combination == Combination::DIFFERENCE, i, output);
            break;
        case Combination::PRODUCT: y[i] = productOf(one, other, ofA + ofB, i, output); break;
        default:
            int sign = compareWords(one, ofA, other, ofB);
            bool first = combination == Combination::LARGER ? sign >= 0 : sign <= 0;
            y[i] = output.word(first ? one : other, first ? ofA : ofB, i);
        }
    }
    output.tell();
}

// ±∞ has the word at the end of a range that saturates; else it is an error, as NaN is.
extern "C" __global__ void integerQuantise(
    FixedType type, long long n, const float* __restrict__ x, Word* __restrict__ y, RUN_PARAMETERS) {
    Output output(type, RUN_OF_PARAMETERS);
    bool saturates = type.overflow != Overflow::WRAP && type.overflow != Overflow::ERROR;
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        unsigned bits = __float_as_uint(x[i]);
        int exponent = (int)(bits >> 23 & 0xFF);
        Word mantissa = bits & 0x7FFFFF;
        bool negative = bits >> 31;
        if (exponent == 0xFF) {
            output.failed |= mantissa != 0 || !saturates;
            Converted end = type.word(false, negative, 0);
            output.note(end.beyond);
            y[i] = end.word;
        } else {
            Word number = exponent == 0 ? mantissa : mantissa | 0x800000;
            y[i] = output.word(negative ? -number : number, 150 - max(exponent, 1), i);
        }
    }
    output.tell();
}

// words: of each entry; beyond: whether the function was beyond the output's range there.
extern "C" __global__ void integerTable(
    FixedType index, int fraction, FixedType type, long long n, const Word* __restrict__ x,
    const Word* __restrict__ words, const int* __restrict__ beyond, Word* __restrict__ y, RUN_PARAMETERS) {
    Output output(type, RUN_OF_PARAMETERS);
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int entry = entryOf(x[i], fraction, index);
        output.beyond += beyond[entry];
        y[i] = words[entry];
    }
    output.tell();
}
