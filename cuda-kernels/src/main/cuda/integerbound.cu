// Bounds on words, to the bit as org.fitact.tensor.integer.BoundKernels defines them.
#include "words.cuh"

namespace {

enum class Policy : int { ZERO, SATURATE, SMOOTH };

constexpr int GATE_FRACTION = 16;

// The fraction bits of what bounds and of what is bounded, and the index of the gate's table.
struct Bounded {
    Policy policy;
    int ofX, ofUpper, ofLower;
    FixedType index;
};

// The gate for high · 2^−ofHigh − low · 2^−ofLow.
__device__ __forceinline__ Word gateOf(
    Word high, int ofHigh, Word low, int ofLow, const FixedType& index, const Word* gates) {
    int common = max(ofHigh, ofLow);
    Word end, start;
    if (raised(high, common - ofHigh, end) && raised(low, common - ofLow, start)) {
        return gates[entryOf(end - start, common, index)];
    }
    Wide distance = Wide(low).negate().shiftLeft(common - ofLow).add(Wide(high).shiftLeft(common - ofHigh));
    return gates[entryOf(distance, common, index)];
}

// One side; `sign` is that of the word and of a bound that lets something pass.
__device__ __forceinline__ Word side(
    const Bounded& b, Word word, Word bound, int ofBound, int sign, const Word* gates, long long element,
    Output& output) {
    bool within = sign * compareWords(word, b.ofX, bound, ofBound) <= 0;
    if (b.policy == Policy::SMOOTH) {
        Word gate = sign > 0 ? gateOf(bound, ofBound, word, b.ofX, b.index, gates)
                             : gateOf(word, b.ofX, bound, ofBound, b.index, gates);
        Word product;
        return multiplied(word, gate, product)
                   ? output.word(product, b.ofX + GATE_FRACTION, element)
                   : output.word(Wide(0).addProduct(word, gate), b.ofX + GATE_FRACTION, element);
    }
    if (within || b.policy == Policy::ZERO) return output.word(within ? word : 0, b.ofX, element);
    return output.word(sign > 0 ? max(bound, 0ll) : min(bound, 0ll), ofBound, element);
}

} // namespace

// lower: null where what is not positive becomes 0. Bounds repeat after `bounds` elements. gates: null but for the smooth policy.
extern "C" __global__ void integerBound(
    Bounded b, int bounds, FixedType type, long long n, const Word* __restrict__ x, const Word* __restrict__ upper,
    const Word* __restrict__ lower, const Word* __restrict__ gates, Word* __restrict__ y, RUN_PARAMETERS) {
    Output output(type, RUN_OF_PARAMETERS);
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        Word word = x[i];
        int bound = modulo(i, bounds);
        y[i] = word > 0            ? side(b, word, upper[bound], b.ofUpper, 1, gates, i, output)
               : word < 0 && lower ? side(b, word, lower[bound], b.ofLower, -1, gates, i, output)
                                   : output.word((Word)0, b.ofX, i);
    }
    output.tell();
}
