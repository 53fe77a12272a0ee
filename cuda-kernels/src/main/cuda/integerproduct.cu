// Convolutions and matrix products of words, a thread for each output, to the bit as org.fitact.tensor.integer.ProductKernels
// defines them. Sums that are rounded at the end grow in as many bits as the launcher has proven to be enough.
#include "conv2dshape.cuh"
#include "words.cuh"

namespace {

// The record ProductArithmetic. Fraction bits of products, of what is summed, and of the bias; whether there is a bias; and whether a
// sum becomes a word of the accumulator at each addition.
struct ProductArithmetic {
    FixedType accumulator, output;
    int product, common, bias, biased, atEach;
};

// The sum of one output: what a hardware register of the accumulator's type has.
struct Register {
    const ProductArithmetic& arithmetic;
    Output& output;
    const long long element;
    int additions = 0;
    Word word = 0;

    __device__ __forceinline__ Register(const ProductArithmetic& arithmetic, Output& output, long long element)
        : arithmetic(arithmetic), output(output), element(element) {}

    // The register becomes the word of exact · 2^−fraction.
    __device__ __forceinline__ void take(Word exact, int fraction) {
        int shift = fraction - arithmetic.accumulator.fraction;
        Bits drawn = nextDraw(shift);
        Word result;
        if (scaled(exact, shift, arithmetic.accumulator.rounding, drawn, result)) {
            note(bitLength(result), arithmetic.accumulator.word(true, result < 0, (Bits)result));
        } else {
            take(Wide(exact), shift, drawn);
        }
    }
    __device__ __forceinline__ void take(const Wide& exact, int fraction) {
        int shift = fraction - arithmetic.accumulator.fraction;
        take(exact, shift, nextDraw(shift));
    }

    // The register becomes the word of itself and x · w.
    __device__ __forceinline__ void add(Word x, Word w) {
        int common = arithmetic.common;
        int up = common - arithmetic.accumulator.fraction, upProduct = common - arithmetic.product;
        Word product, term, sum;
        if (multiplied(x, w, product) && raised(product, upProduct, term) && raised(word, up, sum)) {
            take(sum + term, common);
        } else {
            take(Wide(0).addProduct(x, w).shiftLeft(upProduct).add(Wide(word).shiftLeft(up)), common);
        }
    }

    // The word of the output.
    __device__ __forceinline__ Word end() { return output.word(word, arithmetic.accumulator.fraction, element); }

  private:
    __device__ __forceinline__ Bits nextDraw(int shift) {
        additions++;
        bool draws = arithmetic.accumulator.rounding == Rounding::STOCHASTIC && shift > 0;
        return draws ? output.run.draw(element, additions) : 0;
    }
    __device__ __forceinline__ void take(Wide exact, int shift, Bits drawn) {
        bool negative = exact.isNegative();
        int bits = exact.scale(shift, arithmetic.accumulator.rounding, drawn).bits();
        note(bits, arithmetic.accumulator.word(bits <= 64, negative, exact.low));
    }
    __device__ __forceinline__ void note(int bits, const Converted& converted) {
        word = converted.word;
        output.bitsOfSums = max(output.bitsOfSums, bits);
        output.sumsBeyond += converted.beyond;
        output.failed |= converted.beyond && arithmetic.accumulator.overflow == Overflow::ERROR;
    }
};

// The word of an output. Terms.forEach(f) calls f(x, w) for each product.
template <class Terms>
__device__ __forceinline__ Word sumOf(
    const Terms& terms, const ProductArithmetic& arithmetic, int bits, Word bias, long long element, Output& output) {
    Register sum(arithmetic, output, element);
    if (arithmetic.atEach) {
        if (arithmetic.biased) sum.take(bias, arithmetic.bias);
        terms.forEach([&](Word x, Word w) { sum.add(x, w); });
        return sum.end();
    }
    int common = arithmetic.common, up = common - arithmetic.product, upBias = common - arithmetic.bias;
    Word exact = 0;
    if (bits <= 32) {
        int narrow = 0;
        terms.forEach([&](Word x, Word w) { narrow += (int)x * (int)w; });
        exact = narrow;
    } else if (bits <= 64) {
        terms.forEach([&](Word x, Word w) { exact += x * w; });
    } else {
        Wide wide(0);
        terms.forEach([&](Word x, Word w) { wide.addProduct(x, w); });
        sum.take(wide.shiftLeft(up).add(Wide(bias).shiftLeft(upBias)), common);
        return sum.end();
    }
    Word products, offset;
    if (raised(exact, up, products) && raised(bias, upBias, offset)) {
        sum.take(products + offset, common);
    } else {
        sum.take(Wide(exact).shiftLeft(up).add(Wide(bias).shiftLeft(upBias)), common);
    }
    return sum.end();
}

struct ConvolutionTerms {
    const ConvolutionShape& s;
    const Word *x, *w;
    long long image;
    int oy, ox, o;

