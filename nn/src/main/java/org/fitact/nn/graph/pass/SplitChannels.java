package org.fitact.nn.graph.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.BatchNorm;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.Dropout;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Product;
import org.fitact.tensor.Shape;

/**
 * Makes two of some output channels of products, each with the weights that the one had, and halves what the next product multiplies
 * them by: {@code w·a = ½w·a + ½w·a'} with {@code a' = a}. The network computes the same, but for how sums round, and a fault in
 * one of the two does half of what it did.
 *
 * <p>It can be done where nothing but batch norm, activations, poolings and flattening stand between the two products, nobody else
 * reads what is between, and no other node shares the parameters. A parameter that has another shape then has another name: {@code conv1.split.weight}.
 *
 * @param channels to be split of the products of some names, each once; other products stay
 */
public record SplitChannels(Map<String, List<Integer>> channels) implements GraphPass {

    public SplitChannels {
        channels = Map.copyOf(channels);
    }

    /**
     * Two products, and what stands between them.
     *
     * @param between in their order
     */
    public record Pair(Node first, List<Node> between, Node second) {

        /** The pair whose first is a product, if it is one whose channels can be split. */
        public static Optional<Pair> of(Graph graph, Node product) {
            if (!isWhole(product) || !hasItsOwnParameters(graph, product)) {
                return Optional.empty();
            }
            List<Node> between = new ArrayList<>();
            Node at = product;
            while (graph.hasOneReader(at.name())) {
                at = graph.readers(at.name()).getFirst();
                if (!hasItsOwnParameters(graph, at)) {
                    return Optional.empty();
                }
                if (isWhole(at)) {
                    return Optional.of(new Pair(product, between, at));
                }
                if (!keepsChannelsApart(at)) {
                    return Optional.empty();
                }
                between.add(at);
            }
            return Optional.empty();
        }

        private static boolean isWhole(Node node) {
            return node.op() instanceof Linear || node.op() instanceof Conv2d conv && conv.groups() == 1;
        }

        private static boolean keepsChannelsApart(Node node) {
            return switch (node.op()) {
                case BatchNorm _, Activation _, Pool2d _, Dropout _, Flatten _ -> true;
                default -> false;
            };
        }

        private static boolean hasItsOwnParameters(Graph graph, Node node) {
            return node.parameters().stream().allMatch(graph::isReadOnce);
        }

        /** Output channels of the first. */
        public int width() {
            return SplitChannels.width(first);
        }

        /**
         * For each channel, the sum of the absolute weights by which the second multiplies it.
         *
         * @param weight of the second
         */
        public double[] absoluteWeights(float[] weight) {
            int run = run(weight.length, SplitChannels.width(second));
            double[] sums = new double[width()];
            for (int i = 0; i < weight.length; i++) {
                sums[i / run % sums.length] += Math.abs(weight[i]);
            }
            return sums;
        }

        /** Weights of the second that lie together for a channel: a flattened map has its rows channel by channel, a map has them place by place. */
        private int run(int weights, int outputs) {
            boolean flattened = between.stream().anyMatch(node -> node.op() instanceof Flatten);
            return flattened ? weights / width() : outputs;
        }
    }

    private static int width(Node product) {
        return product.op() instanceof Conv2d conv ? conv.outChannels() : ((Linear) product.op()).outFeatures();
    }

    @Override
    public Program apply(Program program) {
        Graph graph = program.graph();
        Map<String, Node> nodes = new LinkedHashMap<>();
        graph.nodes().forEach(node -> nodes.put(node.name(), node));
        Map<String, float[]> values = new HashMap<>(program.values());
        channels.forEach((name, some) -> {
            Pair pair = Pair.of(graph, graph.node(name))
                    .orElseThrow(() -> new IllegalArgumentException("the channels of " + name + " cannot be split"));
            split(pair, some, nodes, values);
        });
        Graph split = renamed(graph, new Graph(graph.image(), nodes.values(), graph.output()), values);
        return new Program(split, values);
    }

    private static void split(Pair pair, List<Integer> channels, Map<String, Node> nodes, Map<String, float[]> values) {
        int width = pair.width();
        int[] sources = sources(width, channels);
        Product wider = switch ((Product) pair.first().op()) {
            case Conv2d conv -> new Conv2d(sources.length, 1, conv.window(), conv.bias());
            case Linear _ -> new Linear(sources.length);
        };
        nodes.computeIfPresent(pair.first().name(), (_, node) -> node.with(wider));
        pair.first().parameters().forEach(name -> values.compute(name, (_, all) -> repeated(all, width, 1, sources)));
        pair.between().stream()
                .flatMap(node -> node.parameters().stream())
                .forEach(name -> values.compute(name, (_, all) -> repeated(all, width, 1, sources)));
        // Not as the pair has it: its own channels may have been split by now.
        int outputs = width(nodes.get(pair.second().name()));
        String weight = pair.second().parameters().getFirst();
        values.compute(weight, (_, all) -> {
            int run = pair.run(all.length, outputs);
            return halved(repeated(all, width, run, sources), sources, width, run);
        });
    }

    /** For each channel that there will be, the one that it comes from: all of them, and behind them those that are split once more. */
    private static int[] sources(int width, List<Integer> channels) {
        int[] sources = new int[width + channels.size()];
        for (int c = 0; c < width; c++) {
            sources[c] = c;
        }
        for (int i = 0; i < channels.size(); i++) {
            sources[width + i] = channels.get(i);
        }
        return sources;
    }

    /** {@code [outer, width, inner]} as {@code [outer, sources, inner]}. */
    private static float[] repeated(float[] all, int width, int inner, int[] sources) {
        int outer = all.length / width / inner;
        float[] more = new float[outer * sources.length * inner];
        for (int o = 0; o < outer; o++) {
            for (int c = 0; c < sources.length; c++) {
                System.arraycopy(all, (o * width + sources[c]) * inner, more, (o * sources.length + c) * inner, inner);
            }
        }
        return more;
    }

    /** Halves, in place, what belongs to channels that there are two of. */
    private static float[] halved(float[] weight, int[] sources, int width, int inner) {
        boolean[] twice = new boolean[width];
        for (int c = width; c < sources.length; c++) {
            twice[sources[c]] = true;
        }
        for (int i = 0; i < weight.length; i++) {
            if (twice[sources[i / inner % sources.length]]) {
                weight[i] /= 2;
            }
        }
        return weight;
    }

    /** Gives parameters that have another shape than before another name, and their values with it. */
    private static Graph renamed(Graph before, Graph after, Map<String, float[]> values) {
        Map<String, Shape> shapes = new HashMap<>();
        before.parameters().forEach(spec -> shapes.put(spec.name(), spec.shape()));
        Map<String, String> names = new HashMap<>();
        after.parameters().forEach(spec -> {
            if (!spec.shape().equals(shapes.get(spec.name()))) {
                int at = spec.name().lastIndexOf('.') + 1;
                String name =
                        spec.name().substring(0, at) + "split." + spec.name().substring(at);
                names.put(spec.name(), name);
                values.put(name, values.remove(spec.name()));
            }
        });
        List<Node> nodes = after.nodes().stream()
                .map(node -> new Node(
                        node.name(),
                        node.op(),
                        node.inputs(),
                        node.parameters().stream()
                                .map(name -> names.getOrDefault(name, name))
                                .toList()))
                .toList();
        return new Graph(after.image(), nodes, after.output());
    }
}
