// Fixed-point words, and whole numbers of up to 192 bits that become such words, to the bit as
// org.fitact.tensor.fixedpoint.FixedType and Wide define both. What fits in 64 bits takes a shorter way to the same words.
#pragma once

#include "fitact.cuh"

using Word = long long;
using Bits = unsigned long long;

// In the order of the Java enums.
enum class Rounding : int {
    HALF_EVEN, HALF_UP, HALF_DOWN, HALF_AWAY, HALF_ZERO, FLOOR, CEILING, TRUNCATE, STOCHASTIC
};
enum class Overflow : int { SATURATE, SATURATE_SYMMETRIC, SATURATE_ZERO, WRAP, ERROR };

// What a number became, and whether it was beyond the range.
struct Converted {
    Word word;
    bool beyond;
};

struct FixedType {
    int width, fraction, isSigned;
    Rounding rounding;
    Overflow overflow;

    __device__ __forceinline__ Word leastWord() const { return isSigned ? (Word)(~0ull << (width - 1)) : 0; }
    __device__ __forceinline__ Word greatest() const { return isSigned ? ~leastWord() : (Word)(~0ull >> (64 - width)); }
    __device__ __forceinline__ Word least() const {
        return isSigned && overflow == Overflow::SATURATE_SYMMETRIC ? -greatest() : leastWord();
    }
    // The word of a whole number in units of the last place, of which only the low bits may be known if it is beyond.
    __device__ __forceinline__ Converted word(bool fits, bool negative, Bits low) const {
        if (fits && (Word)low >= least() && (Word)low <= greatest()) return {(Word)low, false};
        switch (overflow) {
        case Overflow::SATURATE:
        case Overflow::SATURATE_SYMMETRIC: return {negative ? least() : greatest(), true};
        case Overflow::WRAP: return {wrapped(low), true};
        default: return {0, true};
        }
    }
    __device__ __forceinline__ Word wrapped(Bits bits) const {
        int unused = 64 - width;
        return isSigned ? (Word)(bits << unused) >> unused : (Word)(bits << unused >> unused);
    }
};

// Whether a number between two words becomes the upper one: Rounding.up.
__device__ __forceinline__ bool roundsUp(
    Rounding rounding, bool exact, int half, bool odd, bool negative, bool drawn) {
    switch (rounding) {
    case Rounding::HALF_EVEN: return half > 0 || (half == 0 && odd);
    case Rounding::HALF_UP: return half >= 0;
    case Rounding::HALF_DOWN: return half > 0;
    case Rounding::HALF_AWAY: return half > 0 || (half == 0 && !negative);
    case Rounding::HALF_ZERO: return half > 0 || (half == 0 && negative);
    case Rounding::FLOOR: return false;
    case Rounding::CEILING: return !exact;
    case Rounding::TRUNCATE: return negative && !exact;
    default: return drawn;
    }
}

// Bits of the least two's-complement word that holds a number, the sign among them.
__device__ __forceinline__ int bitLength(Word number) {
    return 65 - __clzll(number ^ (number >> 63));
}

// x · 2^bits where that is less than 2^62, so that a sum of two such numbers is exact; else false.
__device__ __forceinline__ bool raised(Word x, int bits, Word& y) {
    if (bits > 62) {
        y = 0;
        return x == 0;
    }
    y = (Word)((Bits)x << bits);
    return y >> bits == x && (y ^ (Word)((Bits)y << 1)) >= 0;
}

// x · y where that fits in 64 bits; else false.
__device__ __forceinline__ bool multiplied(Word x, Word y, Word& product) {
    product = (Word)((Bits)x * (Bits)y);
    return __mul64hi(x, y) == product >> 63;
}

// A number that may have 192 bits, in two's complement.
struct Wide {
    Bits low, high, top;

    __device__ __forceinline__ explicit Wide(Word value)
        : low((Bits)value), high((Bits)(value >> 63)), top((Bits)(value >> 63)) {}

    __device__ __forceinline__ Wide& add(Bits t, Bits h, Bits l) {
        low += l;
        Bits carry = low < l;
        Bits sum = high + h, over = sum < h;
        high = sum + carry;
        over += high < sum;
        top += t + over;
        return *this;
    }
    __device__ __forceinline__ Wide& add(const Wide& other) { return add(other.top, other.high, other.low); }
    __device__ __forceinline__ Wide& addProduct(Word x, Word y) {
        Word upper = __mul64hi(x, y);
        return add((Bits)(upper >> 63), (Bits)upper, (Bits)x * (Bits)y);
    }
    __device__ __forceinline__ Wide& negate() {
        low = ~low;
        high = ~high;
        top = ~top;
        return add(0, 0, 1);
    }
    __device__ __forceinline__ Wide& shiftLeft(int bits);

    // Divides by a whole number and rounds down; whether something was left.
    __device__ bool divide(unsigned divisor) {
        // floor(x / d) = −1 − floor((−1 − x) / d), and −1 − x is the complement.
        Bits sign = isNegative() ? ~0ull : 0, rest = 0;
        Bits limbs[3] = {top ^ sign, high ^ sign, low ^ sign};
        UNROLL
        for (int i = 0; i < 3; i++) {
            Bits upper = rest << 32 | limbs[i] >> 32;
            Bits lower = upper % divisor << 32 | (limbs[i] & 0xFFFFFFFFull);
            limbs[i] = upper / divisor << 32 | lower / divisor;
            rest = lower % divisor;
        }
        top = limbs[0] ^ sign;
        high = limbs[1] ^ sign;
        low = limbs[2] ^ sign;
        return rest != (sign == 0 ? 0 : divisor - 1);
    }

