package org.fitact.fault;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fitact.tensor.fixedpoint.QFormat;

/**
 * The bits of a {@link FaultSpace} that a {@link FaultFilter} lets through, numbered without gaps by ascending address
 * and position. A model draws such ranks; nothing here grows with the number of bits.
 *
 * <p>With E positions per word, rank r is position r mod E of eligible word r / E. As bounds come last, the ranks below
 * {@link #shared()} mean the same bits under every protection scheme.
 */
public final class EligibleBits {

    private final FaultSpace space;
    private final int mask;
    private final int[] positions;
    /** Indices of the regions that may be hit. */
    private final int[] regions;
    /** Rank, in words, of the first word of each of them. */
    private final int[] firstWords;

    private final int words;
    private final int sharedWords;

    /**
     * Finds what may be hit.
     *
     * @throws IllegalArgumentException if there is nothing
     */
    public EligibleBits(FaultSpace space, FaultFilter filter) {
        this.space = space;
        mask = filter.bits().mask(space.format());
        positions = IntStream.range(0, space.format().width())
                .filter(bit -> (mask >>> bit & 1) == 1)
                .toArray();
        regions = IntStream.range(0, space.regions().size())
                .filter(i -> filter.admits(space.regions().get(i)))
                .toArray();
        if (regions.length == 0) {
            throw new IllegalArgumentException("no stored parameter is of kinds " + filter.kinds() + " in layers "
                    + filter.layers() + "; the layers are " + layerNames(space.regions()));
        }
        firstWords = new int[regions.length];
        int count = 0;
        int shared = 0;
        for (int i = 0; i < regions.length; i++) {
            Region region = space.regions().get(regions[i]);
            firstWords[i] = count;
            count += region.words();
            shared += region.kind() == ParameterKind.BOUND ? 0 : region.words();
        }
        words = count;
        sharedWords = shared;
    }

    private static String layerNames(List<Region> regions) {
        return regions.stream().map(Region::layer).distinct().collect(Collectors.joining(", "));
    }

    public FaultSpace space() {
        return space;
    }

    public QFormat format() {
        return space.format();
    }

    /** How many bits may be hit. */
    public long count() {
        return (long) words * positions.length;
    }

    /** How many of them, the first ones, exist under every scheme. */
    public long shared() {
        return (long) sharedWords * positions.length;
    }

    /** Address of the word that holds a bit. */
    public int address(long rank) {
        if (rank < 0 || rank >= count()) {
            throw new IndexOutOfBoundsException("bit " + rank + ", expected 0 to " + (count() - 1));
        }
        int word = (int) (rank / positions.length);
        int found = Arrays.binarySearch(firstWords, word);
        int i = found >= 0 ? found : -found - 2;
        return space.regions().get(regions[i]).offset() + word - firstWords[i];
    }

    /** Position of a bit in its word. */
    public int position(long rank) {
        return positions[(int) (rank % positions.length)];
    }

    /** Whether a bit of the space may be hit. */
    public boolean contains(int address, int position) {
        return (mask >>> position & 1) == 1 && Arrays.binarySearch(regions, space.indexOfRegionAt(address)) >= 0;
    }
}
