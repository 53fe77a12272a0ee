/* The 64 bits from one on, the lowest being 0; beyond the highest are copies of the sign. */
static uint64_t NAME_wide_from(const NAME_wide *x, int32_t bit)
{
    int32_t limb = bit / 64;
    int32_t within = bit % 64;
    uint64_t low = limb < 3 ? x->limb[limb] : NAME_wide_sign(x);
    uint64_t high = limb < 2 ? x->limb[limb + 1] : NAME_wide_sign(x);
    return within == 0 ? low : low >> within | high << (64 - within);
}

/* Whether one of the lowest bits is set. */
static int32_t NAME_wide_any(const NAME_wide *x, int32_t bits)
{
    uint64_t any = 0;
    for (int32_t i = 0; i < 3 && bits > 0; i++, bits -= 64) {
        any |= bits >= 64 ? x->limb[i] : x->limb[i] << (64 - bits);
    }
    return any != 0;
}

/* Bits of the least two's-complement word that holds it, the sign among them. */
static int32_t NAME_wide_bits(const NAME_wide *x)
{
    for (int32_t limb = 2; limb >= 0; limb--) {
        uint64_t rest = x->limb[limb] ^ NAME_wide_sign(x);
        if (rest != 0) {
            int32_t bits = 64 * limb + 1;
            for (; rest != 0; rest >>= 1) {
                bits++;
            }
            return bits;
        }
    }
    return 1;
}

/* Whether a number u in [0, 1), the upper 53 random bits, is less than the last bits as a fraction of 2^bits. */
static int32_t NAME_wide_drawn(const NAME_wide *x, int32_t bits, uint64_t drawn)
{
    uint64_t u = drawn >> 11;
    uint64_t rest;
    if (bits <= 53) {
        rest = x->limb[0] & (((uint64_t)1 << bits) - 1);
        return u < rest << (53 - bits);
    }
    rest = NAME_wide_from(x, bits - 53) & (((uint64_t)1 << 53) - 1);
    return u < rest || (u == rest && NAME_wide_any(x, bits - 53));
}

static int32_t NAME_wide_up(const NAME_wide *x, int32_t bits, int32_t rounding, uint64_t drawn)
{
    int32_t half = (int32_t)(NAME_wide_from(x, bits - 1) & 1);
    int32_t below = NAME_wide_any(x, bits - 1);
    int32_t odd = (int32_t)(NAME_wide_from(x, bits) & 1);
    int32_t negative = NAME_wide_sign(x) != 0;
    int32_t tie = half && !below;
    int32_t more = half && below;
    switch (rounding) {
    case NAME_HALF_EVEN: return more || (tie && odd);
    case NAME_HALF_UP: return half;
    case NAME_HALF_DOWN: return more;
    case NAME_HALF_AWAY: return more || (tie && !negative);
    case NAME_HALF_ZERO: return more || (tie && negative);
    case NAME_CEILING: return half || below;
    case NAME_TRUNCATE: return negative && (half || below);
    case NAME_STOCHASTIC: return NAME_wide_drawn(x, bits, drawn);
    default: return 0;
    }
}

static int64_t NAME_overflow(int32_t negative, uint64_t low, const NAME_type *type, int32_t *failed)
{
    uint64_t mask = UINT64_MAX >> (64 - type->width);
    uint64_t half = type->is_signed ? (uint64_t)1 << (type->width - 1) : 0;
    switch (type->overflow) {
    case NAME_WRAP: return NAME_signed(((low + half) & mask) - half);
    case NAME_SATURATE_ZERO: return 0;
    case NAME_ERROR: *failed = 1; return 0;
    default: return negative ? type->least : type->greatest;
    }
}

/* The word of x / 2^shift: rounded once, then overflowing or not. */
static int64_t NAME_wide_word(
    NAME_wide x, int32_t shift, const NAME_type *type, uint64_t drawn, int32_t *failed)
{
    int32_t negative = NAME_wide_sign(&x) != 0;
    int32_t zero = (x.limb[0] | x.limb[1] | x.limb[2]) == 0;
    int64_t word;
    if (shift < 0 && !zero && NAME_wide_bits(&x) - shift > 64) {
        return NAME_overflow(negative, -shift >= 64 ? 0 : x.limb[0] << -shift, type, failed);
    }
    if (zero) {
        return 0;
    }
    if (shift <= 0) {
        x = NAME_wide_left(x, -shift);
    } else {
        int32_t up = NAME_wide_up(&x, shift, type->rounding, drawn);
        NAME_wide cut;
        cut.limb[0] = NAME_wide_from(&x, shift);
        cut.limb[1] = NAME_wide_from(&x, shift + 64);
        cut.limb[2] = NAME_wide_from(&x, shift + 128);
        if (up) {
            NAME_wide_add(&cut, NAME_wide_of(1));
        }
        x = cut;
    }
    negative = NAME_wide_sign(&x) != 0;
    word = NAME_signed(x.limb[0]);
    if (NAME_wide_bits(&x) > 64 || word < type->least || word > type->greatest) {
        return NAME_overflow(negative, x.limb[0], type, failed);
    }
    return word;
}
