package org.fitact.fault;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fitact.tensor.number.NumberFormat;

/**
 * The bits of a {@link FaultSpace} that a {@link FaultFilter} lets through, numbered without gaps by ascending address
 * and position. A model draws such ranks; nothing here grows with the number of bits.
 *
 * <p>With E positions per word of a region, the r-th bit of the region is position r mod E of its word r / E. As bounds
 * and what accompanies tensors come last, the ranks below {@link #shared()} mean the same bits under every protection scheme.
 */
public final class EligibleBits {

    private final FaultSpace space;
    private final FaultFilter filter;
    /** The regions that may be hit, and their indices in the space. */
    private final List<Region> regions;

    private final int[] indices;
    /** Rank of the first bit of each of them. */
    private final long[] firstRanks;
    /** Positions that may be hit in a word of each of them. */
    private final int[][] positions;

    private final long count;
    private final long shared;

    /**
     * What of a region may be hit: the same bits of each of its words.
     *
     * @param index of the region in the space; under every scheme the same for the regions that all have
     * @param words of the region
     * @param firstRank rank of its first bit that may be hit
     * @param bitsOfWord bits of each word that may be hit, 1 or more
     */
    public record OfRegion(int index, int words, long firstRank, int bitsOfWord) {

        /** All bits of the region that may be hit. */
        public long bits() {
            return (long) words * bitsOfWord;
        }
    }

    /**
     * Finds what may be hit.
     *
     * @throws IllegalArgumentException if there is nothing
     */
    public EligibleBits(FaultSpace space, FaultFilter filter) {
        this.space = space;
        this.filter = filter;
        indices = IntStream.range(0, space.regions().size())
                .filter(i -> filter.admits(space.regions().get(i)))
                .toArray();
        regions = Arrays.stream(indices).mapToObj(space.regions()::get).toList();
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("no stored parameter is of kinds " + filter.kinds() + " in layers "
                    + filter.layers()
                    + filter.parts().map(some -> " with parts " + some).orElse("") + "; the layers are "
                    + layerNames(space.regions()));
        }
        filter.bits().requireIn(formats(regions));
        firstRanks = new long[regions.size()];
        positions = new int[regions.size()][];
        long all = 0;
        long ofShared = 0;
        for (int i = 0; i < regions.size(); i++) {
            Region region = regions.get(i);
            positions[i] = positions(filter.bits().mask(region.format()));
            firstRanks[i] = all;
            long bits = (long) region.words() * positions[i].length;
            all += bits;
            ofShared += region.isShared() ? bits : 0;
        }
        count = all;
        shared = ofShared;
    }

    private static String layerNames(List<Region> regions) {
        return regions.stream().map(Region::layer).distinct().collect(Collectors.joining(", "));
    }

    private static Set<NumberFormat> formats(List<Region> regions) {
        return regions.stream().map(Region::format).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static int[] positions(int mask) {
        return IntStream.range(0, Integer.SIZE)
                .filter(bit -> (mask >>> bit & 1) == 1)
                .toArray();
    }

    public FaultSpace space() {
        return space;
    }

    /** The regions of which something may be hit, by ascending rank. */
    public List<OfRegion> regions() {
        return IntStream.range(0, regions.size())
                .filter(i -> positions[i].length > 0)
                .mapToObj(i -> new OfRegion(indices[i], regions.get(i).words(), firstRanks[i], positions[i].length))
                .toList();
    }

    /** How many bits may be hit. */
    public long count() {
        return count;
    }

    /** How many of them, the first ones, exist under every scheme. */
    public long shared() {
        return shared;
    }

    /** Address of the word that holds a bit. */
    public int address(long rank) {
        int i = regionOf(rank);
        return regions.get(i).offset() + (int) ((rank - firstRanks[i]) / positions[i].length);
    }

    /** Position of a bit in its word. */
    public int position(long rank) {
        int i = regionOf(rank);
        return positions[i][(int) ((rank - firstRanks[i]) % positions[i].length)];
    }

    /** Whether a bit of the space may be hit. */
    public boolean contains(int address, int position) {
        int region = space.indexOfRegionAt(address);
        int mask = filter.bits().mask(space.regions().get(region).format());
        return (mask >>> position & 1) == 1 && Arrays.binarySearch(indices, region) >= 0;
    }

    /** The last region that starts at or before a rank: those without an eligible bit start where the next one does. */
    private int regionOf(long rank) {
        if (rank < 0 || rank >= count) {
            throw new IndexOutOfBoundsException("bit " + rank + ", expected 0 to " + (count - 1));
        }
        int low = 0;
        int high = firstRanks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstRanks[middle] <= rank) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
