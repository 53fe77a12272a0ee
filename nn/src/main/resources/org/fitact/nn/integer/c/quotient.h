/* The word of x / d / 2^shift after x was multiplied by 2^before: cut there, with one more bit for what was cut. */
static int64_t NAME_wide_quotient(
    NAME_wide x, int32_t before, int32_t d, int32_t shift, const NAME_type *type, uint64_t drawn, int32_t *failed)
{
    uint64_t divisor = (uint64_t)d;
    uint64_t sign, rest = 0;
    x = NAME_wide_left(x, before);
    sign = NAME_wide_sign(&x);
    for (int32_t i = 2; i >= 0; i--) {
        uint64_t limb = x.limb[i] ^ sign;
        uint64_t upper = rest << 32 | limb >> 32;
        uint64_t lower = upper % divisor << 32 | (limb & UINT32_MAX);
        x.limb[i] = (upper / divisor << 32 | lower / divisor) ^ sign;
        rest = lower % divisor;
    }
    x = NAME_wide_left(x, 1);
    NAME_wide_add(&x, NAME_wide_of(rest != (sign ? divisor - 1 : 0)));
    return NAME_wide_word(x, shift, type, drawn, failed);
}
