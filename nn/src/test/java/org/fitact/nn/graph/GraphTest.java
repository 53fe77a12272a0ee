package org.fitact.nn.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fitact.nn.graph.op.Add;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Op;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Sigmoid;
import org.fitact.nn.graph.op.Tanh;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.BoundedRelu.Granularity;
import org.fitact.tensor.backend.op.BoundedRelu.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphTest {

    private static final Shape ROW = Shape.of(4);

    private static Graph graph(Node... nodes) {
        return new Graph(ROW, List.of(nodes), nodes[nodes.length - 1].name());
    }

    private static Node linear(String name, String input, String parameters, int features) {
        return new Node(
                name, new Linear(features), List.of(input), List.of(parameters + ".weight", parameters + ".bias"));
    }

    private static String refusal(Node... nodes) {
        return assertThrows(IllegalArgumentException.class, () -> graph(nodes)).getMessage();
    }

    @Test
    void shapesAndReadersOfEveryValueAreKnown() {
        GraphBuilder builder = new GraphBuilder(Shape.of(6, 6, 2));
        builder.conv("conv", 3, 3, 2, 1).relu("relu");
        GraphBuilder body = builder.branch().convNorm("body", 3, 1, 1, 0);
        Graph graph = builder.sum("sum", body, builder.branch())
                .flatten()
                .linear("fc", 5)
                .build();
        assertEquals(Shape.of(3, 3, 3), graph.shape("relu"));
        assertEquals(Shape.of(27), graph.shape("flatten1"));
        assertEquals(Shape.of(5), graph.outputShape());
        assertEquals(
                List.of("body.conv", "sum"),
                graph.readers("relu").stream().map(Node::name).toList());
        assertFalse(graph.hasOneReader("relu"));
        assertTrue(graph.hasOneReader("conv"));
        assertFalse(graph.hasOneReader("fc"), "the result is read outside");
        assertEquals(
                List.of("conv.weight", "conv.bias", "body.conv.weight"),
                graph.parameters().stream().map(ParameterSpec::name).limit(3).toList());
    }

    @Test
    void whatDoesNotFitIsRefusedByItsNodesName() {
        Node relu = new Node("relu", new Relu(), Graph.IMAGES);
        assertEquals("two nodes are called relu", refusal(relu, relu));
        assertEquals(
                "node b (relu) reads a, which no earlier node makes",
                refusal(new Node("b", new Relu(), "a"), new Node("a", new Relu(), Graph.IMAGES)));
        assertEquals(
                "node sum (add) reads 1 values, expected 2",
                refusal(new Node("sum", new Add(), List.of("images"), List.of())));
        assertEquals(
                "node sum (add): shapes 3 and 4, of which none can be repeated to the other's",
                refusal(
                        linear("fc", "images", "fc", 3),
                        new Node("sum", new Add(), List.of("fc", "images"), List.of())));
        assertEquals(
                "node fc (linear): has parameters [], expected 2",
                refusal(new Node("fc", new Linear(3), Graph.IMAGES)));
        assertThrows(IllegalArgumentException.class, () -> new Graph(ROW, List.of(relu), "tanh"));
    }

    @Test
    void twoNodesMayReadOneParameterIfTheyMeanTheSame() {
        Graph twice = graph(linear("a", "images", "fc", 4), linear("b", "a", "fc", 4));
        assertEquals(2, twice.parameters().size());
        assertEquals(
                "node b (linear): reads fc.weight as WEIGHT of 4x3, another node as WEIGHT of 4x4",
                refusal(linear("a", "images", "fc", 4), linear("b", "a", "fc", 3)));
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aBoundStandsBehindItsReluAndIsTakenOutAgain(Granularity granularity) {
        Graph plain = graph(
                linear("fc1", "images", "fc1", 4),
                new Node("relu", new Relu(), "fc1"),
                linear("fc2", "relu", "fc2", 2));
        Bound bound = new Bound(Policy.ZERO, granularity, 1);
        Graph bounded = plain.withSites(site -> site.bounded(bound));
        assertEquals(
                new Node("relu.bound", bound, List.of("relu"), List.of("relu.bounds")), bounded.node("relu.bound"));
        assertEquals("relu.bound", bounded.node("fc2").input());
        Site site = bounded.sites().getFirst();
        assertEquals(bound, site.bound());
        ParameterSpec bounds = bounded.parameters().get(2);
        assertEquals(site.boundsName(), bounds.name());
        assertEquals(site.bounds(granularity), bounds.shape().elements());

        Graph other = bounded.withSites(s -> s.bounded(bound.with(Policy.SATURATE)));
        assertEquals(Policy.SATURATE, other.sites().getFirst().bound().policy());
        assertEquals(plain, other.withSites(Site::unbounded));
    }

    /** Also where the activation itself is the result. */
    @Test
    void theResultIsThatOfTheBound() {
        Graph plain = graph(new Node("relu", new Relu(), Graph.IMAGES));
        Graph bounded = plain.withSites(site -> site.bounded(new Bound(Policy.ZERO, Granularity.LAYER, 1)));
        assertEquals("relu.bound", bounded.output());
        assertEquals(plain, bounded.withSites(Site::unbounded));
    }

    @Test
    void onlyAPlainReluIsReplaced() {
        Bound bound = new Bound(Policy.ZERO, Granularity.LAYER, 1);
        Site relu = new Site("relu", Site.Kind.ACTIVATION, ROW, new Relu(), null);
        Site tanh = relu.with(new Tanh());
        assertEquals(
                "activation relu is tanh, and only a plain ReLU can be replaced",
                assertThrows(NotAReluException.class, () -> tanh.with(new Relu()))
                        .getMessage());
        Site bounded = relu.bounded(bound);
        Bound finer = new Bound(Policy.ZERO, Granularity.NEURON, 1);
        assertThrows(IllegalArgumentException.class, () -> bounded.bounded(finer));
        assertThrows(NotAReluException.class, () -> bounded.with(new Tanh()));
        assertEquals(relu, bounded.unbounded());
    }

    /** Two behind what may be negative, one behind what is not: a ReLU, a sigmoid, a clip from 0 on. */
    @Test
    void aBoundHasTheSidesThatAValueNeeds() {
        Bound one = new Bound(Policy.ZERO, Granularity.LAYER, 1);
        Bound two = new Bound(Policy.ZERO, Granularity.LAYER, 1, true);
        Site relu = new Site("relu", Site.Kind.ACTIVATION, ROW, new Relu(), null);
        Site tanh = relu.with(new Tanh());
        assertEquals(two, tanh.bounded(two).bound());
        assertEquals(one, relu.with(new Clip(0, 6)).bounded(one).bound());
        assertEquals(one, relu.with(new Sigmoid()).bounded(one).bound());
        assertEquals(two, relu.with(new Clip(-1, 6)).bounded(two).bound());
        assertThrows(IllegalArgumentException.class, () -> relu.bounded(two));
        assertEquals(
                "the value of relu may be negative, and its bound has an upper side only",
                assertThrows(IllegalArgumentException.class, () -> tanh.bounded(one))
                        .getMessage());
    }

    /** Activations are sites, the sum without one is if it is asked for, and so is the result; a bounded one always is. */
    @Test
    void sumsAndLogitsAreSitesWhereThatIsAskedFor() {
        Graph plain = graph(
                linear("fc1", "images", "fc1", 4),
                new Node("tanh", new Tanh(), "fc1"),
                linear("fc2", "tanh", "fc2", 4),
                new Node("sum1", new Add(), List.of("fc2", "tanh"), List.of()),
                linear("fc3", "sum1", "fc3", 4),
                new Node("sum2", new Add(), List.of("fc3", "sum1"), List.of()),
                new Node("relu", new Relu(), "sum2"),
                linear("fc4", "relu", "fc4", 2));
        assertEquals(List.of("tanh", "relu"), names(plain.sites()));
        Set<Site.Kind> all = EnumSet.allOf(Site.Kind.class);
        assertEquals(
                List.of("tanh", "fc2", "sum1", "fc3", "relu", "fc4"),
                names(plain.sites(all)),
                "what is summed, and no sum before a ReLU");
        assertEquals(
                List.of("sum1", "relu"),
                names(plain.sites(all).stream().filter(plain::isBehindSum).toList()));
        Graph bounded = plain.withSites(
                all, site -> site.bounded(new Bound(Policy.ZERO, Granularity.NEURON, 1, site.canBeNegative())));
        assertEquals(List.of("tanh", "fc2", "sum1", "fc3", "relu", "fc4"), names(bounded.sites()), "bounded");
        assertEquals(
                List.of("sum1", "relu"),
                names(bounded.sites().stream().filter(bounded::isBehindSum).toList()));
        assertEquals("fc4.bound", bounded.output());
        assertEquals(
                List.of("sum1.bounds", "sum1.lower"), bounded.node("sum1.bound").parameters());
        assertEquals(List.of("fc3.bound", "sum1.bound"), bounded.node("sum2").inputs());
        assertEquals(plain, bounded.withSites(Site::unbounded));
    }

    private static List<String> names(List<Site> sites) {
        return sites.stream().map(Site::name).toList();
    }

    @Test
    void layersThatDoNotFitTheirInputAreRefusedWhileBuilding() {
        GraphBuilder image = new GraphBuilder(Shape.of(4, 4, 2));
        assertThrows(IllegalArgumentException.class, () -> image.branch().maxPool(5));
        assertThrows(IllegalArgumentException.class, () -> image.branch().conv("conv", 3, 7, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> image.branch().linear("fc", 3), "not flat yet");
        GraphBuilder wider = image.branch().conv("conv", 3, 3, 1, 1);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> image.sum("sum", wider, image.branch()));
        assertEquals("sum: shapes 4x4x3 and 4x4x2, of which none can be repeated to the other's", error.getMessage());
    }

    @Test
    void opsRefuseWhatTheyCannotBe() {
        for (Runnable wrong : List.<Runnable>of(
                () -> new org.fitact.nn.graph.op.Conv2d(0, 3, 3, 1, 1, true),
                () -> new org.fitact.nn.graph.op.Dropout(1),
                () -> new org.fitact.nn.graph.op.Dropout(Float.NaN),
                () -> new org.fitact.nn.graph.op.BatchNorm(-1),
                () -> new org.fitact.nn.graph.op.Pool2d(null, 2, 2),
                () -> new Linear(0),
                () -> new Bound(Policy.SMOOTH, Granularity.LAYER, 0))) {
            assertThrows(IllegalArgumentException.class, wrong::run);
        }
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            assertTrue(op.isRecord() || op.isSealed(), op + " holds nothing but its choices");
        }
    }
}
