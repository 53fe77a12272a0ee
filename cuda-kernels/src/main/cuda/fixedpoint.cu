// Conversion to and from fixed-point words, and the flipping of their bits, to the bit as FixedPointCodec and QFormat
// define them: the scaling by a power of two is exact in double, and there is one rounding.
#include "philox.cuh"

enum RoundingCode { HALF_EVEN, HALF_UP, TRUNCATE, STOCHASTIC };
enum OverflowCode { SATURATE, WRAP, ERROR };

namespace {

constexpr unsigned long long ROUNDING_STREAM = 0x726F756E64696E67ull;

__device__ __forceinline__ int signExtended(int bits, int width) {
    return (int)((unsigned)bits << (32 - width)) >> (32 - width);
}

// Of a finite number.
__device__ __forceinline__ double rounded(int rounding, double scaled, unsigned long long seed, long long index) {
    double below = floor(scaled), fraction = scaled - below;
    switch (rounding) {
        case HALF_EVEN: return rint(scaled);
        case HALF_UP: return below + (fraction >= 0.5 ? 1.0 : 0.0);
        case TRUNCATE: return trunc(scaled);
        default: {
            double threshold = philoxUnit(philox(seed, ROUNDING_STREAM, (unsigned long long)index).bits(0));
            return below + (threshold < fraction ? 1.0 : 0.0);
        }
    }
}

} // namespace

// `unit` is 2^f. The index of the first value that has no word goes to *first; the host makes the message.
extern "C" __global__ void quantise(
    int rounding, int overflow, int width, double unit, long long seed, long long n, const float* __restrict__ x,
    int* __restrict__ words, int* first) {
    double smallest = -ldexp(1.0, width - 1), largest = -smallest - 1.0;
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        double value = x[i];
        bool infinite = isinf(value);
        if (isnan(value) || (overflow == WRAP && infinite)) {
            atomicMin(first, (int)i);
            continue;
        }
        if (overflow == WRAP) value = fmod(value, 4294967296.0 / unit); // exact; leaves what the low 32 bits need
        double word = infinite ? value : rounded(rounding, value * unit, (unsigned long long)seed, i);
        if (overflow == WRAP) {
            words[i] = signExtended((int)(long long)word, width);
        } else if (overflow == SATURATE) {
            words[i] = (int)fmax(smallest, fmin(largest, word));
        } else if (word < smallest || word > largest) {
            atomicMin(first, (int)i);
        } else {
            words[i] = (int)word;
        }
    }
}

// `resolution` is 2^−f; the product is exact in double and rounded to float once.
extern "C" __global__ void dequantise(
    double resolution, long long n, const int* __restrict__ words, float* __restrict__ x) {
    for (long long i = globalIndex(); i < n; i += globalSize()) x[i] = (float)(words[i] * resolution);
}

// The addresses are distinct.
extern "C" __global__ void flipBits(
    int width, long long n, const int* __restrict__ addresses, const int* __restrict__ masks,
    int* __restrict__ words) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int address = addresses[i];
        words[address] = signExtended(words[address] ^ masks[i], width);
    }
}
