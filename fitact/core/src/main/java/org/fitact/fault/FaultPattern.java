package org.fitact.fault;

import java.util.Arrays;

/**
 * The faults of one trial: words by ascending address, each once, with a mask of the bits that are hit. Immutable.
 */
public final class FaultPattern {

    private final FaultOperation operation;
    private final int[] addresses;
    private final int[] masks;

    private FaultPattern(FaultOperation operation, int[] addresses, int[] masks) {
        this.operation = operation;
        this.addresses = addresses;
        this.masks = masks;
    }

    public static Builder builder(FaultOperation operation) {
        return new Builder(operation);
    }

    /** The flip of one bit. */
    public static FaultPattern flip(int address, int bit) {
        return builder(FaultOperation.FLIP).add(address, bit).build();
    }

    public FaultOperation operation() {
        return operation;
    }

    /** Words that are hit. */
    public int size() {
        return addresses.length;
    }

    /** Bits that are hit; of those that are set or cleared, some may have had the value before. */
    public long bits() {
        long bits = 0;
        for (int mask : masks) {
            bits += Integer.bitCount(mask);
        }
        return bits;
    }

    /** Address of the i-th word that is hit. */
    public int address(int i) {
        return addresses[i];
    }

    /** Bits that are hit in the i-th word. */
    public int mask(int i) {
        return masks[i];
    }

    /** @throws IndexOutOfBoundsException if a fault lies beyond a memory of so many words */
    public void requireWithin(int words) {
        if (size() > 0 && addresses[size() - 1] >= words) {
            throw new IndexOutOfBoundsException(
                    "a fault at address " + addresses[size() - 1] + " of a memory of " + words + " words");
        }
    }

    /** A copy of all addresses, ascending and distinct. */
    public int[] addresses() {
        return addresses.clone();
    }

    /** A copy of all masks, in the order of the addresses. */
    public int[] masks() {
        return masks.clone();
    }

    /** The part that lies in a region, its addresses counted from the region's first word. */
    public FaultPattern within(Region region) {
        int from = firstAtOrAfter(region.offset());
        int to = firstAtOrAfter(region.end());
        int[] relative = Arrays.copyOfRange(addresses, from, to);
        for (int i = 0; i < relative.length; i++) {
            relative[i] -= region.offset();
        }
        return new FaultPattern(operation, relative, Arrays.copyOfRange(masks, from, to));
    }

    private int firstAtOrAfter(int address) {
        int found = Arrays.binarySearch(addresses, address);
        return found >= 0 ? found : -found - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FaultPattern pattern
                && operation == pattern.operation
                && Arrays.equals(addresses, pattern.addresses)
                && Arrays.equals(masks, pattern.masks);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * operation.hashCode() + Arrays.hashCode(addresses)) + Arrays.hashCode(masks);
    }

    @Override
    public String toString() {
        return operation + " of " + bits() + " bits in " + size() + " words";
    }

    /** Collects bits in any order; a bit that is added twice is hit once. Ascending order is the fast one. */
    public static final class Builder {

        private final FaultOperation operation;
        private int[] addresses = new int[16];
        private int[] masks = new int[16];
        private int size;
        private boolean ascending = true;

        private Builder(FaultOperation operation) {
            this.operation = operation;
        }

        /** Adds one bit of a word. */
        public Builder add(int address, int position) {
            return addMask(address, 1 << position);
        }

        /** Adds an eligible bit. */
        public Builder add(EligibleBits bits, long rank) {
            return add(bits.address(rank), bits.position(rank));
        }

        public FaultPattern build() {
            if (!ascending) {
                sortAndMerge();
            }
            return new FaultPattern(operation, Arrays.copyOf(addresses, size), Arrays.copyOf(masks, size));
        }

        private Builder addMask(int address, int mask) {
            if (size > 0 && addresses[size - 1] == address) {
                masks[size - 1] |= mask;
                return this;
            }
            ascending &= size == 0 || addresses[size - 1] < address;
            if (size == addresses.length) {
                addresses = Arrays.copyOf(addresses, size + (size >> 1));
                masks = Arrays.copyOf(masks, addresses.length);
            }
            addresses[size] = address;
            masks[size++] = mask;
            return this;
        }

        private void sortAndMerge() {
            long[] pairs = new long[size];
            for (int i = 0; i < size; i++) {
                pairs[i] = (long) addresses[i] << 32 | Integer.toUnsignedLong(masks[i]);
            }
            Arrays.sort(pairs);
            size = 0;
            ascending = true;
            for (long pair : pairs) {
                addMask((int) (pair >>> 32), (int) pair);
            }
        }
    }
}
