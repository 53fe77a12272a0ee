package org.fitact.estimate;

import java.util.List;
import java.util.stream.IntStream;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultOperation;
import org.fitact.fault.Region;
import org.fitact.measure.Answers;
import org.fitact.memory.StoredNetwork;
import org.fitact.memory.code.NoCode;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.train.EvaluationSet;

/**
 * The linear layer with which a network ends: {@code logits = x·weight + bias}. A fault in it changes one logit by the change of
 * a number times a feature, so all that faults in it can do is computed from the features, without running the network.
 *
 * <p>Its bits that may be hit have ranks: those of the weights by address and position, then those of the biases.
 */
public final class LastLayer {

    private final StoredNetwork memory;
    private final int[] labels;
    private final String input;
    private final int features;
    private final int classes;
    private final Part weight;
    private final Part bias;

    /** A tensor: its words without faults, and the positions that may be hit in each. */
    private record Part(Region region, int[] words, int[] positions) {

        static Part of(StoredNetwork memory, Region region, FaultFilter filter) {
            int[] words =
                    memory.read(IntStream.range(region.offset(), region.end()).toArray());
            int mask = filter.admits(region) ? filter.bits().mask(region.format()) : 0;
            return new Part(
                    region,
                    words,
                    IntStream.range(0, Integer.SIZE)
                            .filter(bit -> (mask >>> bit & 1) == 1)
                            .toArray());
        }

        long bits() {
            return (long) words.length * positions.length;
        }

        double number(int word) {
            return region.format().decode(word);
        }

        double[] numbers() {
            return IntStream.of(words).mapToDouble(this::number).toArray();
        }

        /** What a word's number becomes under a mask, less what it was. */
        double change(int word, int mask, FaultOperation operation) {
            int faulty = operation.apply(region.format(), words[word], mask);
            return faulty == words[word] ? 0 : number(faulty) - number(words[word]);
        }
    }

    private LastLayer(StoredNetwork memory, Node node, FaultFilter filter, int[] labels) {
        Graph graph = memory.plan().graph();
        this.memory = memory;
        this.labels = labels;
        this.input = node.input();
        this.features = graph.shape(input).elements();
        this.classes = graph.outputShape().elements();
        this.weight = Part.of(memory, memory.space().region(node.parameters().get(0)), filter);
        this.bias = Part.of(memory, memory.space().region(node.parameters().get(1)), filter);
    }

    /**
     * Finds it in a memory without faults.
     *
     * @param filter which bits may be hit
     * @param labels right classes of the images that will be looked at, in their order
     * @throws IllegalArgumentException if the network ends otherwise, or codes guard the layer's words
     */
    public static LastLayer of(StoredNetwork memory, FaultFilter filter, int[] labels) {
        Graph graph = memory.plan().graph();
        Node node = graph.node(graph.output());
        boolean linear = node.op() instanceof FusedProduct fused
                && fused.product() instanceof Linear
                && fused.isOpen()
                && !fused.residual();
        if (!linear || Graph.IMAGES.equals(node.input())) {
            throw new IllegalArgumentException("the network ends in " + node.name() + " ("
                    + node.op().label() + "), expected a linear layer behind others, with nothing behind it");
        }
        node.parameters().forEach(parameter -> requireAlone(memory, parameter));
        return new LastLayer(memory, node, filter, labels);
    }

    /** Each of its words is a number of this layer, and of no other, whatever the other words are. */
    private static void requireAlone(StoredNetwork memory, String parameter) {
        Region region = memory.space().region(parameter);
        boolean accompanied =
                memory.space().regions().stream().anyMatch(other -> other.name().startsWith(parameter + "."));
        boolean shared = !memory.plan().graph().isReadOnce(parameter);
        if (shared || accompanied || !region.code().equals(NoCode.NONE)) {
            throw new IllegalArgumentException(parameter + " of the last layer is "
                    + (shared ? "read by other nodes" : "stored under a code or a scale")
                    + ", expected words that stand for themselves");
        }
    }

    /** Answers under the faults that are in memory now, and the features behind them, which do not depend on this layer's. */
    public record Looked(Answers answers, GivenFeatures features) {}

    /** Runs the network over the images. */
    public Looked look(EvaluationSet images) {
        Plan plan = memory.plan();
        FeatureTap tap = new FeatureTap(plan, input, images.images());
        Answers answers = plan.observedBy(tap, () -> Answers.of(plan, images));
        return new Looked(answers, new GivenFeatures(this, tap.values(), labels));
    }

    /** Names of its tensors in memory. */
    public List<String> regions() {
        return List.of(weight.region.name(), bias.region.name());
    }

    int features() {
        return features;
    }

    int classes() {
        return classes;
    }

    /** Bits that may be hit. */
    long bits() {
        return weight.bits() + bias.bits();
    }

    /** {@code [features, classes]}. */
    double[] weights() {
        return weight.numbers();
    }

    double[] biases() {
        return bias.numbers();
    }

    /** What a fault in one bit each changes a number by; those of the weight from a feature to a class, or of a bias. */
    double[] changes(int feature, int ofClass, FaultOperation operation) {
        Part part = feature < features ? weight : bias;
        int word = feature < features ? feature * classes + ofClass : ofClass;
        return IntStream.of(part.positions)
                .mapToDouble(position -> part.change(word, 1 << position, operation))
                .toArray();
    }

    /** The word of a rank: weights first, then biases. */
    int wordOf(long rank) {
        return rank < weight.bits()
                ? (int) (rank / weight.positions.length)
                : weight.words.length + (int) ((rank - weight.bits()) / bias.positions.length);
    }

    int maskOf(long rank) {
        return rank < weight.bits()
                ? 1 << weight.positions[(int) (rank % weight.positions.length)]
                : 1 << bias.positions[(int) ((rank - weight.bits()) % bias.positions.length)];
    }

    /** The feature that a word is multiplied by; that behind the last is 1, and stands for the biases. */
    int featureOf(int word) {
        return Math.min(word / classes, features);
    }

    int classOf(int word) {
        return word % classes;
    }

    double change(int word, int mask, FaultOperation operation) {
        return word < weight.words.length
                ? weight.change(word, mask, operation)
                : bias.change(word - weight.words.length, mask, operation);
    }
}
