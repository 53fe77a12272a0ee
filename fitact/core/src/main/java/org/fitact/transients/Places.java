package org.fitact.transients;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Movement;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.graph.op.Reshape;

/**
 * The values of a network that may be struck, in their order. They are those of the network as it was before it was protected: what a
 * scheme adds to it is no place, so schemes that keep its values have the same places, and are struck alike. What only gives
 * numbers other places, a {@link Movement}, {@link Flatten} or {@link Reshape}, makes no value of its own.
 */
public final class Places {

    private Places() {}

    /** Bits of the words that are struck. */
    @FunctionalInterface
    public interface Widths {

        /** @param step that makes them, or {@link Graph#IMAGES} */
        int of(TransientTarget target, String step);
    }

    /** Those of a network that computes in float, struck in words of the faults' format. */
    public static List<Place> of(Graph network, Graph compiled, Predicate<Node> added, TransientFaults faults) {
        return of(network, compiled, added, faults, (_, _) -> faults.format().width());
    }

    /**
     * Those of a network.
     *
     * @param network as a scheme made it
     * @param compiled the same after the passes of a plan that lets what is struck be observed
     * @param added whether the scheme put a node there
     * @throws IllegalArgumentException if there is nothing to be struck, or an op is named that makes no value
     */
    public static List<Place> of(
            Graph network, Graph compiled, Predicate<Node> added, TransientFaults faults, Widths widths) {
        List<Place> places = new ArrayList<>();
        if (faults.targets().contains(TransientTarget.INPUT)) {
            places.add(new Place(
                    TransientTarget.INPUT,
                    Graph.IMAGES,
                    Graph.IMAGES,
                    network.image().elements(),
                    widths.of(TransientTarget.INPUT, Graph.IMAGES)));
        }
        if (faults.targets().contains(TransientTarget.ACCUMULATOR)) {
            compiled.nodes().stream()
                    .filter(node -> node.op() instanceof FusedProduct || node.op() instanceof Product)
                    .map(node -> new Place(
                            TransientTarget.ACCUMULATOR,
                            node.name(),
                            node.name(),
                            compiled.shape(node.name()).elements(),
                            widths.of(TransientTarget.ACCUMULATOR, node.name())))
                    .forEach(places::add);
        }
        if (faults.targets().contains(TransientTarget.VALUE)) {
            places.addAll(values(network, compiled, added, faults.ops(), widths));
        }
        if (places.isEmpty()) {
            throw new IllegalArgumentException(
                    "transient faults strike " + faults.targets() + ", of which there are none");
        }
        return List.copyOf(places);
    }

    private static List<Place> values(
            Graph network, Graph compiled, Predicate<Node> added, Set<String> ops, Widths widths) {
        Set<String> steps = compiled.nodes().stream().map(Node::name).collect(Collectors.toSet());
        Set<String> lacking = new HashSet<>(ops);
        Set<String> labels = new TreeSet<>();
        List<Place> places = new ArrayList<>();
        for (Node node : network.nodes()) {
            String step = lastAdded(network, node.name(), added);
            if (!added.test(node) && steps.contains(step) && makesValues(node)) {
                String label = label(steps.contains(node.name()) ? compiled.node(node.name()) : node);
                labels.add(label);
                lacking.remove(label);
                if (ops.isEmpty() || ops.contains(label)) {
                    places.add(new Place(
                            TransientTarget.VALUE,
                            node.name(),
                            step,
                            compiled.shape(step).elements(),
                            widths.of(TransientTarget.VALUE, step)));
                }
            }
        }
        if (!lacking.isEmpty()) {
            throw new IllegalArgumentException(
                    "no op " + lacking.iterator().next() + " makes a value of the network, expected of " + labels);
        }
        return places;
    }

    private static boolean makesValues(Node node) {
        return !(node.op() instanceof Movement || node.op() instanceof Flatten || node.op() instanceof Reshape);
    }

    private static String label(Node node) {
        return node.op() instanceof FusedProduct product
                ? product.product().label()
                : node.op().label();
    }

    /** The value that others read instead of one: that of the last node which a scheme put behind it. */
    private static String lastAdded(Graph network, String value, Predicate<Node> added) {
        String last = value;
        for (boolean more = true; more; ) {
            List<Node> behind = network.readers(last).stream().filter(added).toList();
            more = !behind.isEmpty();
            last = more ? behind.getLast().name() : last;
        }
        return last;
    }
}
