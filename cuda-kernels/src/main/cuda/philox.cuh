// Philox 4x32-10, as org.fitact.tensor.random.Philox; the same blocks for the same counters.
#pragma once

#include "fitact.cuh"

struct PhiloxBlock {
    unsigned words[4];
    // The two 64-bit numbers of a block; the earlier word is the low half.
    __device__ __forceinline__ unsigned long long bits(int which) const {
        return (unsigned long long)words[2 * which + 1] << 32 | words[2 * which];
    }
};

__device__ __forceinline__ PhiloxBlock philox(unsigned long long key, unsigned long long high, unsigned long long low) {
    unsigned c0 = (unsigned)low, c1 = (unsigned)(low >> 32), c2 = (unsigned)high, c3 = (unsigned)(high >> 32);
    unsigned k0 = (unsigned)key, k1 = (unsigned)(key >> 32);
#pragma unroll
    for (int round = 0; round < 10; round++) {
        unsigned high0 = __umulhi(0xD2511F53u, c0), low0 = 0xD2511F53u * c0;
        unsigned high1 = __umulhi(0xCD9E8D57u, c2), low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ k0;
        c1 = low1;
        c2 = high0 ^ c3 ^ k1;
        c3 = low0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return {{c0, c1, c2, c3}};
}

// The upper 53 of 64 bits as a number in [0, 1).
__device__ __forceinline__ double philoxUnit(unsigned long long bits) {
    return (double)(bits >> 11) * (1.0 / 9007199254740992.0);
}
