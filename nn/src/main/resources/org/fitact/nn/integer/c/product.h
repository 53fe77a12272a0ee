static NAME_wide NAME_wide_product(int64_t a, int64_t b)
{
    uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    uint64_t y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;
    uint64_t x_low = x & UINT32_MAX, x_high = x >> 32;
    uint64_t y_low = y & UINT32_MAX, y_high = y >> 32;
    uint64_t low = x_low * y_low;
    uint64_t middle = x_high * y_low + (low >> 32);
    uint64_t cross = x_low * y_high + (middle & UINT32_MAX);
    NAME_wide product;
    product.limb[0] = cross << 32 | (low & UINT32_MAX);
    product.limb[1] = x_high * y_high + (middle >> 32) + (cross >> 32);
    product.limb[2] = 0;
    if ((a < 0) != (b < 0)) {
        NAME_wide_negate(&product);
    }
    return product;
}
