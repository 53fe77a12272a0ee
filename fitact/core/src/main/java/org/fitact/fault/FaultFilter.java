package org.fitact.fault;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Limits faults to a part of the memory: what is named by all three components.
 *
 * @param layers globs of layer names, in which {@code *} stands for any characters and {@code ?} for one; a layer
 *     counts if one of them matches
 * @param kinds kinds of parameters
 * @param bits bits of a word
 */
public record FaultFilter(List<String> layers, Set<ParameterKind> kinds, BitSelector bits) {

    /** The whole memory. */
    public static final FaultFilter ALL =
            new FaultFilter(List.of("*"), EnumSet.allOf(ParameterKind.class), BitSelector.ALL);

    public FaultFilter {
        layers = List.copyOf(layers);
        // In order, so that equal filters read alike in every JVM: a resumed campaign compares the text.
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        if (layers.isEmpty() || kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "a filter with layers " + layers + " and kinds " + kinds + ", expected at least one of each");
        }
    }

    /** This filter with other layers. */
    public FaultFilter withLayers(String... globs) {
        return new FaultFilter(List.of(globs), kinds, bits);
    }

    /** This filter with other kinds of parameters. */
    public FaultFilter withKinds(ParameterKind... newKinds) {
        return new FaultFilter(layers, Set.copyOf(Arrays.asList(newKinds)), bits);
    }

    /** This filter with other bits. */
    public FaultFilter withBits(BitSelector newBits) {
        return new FaultFilter(layers, kinds, newBits);
    }

    /** Whether a region may be hit. */
    public boolean admits(Region region) {
        return kinds.contains(region.kind())
                && layers.stream()
                        .anyMatch(glob -> toRegex(glob).matcher(region.layer()).matches());
    }

    private static Pattern toRegex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
