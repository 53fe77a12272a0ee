package org.fitact.nn.train;

import java.util.List;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;

/** While it is open, some parameters of a network take gradients and no others; closing it puts that back as it was. */
public final class OnlyTrained implements AutoCloseable {

    private final List<Parameter> trained;
    private final List<Parameter> before;

    /** @param trained of the network's parameters */
    public OnlyTrained(Network network, List<Parameter> trained) {
        this.trained = List.copyOf(trained);
        this.before = network.parameters().stream()
                .filter(parameter -> parameter.value().requiresGradient())
                .toList();
        require(before, false);
        require(trained, true);
    }

    private static void require(List<Parameter> parameters, boolean gradient) {
        parameters.forEach(parameter -> parameter.value().requireGradient(gradient));
    }

    @Override
    public void close() {
        require(trained, false);
        require(before, true);
    }
}
