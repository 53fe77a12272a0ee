package org.fitact.fault;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fitact.memory.code.RegionPart;

/**
 * Limits faults to a part of the memory: what is named by all components.
 *
 * @param layers globs of layer names, in which {@code *} stands for any characters and {@code ?} for one; a layer
 *     counts if one of them matches
 * @param kinds kinds of parameters, with all that is stored for them
 * @param bits bits of a word
 * @param parts what of a tensor: empty for all. It is never the set of all, which would be another identity of the same: a
 *     filter of before there were parts means all of them
 */
public record FaultFilter(
        List<String> layers, Set<ParameterKind> kinds, BitSelector bits, Optional<Set<RegionPart>> parts) {

    /** The whole memory. */
    public static final FaultFilter ALL =
            new FaultFilter(List.of("*"), EnumSet.allOf(ParameterKind.class), BitSelector.ALL);

    public FaultFilter {
        layers = List.copyOf(layers);
        // In order, so that equal filters read alike in every JVM: a resumed campaign compares the text.
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        parts = parts.filter(some -> some.size() < RegionPart.values().length)
                .map(some -> Collections.unmodifiableSet(new TreeSet<>(some)));
        if (layers.isEmpty() || kinds.isEmpty() || parts.filter(Set::isEmpty).isPresent()) {
            throw new IllegalArgumentException("a filter with layers " + layers + ", kinds " + kinds
                    + parts.map(some -> " and parts " + some).orElse("") + ", expected at least one of each");
        }
    }

    /** One that admits all that is stored for a tensor. */
    public FaultFilter(List<String> layers, Set<ParameterKind> kinds, BitSelector bits) {
        this(layers, kinds, bits, Optional.empty());
    }

    /** This filter with other layers. */
    public FaultFilter withLayers(String... globs) {
        return new FaultFilter(List.of(globs), kinds, bits, parts);
    }

    /** This filter with other kinds of parameters. */
    public FaultFilter withKinds(ParameterKind... newKinds) {
        return new FaultFilter(layers, Set.copyOf(Arrays.asList(newKinds)), bits, parts);
    }

    /** This filter with other bits. */
    public FaultFilter withBits(BitSelector newBits) {
        return new FaultFilter(layers, kinds, newBits, parts);
    }

    /** This filter with other parts of what is stored for a tensor. */
    public FaultFilter withParts(RegionPart... newParts) {
        return new FaultFilter(layers, kinds, bits, Optional.of(Set.copyOf(Arrays.asList(newParts))));
    }

    /** Whether a region may be hit. */
    public boolean admits(Region region) {
        return kinds.contains(region.kind())
                && parts.map(some -> some.contains(region.part())).orElse(true)
                && Globs.anyMatches(layers, region.layer());
    }

    @Override
    public String toString() {
        return "FaultFilter[layers=" + layers + ", kinds=" + kinds + ", bits=" + bits
                + parts.map(some -> ", parts=" + some).orElse("") + "]";
    }
}
