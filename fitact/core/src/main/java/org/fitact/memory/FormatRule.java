package org.fitact.memory;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fitact.fault.Globs;
import org.fitact.fault.ParameterKind;
import org.fitact.tensor.number.TensorFormat;

/**
 * Some tensors are stored in another format than the others.
 *
 * @param layers globs of layer names
 * @param kinds kinds of parameters
 */
public record FormatRule(List<String> layers, Set<ParameterKind> kinds, TensorFormat format) {

    public FormatRule {
        layers = List.copyOf(layers);
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        if (layers.isEmpty() || kinds.isEmpty()) {
            throw new IllegalArgumentException("a rule of formats for layers " + layers + " and kinds " + kinds
                    + ", expected at least one of each");
        }
    }

    boolean isOf(String layer, ParameterKind kind) {
        return kinds.contains(kind) && Globs.anyMatches(layers, layer);
    }
}
