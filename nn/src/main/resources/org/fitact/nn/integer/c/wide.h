/*
 * Whole numbers of 192 bits in two's complement, the lowest limb first, and how they become words: for sums of which the formats do
 * not prove that 64 bits are enough, for roundings that are drawn, and for binary points that lie far apart.
 */
typedef struct {
    uint64_t limb[3];
} NAME_wide;

enum {
    NAME_HALF_EVEN,
    NAME_HALF_UP,
    NAME_HALF_DOWN,
    NAME_HALF_AWAY,
    NAME_HALF_ZERO,
    NAME_FLOOR,
    NAME_CEILING,
    NAME_TRUNCATE,
    NAME_STOCHASTIC
};

enum { NAME_SATURATE, NAME_SATURATE_SYMMETRIC, NAME_SATURATE_ZERO, NAME_WRAP, NAME_ERROR };

/* A type of words. */
typedef struct {
    int64_t least;
    int64_t greatest;
    int32_t width;
    int32_t is_signed;
    int32_t rounding;
    int32_t overflow;
} NAME_type;

static inline int64_t NAME_signed(uint64_t bits)
{
    return bits <= (uint64_t)INT64_MAX ? (int64_t)bits : -1 - (int64_t)~bits;
}

static inline uint64_t NAME_wide_sign(const NAME_wide *x)
{
    return x->limb[2] >> 63 ? UINT64_MAX : 0;
}

static inline NAME_wide NAME_wide_of(int64_t value)
{
    uint64_t sign = value < 0 ? UINT64_MAX : 0;
    NAME_wide wide;
    wide.limb[0] = (uint64_t)value;
    wide.limb[1] = sign;
    wide.limb[2] = sign;
    return wide;
}

static inline void NAME_wide_add(NAME_wide *to, NAME_wide other)
{
    uint64_t carry = 0;
    for (int32_t i = 0; i < 3; i++) {
        uint64_t sum = to->limb[i] + other.limb[i];
        uint64_t over = sum < other.limb[i];
        to->limb[i] = sum + carry;
        carry = over | (to->limb[i] < carry);
    }
}

static inline void NAME_wide_negate(NAME_wide *x)
{
    for (int32_t i = 0; i < 3; i++) {
        x->limb[i] = ~x->limb[i];
    }
    NAME_wide_add(x, NAME_wide_of(1));
}

static inline NAME_wide NAME_wide_left(NAME_wide x, int32_t bits)
{
    for (; bits >= 64; bits -= 64) {
        x.limb[2] = x.limb[1];
        x.limb[1] = x.limb[0];
        x.limb[0] = 0;
    }
    if (bits > 0) {
        x.limb[2] = x.limb[2] << bits | x.limb[1] >> (64 - bits);
        x.limb[1] = x.limb[1] << bits | x.limb[0] >> (64 - bits);
        x.limb[0] <<= bits;
    }
    return x;
}
