package org.fitact.bench.report;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fitact.nn.graph.Network;

/** The activations of a network, as a table names them. */
public final class ActivationCounts {

    private ActivationCounts() {}

    /** How many there are of each, in the order of their names: {@code "16 sigmoid, 49 silu"}. */
    public static String of(Network network) {
        Map<String, Long> counts = network.sites().stream()
                .collect(Collectors.groupingBy(site -> site.function().label(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }
}
