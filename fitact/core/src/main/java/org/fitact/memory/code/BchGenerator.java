package org.fitact.memory.code;

/** Generators of the primitive BCH codes of length 31: products of minimal polynomials over GF(32) with x⁵ + x² + 1. */
final class BchGenerator {

    static final int FIELD_BITS = 5;
    static final int LENGTH = (1 << FIELD_BITS) - 1;

    /** Minimal polynomials of α, α³ and α⁵; bit i is the coefficient of xⁱ. */
    private static final int[] MINIMAL = {0b100101, 0b111101, 0b110111};

    private BchGenerator() {}

    /** @param errors that are mended, 1 to 3 */
    static int of(int errors) {
        int product = 1;
        for (int i = 0; i < errors; i++) {
            product = times(product, MINIMAL[i]);
        }
        return product;
    }

    private static int times(int a, int b) {
        int product = 0;
        for (int i = 0; i < Integer.SIZE; i++) {
            product ^= (b >>> i & 1) == 0 ? 0 : a << i;
        }
        return product;
    }
}
