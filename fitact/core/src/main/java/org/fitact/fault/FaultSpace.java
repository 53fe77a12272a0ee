package org.fitact.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.fitact.memory.code.RegionPart;
import org.fitact.nn.NearestName;
import org.fitact.tensor.number.NumberFormat;

/**
 * The address space of all stored words of a deployed network: its regions one behind the other, from address 0.
 * Regions of kind {@link ParameterKind#BOUND} come behind all others, and behind them what accompanies tensors ({@link
 * RegionPart}), so that the same address means the same weight under every protection scheme.
 *
 * <p>Each region has a format and a code of its own, and its words lie without gaps: a word of Q7.8 takes 16 bits of the memory.
 * An address counts words, whatever their width. Bit 0 of a word is its lowest; behind the highest bit of a word comes
 * the lowest of the next.
 */
public final class FaultSpace {

    private final List<Region> regions;

    private FaultSpace(List<Region> regions) {
        this.regions = List.copyOf(regions);
    }

    /** @param format of the first regions */
    public static Builder builder(NumberFormat format) {
        return new Builder(format);
    }

    /** The format of a word. */
    public NumberFormat formatAt(int address) {
        return regionAt(address).format();
    }

    /** Whether all words have the same format. */
    public boolean hasOneFormat() {
        return regions.stream().map(Region::format).distinct().count() == 1;
    }

    /** All regions by ascending address. */
    public List<Region> regions() {
        return regions;
    }

    public int words() {
        return regions.getLast().end();
    }

    /** Words that exist under every scheme: all but the bounds and what accompanies tensors. */
    public int sharedWords() {
        return regions.stream()
                .filter(region -> !region.isShared())
                .mapToInt(Region::offset)
                .findFirst()
                .orElse(words());
    }

    /** Bits of the memory, which may be more than an {@code int} holds. */
    public long bits() {
        return regions.stream().mapToLong(Region::bits).sum();
    }

    /** Bytes of the words that exist under every scheme. */
    public long sharedBytes() {
        return bytes(Region::isShared);
    }

    /** Bytes of the bounds. */
    public long boundBytes() {
        return bytes(region -> region.part() == RegionPart.NUMBER && !region.isShared());
    }

    /** Bytes of what accompanies tensors: scales, check bits, tables, exceptions. */
    public long companionBytes() {
        return bytes(region -> region.part() != RegionPart.NUMBER);
    }

    private long bytes(Predicate<Region> counted) {
        return regions.stream()
                .filter(counted)
                .mapToLong(region -> Math.ceilDiv(region.bits(), Byte.SIZE))
                .sum();
    }

    /**
     * The region of a word.
     *
     * @throws IndexOutOfBoundsException for an address beyond the space
     */
    public Region regionAt(int address) {
        return regions.get(indexOfRegionAt(address));
    }

    /**
     * A region by its name.
     *
     * @throws IllegalArgumentException if there is none of that name; the message offers the nearest
     */
    public Region region(String name) {
        return regions.stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow(() -> NearestName.unknown(
                        "region", name, regions.stream().map(Region::name).toList()));
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

        private final List<Region> regions = new ArrayList<>();
        private NumberFormat format;

        private Builder(NumberFormat format) {
            this.format = format;
        }

        /** Gives the regions that are added from here on another format. */
        public Builder format(NumberFormat other) {
            format = other;
            return this;
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
            return add(new Region(layer, name, kind, end(), words, format));
        }

        /**
         * Adds a region at {@link #end}.
         *
         * @throws IllegalArgumentException for one at another address, or of numbers behind what accompanies others
         */
        public Builder add(Region region) {
            boolean behindCompanion = !regions.isEmpty() && regions.getLast().part() != RegionPart.NUMBER;
            if (region.offset() != end() || (behindCompanion && region.part() == RegionPart.NUMBER)) {
                throw new IllegalArgumentException(
                        "region " + region.name() + " of part " + region.part() + " at " + region.offset()
                                + ", expected it at " + end() + ", and numbers before all that accompanies them");
            }
            regions.add(region);
            return this;
        }

        /** The address behind the last region. */
        public int end() {
            return regions.isEmpty() ? 0 : regions.getLast().end();
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
            return new FaultSpace(regions);
        }
    }
}
