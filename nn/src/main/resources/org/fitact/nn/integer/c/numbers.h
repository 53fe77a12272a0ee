/* x / 2^bits, rounded down; what C has for negative numbers is up to the compiler. */
static inline int64_t NAME_floor(int64_t x, int32_t bits)
{
    return x >= 0 ? x >> bits : -1 - ((-1 - x) >> bits);
}

/* n / d, rounded down, d > 0. */
static inline int64_t NAME_quotient(int64_t n, int64_t d)
{
    return n >= 0 ? n / d : -1 - (-1 - n) / d;
}
