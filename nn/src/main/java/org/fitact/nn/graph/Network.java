package org.fitact.nn.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/**
 * A graph and the values of its parameters on one backend. It owns them: a parameter that no node reads any more is freed
 * with the change that made it so, the others when the network is closed.
 */
public final class Network implements AutoCloseable {

    private final Architecture architecture;
    private final Backend backend;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private Graph graph;

    /**
     * @param source of the parameters' values; what it throws passes through, and nothing stays allocated
     * @throws IllegalArgumentException if the graph is not one for such images and classes
     */
    public Network(Architecture architecture, Graph graph, Backend backend, ParameterSource source) {
        if (!graph.image().equals(architecture.input()) || graph.outputShape().elements() != architecture.classes()) {
            throw new IllegalArgumentException(architecture + " makes " + graph.outputShape() + " of " + graph.image()
                    + ", expected one number for a class");
        }
        this.architecture = architecture;
        this.backend = backend;
        transform(graph, source);
    }

    public Architecture architecture() {
        return architecture;
    }

    public Backend backend() {
        return backend;
    }

    public Graph graph() {
        return graph;
    }

    /**
     * Puts another graph in the place of the present one. Parameters that both read keep their values; those that the new
     * one does not read are freed.
     *
     * @param source of the values of parameters that only the new graph reads; if it throws, nothing changes
     * @throws IllegalArgumentException if a parameter has another shape in the new graph
     */
    public void transform(Graph next, ParameterSource source) {
        requireBoundsThatFit(next);
        Map<String, Parameter> fresh = new LinkedHashMap<>();
        try {
            for (ParameterSpec spec : next.parameters()) {
                if (!holds(spec)) {
                    fresh.put(spec.name(), make(spec, source));
                }
            }
        } catch (RuntimeException | Error failure) {
            fresh.values().forEach(parameter -> parameter.value().close());
            throw failure;
        }
        Map<String, Parameter> before = new LinkedHashMap<>(parameters);
        parameters.clear();
        for (ParameterSpec spec : next.parameters()) {
            Parameter kept = fresh.containsKey(spec.name()) ? fresh.get(spec.name()) : before.remove(spec.name());
            parameters.put(spec.name(), kept);
        }
        before.values().forEach(parameter -> parameter.value().close());
        graph = next;
    }

    /**
     * Puts a graph without further parameters in the place of the present one.
     *
     * @throws IllegalArgumentException if it reads a parameter that there is none of
     */
    public void transform(Graph next) {
        transform(next, spec -> {
            throw new IllegalArgumentException("nothing gives the values of " + spec.name());
        });
    }

    /** An upper bound alone lets nothing below 0 pass, which must not be what it changes. */
    private static void requireBoundsThatFit(Graph graph) {
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Bound bound && !bound.twoSided() && canBeNegative(graph, node.input())) {
                throw new IllegalArgumentException(node + " stands behind " + node.input()
                        + ", which may be negative, expected a bound of two sides");
            }
        }
    }

    private static boolean canBeNegative(Graph graph, String value) {
        return value.equals(Graph.IMAGES)
                || !(graph.node(value).op() instanceof Activation activation && activation.neverNegative());
    }

    /** Bounds of another shape are other bounds; anything else must be what it was. */
    private boolean holds(ParameterSpec spec) {
        Parameter present = parameters.get(spec.name());
        if (present == null || present.spec().equals(spec)) {
            return present != null;
        }
        if (!spec.kind().isBound()) {
            throw new IllegalArgumentException(
                    spec.name() + " is " + present.value().shape() + ", but the new graph reads " + spec.shape());
        }
        return false;
    }

    private Parameter make(ParameterSpec spec, ParameterSource source) {
        Tensor tensor = Tensor.of(backend, spec.shape(), source.values(spec));
        Parameter parameter = new Parameter(spec, tensor);
        tensor.requireGradient(parameter.isTrainedByGradient() && !spec.kind().isBound());
        return parameter;
    }

    /** All that is stored with the network, bounds of its activations included, in the order of their use. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** @throws NoSuchElementException if there is none of that name */
    public Parameter parameter(String name) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new NoSuchElementException(architecture + " has no parameter " + name);
        }
        return parameter;
    }

    /** The activations, and what else is bounded, in their order. */
    public List<Site> sites() {
        return graph.sites();
    }

    /** Those of the sites that are bounded. */
    public List<Site> boundedSites() {
        return sites().stream().filter(Site::isBounded).toList();
    }

    /** The upper bounds at a site that has some, as an array of its own. */
    public float[] bounds(Site site) {
        return parameter(site.boundsName()).value().toArray();
    }

    /** The lower bounds at a site whose bound has two sides, as an array of its own. */
    public float[] lowerBounds(Site site) {
        return parameter(site.lowerName()).value().toArray();
    }

    /** Trained numbers apart from bounds: weights, biases, scale and shift of batch norm. */
    public int parameterCount() {
        return parameters.values().stream()
                .filter(parameter ->
                        parameter.isTrainedByGradient() && !parameter.kind().isBound())
                .mapToInt(parameter -> parameter.value().elements())
                .sum();
    }

    /** Elements of all values after an activation. */
    public int neurons() {
        return sites().stream()
                .filter(site -> site.kind() == Site.Kind.ACTIVATION)
                .mapToInt(Site::neurons)
                .sum();
    }

    @Override
    public void close() {
        parameters.values().forEach(parameter -> parameter.value().close());
    }
}
