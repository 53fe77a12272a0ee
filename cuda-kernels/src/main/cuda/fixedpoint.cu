// The values of fixed-point words, and the flipping of their bits, to the bit as FixedPointCodec and QFormat define them.
#include "fitact.cuh"

namespace {

__device__ __forceinline__ int signExtended(int bits, int width) {
    return (int)((unsigned)bits << (32 - width)) >> (32 - width);
}

} // namespace

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
