// Pooling of words, to the bit as org.fitact.tensor.integer.PoolKernels defines it.
#include "pool2dshape.cuh"
#include "words.cuh"

namespace {

// The sum under a window over the number of taps. The quotient is cut `shift` bits behind the last place, and one more bit says
// whether anything was cut: Quotient.
__device__ __forceinline__ Wide mean(const PoolWindow& window, const Word* x, int shift) {
    Wide sum(0);
    window.forEach([&](long long at) { sum.add(Wide(x[at])); });
    bool cut = sum.shiftLeft(shift).divide((unsigned)window.divisor());
    return sum.shiftLeft(1).add(0, 0, cut);
}

} // namespace

// The average, or the largest word; `least` is that of a window that lies in the padding alone.
extern "C" __global__ void integerPool(
    PoolShape s, int average, int shift, Word least, int fraction, FixedType type, const Word* __restrict__ x,
    Word* __restrict__ y, RUN_PARAMETERS) {
    Output output(type, RUN_OF_PARAMETERS);
    for (long long i = globalIndex(); i < s.outputs(); i += globalSize()) {
        PoolWindow window = PoolWindow::of(s, i);
        if (average) {
            y[i] = output.word(mean(window, x, shift), fraction + shift + 1, i);
        } else {
            Word largest = least;
            window.forEach([&](long long at) { largest = max(largest, x[at]); });
            y[i] = output.word(largest, fraction, i);
        }
    }
    output.tell();
}
