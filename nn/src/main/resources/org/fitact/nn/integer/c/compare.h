/* Sign of fine - coarse * 2^bits. */
static int32_t NAME_compare_scaled(int64_t fine, int64_t coarse, int32_t bits)
{
    int32_t fits = bits < 63 && coarse <= INT64_MAX >> bits && coarse >= -(INT64_MAX >> bits);
    int64_t scaled;
    if (!fits && coarse != 0) {
        return coarse > 0 ? -1 : 1;
    }
    scaled = coarse == 0 ? 0 : coarse * ((int64_t)1 << bits);
    return (fine > scaled) - (fine < scaled);
}

/* Sign of a * 2^-of_a - b * 2^-of_b. */
static int32_t NAME_compare(int64_t a, int32_t of_a, int64_t b, int32_t of_b)
{
    return of_a >= of_b ? NAME_compare_scaled(a, b, of_a - of_b) : -NAME_compare_scaled(b, a, of_b - of_a);
}
