package org.fitact.memory.code;

import org.fitact.tensor.number.NumberFormat;

/** Words as they are: reading finds nothing and costs nothing. */
public record NoCode() implements MemoryCode, RegionCode {

    public static final NoCode NONE = new NoCode();

    private static final long[] NO_CHECK_BITS = {};

    @Override
    public String name() {
        return "none";
    }

    @Override
    public int checkBits(NumberFormat format) {
        return 0;
    }

    @Override
    public RegionCode over(NumberFormat format, int[] words) {
        return this;
    }

    @Override
    public long[] encode(int[] words) {
        return NO_CHECK_BITS;
    }

    @Override
    public WordStatus decode(int[] block, long check) {
        return WordStatus.CLEAN;
    }
}