    __device__ __forceinline__ bool isNegative() const { return (Word)top < 0; }
    __device__ __forceinline__ bool isZero() const { return (low | high | top) == 0; }
    __device__ int bits() const {
        Bits sign = isNegative() ? ~0ull : 0;
        if (top != sign) return 193 - __clzll((Word)(top ^ sign));
        if (high != sign) return 129 - __clzll((Word)(high ^ sign));
        return 65 - __clzll((Word)(low ^ sign));
    }

    __device__ __forceinline__ Wide& scale(int bits, Rounding rounding, Bits drawn);

    __device__ __forceinline__ Bits limb(int index) const {
        return index == 0 ? low : index == 1 ? high : index == 2 ? top : isNegative() ? ~0ull : 0;
    }
    // The 64 bits from one on; beyond the highest are copies of the sign.
    __device__ __forceinline__ Bits from(int bit) const {
        int index = bit / 64, within = bit % 64;
        return within == 0 ? limb(index) : limb(index) >> within | limb(index + 1) << (64 - within);
    }
    __device__ __forceinline__ bool anyBelow(int bits) const {
        if (bits <= 0) return false;
        if (bits >= 192) return !isZero();
        Bits last = bits % 64 == 0 ? 0 : limb(bits / 64) << (64 - bits % 64);
        for (int i = 0; i < bits / 64; i++) last |= limb(i);
        return last != 0;
    }
    // Whether the upper 53 random bits, as a fraction, are less than the last bits as a fraction of 2^bits.
    __device__ __forceinline__ bool isBelowRest(Bits drawn, int bits) const {
        Bits u = drawn >> 11;
        if (bits <= 53) return u < (low & ((1ull << bits) - 1)) << (53 - bits);
        Bits rest = from(bits - 53) & ((1ull << 53) - 1);
        return u < rest || (u == rest && anyBelow(bits - 53));
    }
};

// What takes more than 64 bits is rare, and long: it is called, by value, so that nothing of a kernel has to lie in memory.

__device__ __noinline__ inline Wide shiftedLeft(Wide number, int bits) {
    for (; bits >= 64; bits -= 64) {
        number.top = number.high;
        number.high = number.low;
        number.low = 0;
    }
    if (bits > 0) {
        number.top = number.top << bits | number.high >> (64 - bits);
        number.high = number.high << bits | number.low >> (64 - bits);
        number.low <<= bits;
    }
    return number;
}
__device__ __forceinline__ Wide& Wide::shiftLeft(int bits) { return *this = shiftedLeft(*this, bits); }

// Divides by 2^bits, rounded; a negative number of bits multiplies.
__device__ __noinline__ inline Wide scaledWide(Wide number, int bits, Rounding rounding, Bits drawn) {
    if (bits <= 0) return shiftedLeft(number, -bits);
    bool half = number.from(bits - 1) & 1, below = number.anyBelow(bits - 1), odd = number.from(bits) & 1;
    bool up = roundsUp(
        rounding, !half && !below, half ? below : -1, odd, number.isNegative(),
        rounding == Rounding::STOCHASTIC && number.isBelowRest(drawn, bits));
    Wide result(0);
    result.low = number.from(bits);
    result.high = number.from(bits + 64);
    result.top = number.from(bits + 128);
    return up ? result.add(0, 0, 1) : result;
}
__device__ __forceinline__ Wide& Wide::scale(int bits, Rounding rounding, Bits drawn) {
    return *this = scaledWide(*this, bits, rounding, drawn);
}

// number / 2^shift, rounded, for a shift of 1 to 62.
__device__ __forceinline__ Word rounded(Word number, int shift, Rounding rounding, Bits drawn) {
    Bits rest = (Bits)number & ((1ull << shift) - 1), middle = 1ull << (shift - 1);
    Word floor = number >> shift;
    bool below = false;
    if (rounding == Rounding::STOCHASTIC) {
        Bits u = drawn >> 11, behind = shift > 53 ? rest & ((1ull << (shift - 53)) - 1) : 0;
        Bits upper = shift > 53 ? rest >> (shift - 53) : rest << (53 - shift);
        below = u < upper || (u == upper && behind != 0);
    }
    int half = rest < middle ? -1 : rest > middle;
    return floor + roundsUp(rounding, rest == 0, half, floor & 1, number < 0, below);
}

// number · 2^−shift, rounded, where that takes 64 bits alone; else false.
__device__ __forceinline__ bool scaled(Word number, int shift, Rounding rounding, Bits drawn, Word& result) {
    if (shift > 62 || shift < -62) return false;
    if (shift > 0) {
        result = rounded(number, shift, rounding, drawn);
        return true;
    }
    result = (Word)((Bits)number << -shift);
    return result >> -shift == number;
}

// The word of number · 2^−fraction: rounded once to the last place of the type, then overflowing or not.
__device__ __noinline__ inline Converted toWord(Wide number, int fraction, FixedType type, Bits drawn) {
    int shift = fraction - type.fraction;
    bool negative = number.isNegative();
    if (number.isZero()) return {0, false};
    if (shift < 0 && number.bits() - shift > 64) {
        return type.word(false, negative, -shift >= 64 ? 0 : number.low << -shift);
    }
    number.scale(shift, type.rounding, drawn);
    return type.word(number.bits() <= 64, negative, number.low);
}
__device__ __forceinline__ Converted toWord(Word number, int fraction, const FixedType& type, Bits drawn) {
    Word result;
    if (scaled(number, fraction - type.fraction, type.rounding, drawn, result)) {
        return type.word(true, result < 0, (Bits)result);
    }
    return toWord(Wide(number), fraction, type, drawn);
}
