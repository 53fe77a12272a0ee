package org.fitact.fault;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.fixedpoint.QFormat;

/**
 * The address space of all stored words of a deployed network: its regions one behind the other, from address 0.
 * Regions of kind {@link ParameterKind#BOUND} come last, so that the same address means the same weight under every
 * protection scheme.
 *
 * <p>Bit i of word a is bit {@code a · width + i} of the memory, bit 0 of a word being its lowest.
 */
public final class FaultSpace {

    private final QFormat format;
    private final List<Region> regions;

    private FaultSpace(QFormat format, List<Region> regions) {
        this.format = format;
        this.regions = List.copyOf(regions);
    }

    public static Builder builder(QFormat format) {
        return new Builder(format);
    }

    /** The format of every word. */
    public QFormat format() {
        return format;
    }

    /** All regions by ascending address. */
    public List<Region> regions() {
        return regions;
    }

    public int words() {
        return regions.getLast().end();
    }

    /** Words that exist under every scheme: all but the bounds. */
    public int sharedWords() {
        return regions.stream()
                .filter(region -> region.kind() == ParameterKind.BOUND)
                .mapToInt(Region::offset)
                .findFirst()
                .orElse(words());
    }

    /** Bits of the memory, which may be more than an {@code int} holds. */
    public long bits() {
        return (long) words() * format.width();
    }

    /**
     * The region of a word.
     *
     * @throws IndexOutOfBoundsException for an address beyond the space
     */
    public Region regionAt(int address) {
        return regions.get(indexOfRegionAt(address));
    }

    /** Index of {@link #regionAt} in {@link #regions}. */
    public int indexOfRegionAt(int address) {
        if (address < 0 || address >= words()) {
            throw new IndexOutOfBoundsException("address " + address + ", expected 0 to " + (words() - 1));
        }
        int low = 0;
        int high = regions.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (address < regions.get(middle).end()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Lays regions one behind the other. */
    public static final class Builder {

        private final QFormat format;
        private final List<Region> regions = new ArrayList<>();

        private Builder(QFormat format) {
            this.format = format;
        }

        /**
         * Adds a region behind the last one.
         *
         * @throws IllegalArgumentException for a region without words, one that ends beyond address 2^31 − 1, or one
         *     of another kind behind a bound
         */
        public Builder add(String layer, String name, ParameterKind kind, int words) {
            boolean behindBound = !regions.isEmpty() && regions.getLast().kind() == ParameterKind.BOUND;
            if (behindBound && kind != ParameterKind.BOUND) {
                throw new IllegalArgumentException("region " + name + " of kind " + kind + " comes behind bound "
                        + regions.getLast().name() + ", but bounds must come last");
            }
            int offset = regions.isEmpty() ? 0 : regions.getLast().end();
            regions.add(new Region(layer, name, kind, offset, words));
            return this;
        }

        /**
         * The finished space.
         *
         * @throws IllegalArgumentException if there is no region
         */
        public FaultSpace build() {
            if (regions.isEmpty()) {
                throw new IllegalArgumentException("a fault space without regions, expected at least one");
            }
            return new FaultSpace(format, regions);
        }
    }
}