    template <class F> __device__ __forceinline__ void forEach(F f) const {
        int inputs = s.inPerGroup(), first = o / s.outPerGroup() * inputs;
        for (int ky = 0; ky < s.down.kernel; ky++) {
            int iy = s.down.input(oy, ky);
            if (iy < 0 || iy >= s.height) continue;
            for (int kx = 0; kx < s.across.kernel; kx++) {
                int ix = s.across.input(ox, kx);
                if (ix < 0 || ix >= s.width) continue;
                const Word* from = x + ((image * s.height + iy) * s.width + ix) * s.inChannels + first;
                const Word* weight = w + (long long)(ky * s.across.kernel + kx) * inputs * s.outChannels + o;
                for (int i = 0; i < inputs; i++) f(from[i], weight[(long long)i * s.outChannels]);
            }
        }
    }
};

// The record BatchedGemm.
struct MatrixShape {
    int batch, m, n, k, transposeA, transposeB;
};

struct MatrixTerms {
    const MatrixShape& s;
    const Word *a, *b; // of one product
    int i, j;

    template <class F> __device__ __forceinline__ void forEach(F f) const {
        for (int l = 0; l < s.k; l++) {
            f(a[s.transposeA ? (long long)l * s.m + i : (long long)i * s.k + l],
              b[s.transposeB ? (long long)j * s.k + l : (long long)l * s.n + j]);
        }
    }
};

} // namespace

// `bits` are enough for every sum of products; beyond 64 it says no more than that.
extern "C" __global__ void integerConv2d(
    ConvolutionShape s, ProductArithmetic arithmetic, int bits, const Word* __restrict__ x, const Word* __restrict__ w,
    const Word* __restrict__ bias, Word* __restrict__ y, RUN_PARAMETERS) {
    Output output(arithmetic.output, RUN_OF_PARAMETERS);
    long long n = (long long)s.batch * s.outHeight * s.outWidth * s.outChannels;
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int o = modulo(i, s.outChannels), pixel = quotient(i, s.outChannels), line = quotient(pixel, s.outWidth);
        int oy = modulo(line, s.outHeight), ox = modulo(pixel, s.outWidth);
        ConvolutionTerms terms{s, x, w, quotient(line, s.outHeight), oy, ox, o};
        y[i] = sumOf(terms, arithmetic, bits, bias[o], i, output);
    }
    output.tell();
}

// `bias` has one word for each column, or is null.
extern "C" __global__ void integerGemm(
    MatrixShape s, ProductArithmetic arithmetic, int bits, const Word* __restrict__ a, const Word* __restrict__ b,
    const Word* __restrict__ bias, Word* __restrict__ y, RUN_PARAMETERS) {
    Output output(arithmetic.output, RUN_OF_PARAMETERS);
    long long n = (long long)s.batch * s.m * s.n;
    for (long long element = globalIndex(); element < n; element += globalSize()) {
        int j = modulo(element, s.n), row = quotient(element, s.n), i = modulo(row, s.m);
        long long matrix = quotient(row, s.m);
        MatrixTerms terms{s, a + matrix * s.m * s.k, b + matrix * s.k * s.n, i, j};
        y[element] = sumOf(terms, arithmetic, bits, bias ? bias[j] : 0, element, output);
    }
    output.tell();
}
