/*
 * 64 random bits of a rounding: a function of the seed, the value, the element and the term alone. Philox 4x32-10 (Salmon, Moraes, Dror,
 * Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, SC 2011).
 */
static uint64_t NAME_draw(uint32_t value, int32_t element, int32_t term)
{
    uint64_t stream = UINT64_C(STREAM) ^ ((uint64_t)value << 32 | (uint32_t)term);
    uint32_t c0 = (uint32_t)element;
    uint32_t c1 = 0;
    uint32_t c2 = (uint32_t)(stream & UINT32_MAX);
    uint32_t c3 = (uint32_t)(stream >> 32);
    uint32_t k0 = UINT32_C(SEED_LOW);
    uint32_t k1 = UINT32_C(SEED_HIGH);
    for (int32_t round = 0; round < 10; round++) {
        uint64_t product0 = (uint64_t)UINT32_C(0xD2511F53) * c0;
        uint64_t product1 = (uint64_t)UINT32_C(0xCD9E8D57) * c2;
        c0 = (uint32_t)(product1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)(product1 & UINT32_MAX);
        c2 = (uint32_t)(product0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)(product0 & UINT32_MAX);
        k0 += UINT32_C(0x9E3779B9);
        k1 += UINT32_C(0xBB67AE85);
    }
    return (uint64_t)c1 << 32 | c0;
}
