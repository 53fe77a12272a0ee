package org.fitact.protect.redundancy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;

/**
 * How much what is added to the sums of a channel moves the loss, to the first order: of channel o of a product with sums y,
 *
 * <pre>{@code gain(o) = 1/N · Σ_n Σ_p |∂L_n/∂y_n[p, o]|}</pre>
 *
 * over N images n and the places p of the map, with the cross-entropy L_n of image n.
 *
 * @param byStep the gains of the channels of each product, by the steps of a plan in their order
 */
record ChannelGains(Map<String, double[]> byStep) {

    /** A channel of a product. */
    record Channel(String step, int channel, double gain) {}

    /**
     * Of a network as it was trained, whose weights want gradients.
     *
     * @param steps names of the values that its products leave when batch norm is folded
     * @param images on the network's backend
     */
    static ChannelGains of(Network network, List<String> steps, EvaluationSet images) {
        Map<String, double[]> gains = new LinkedHashMap<>();
        steps.forEach(
                step -> gains.put(step, new double[network.graph().shape(step).extent(-1)]));
        int[] labels = images.labels();
        int[] done = {0};
        images.forEachBatch(batch -> {
            int[] some = new int[batch.shape().extent(0)];
            System.arraycopy(labels, done[0], some, 0, some.length);
            done[0] += some.length;
            add(network, batch, some, gains);
        });
        gains.values().forEach(of -> {
            for (int o = 0; o < of.length; o++) {
                of[o] /= images.images();
            }
        });
        return new ChannelGains(gains);
    }

    /**
     * In proportion to these within a product, and with another mean over its channels; where all of a product are 0, alike.
     *
     * @param means by the steps
     */
    ChannelGains withMeans(Map<String, Double> means) {
        Map<String, double[]> scaled = new LinkedHashMap<>();
        byStep.forEach((step, gains) -> {
            double mean = Arrays.stream(gains).average().orElseThrow();
            scaled.put(
                    step,
                    Arrays.stream(gains)
                            .map(gain -> means.get(step) * (mean == 0 ? 1 : gain / mean))
                            .toArray());
        });
        return new ChannelGains(scaled);
    }

    private static void add(Network network, Tensor batch, int[] labels, Map<String, double[]> gains) {
        try (Tape tape = Tape.recording(network.backend())) {
            Tensor classes = tape.own(Tensor.of(network.backend(), Shape.of(labels.length), labels));
            Pass pass = Pass.observed(tape, (node, value) -> {
                double[] sums = gains.get(node.name());
                if (sums != null) {
                    // Stands behind the value in the backward pass: looks at its gradient, and gives it on.
                    tape.record(
                            value,
                            (gy, gradients) -> {
                                add(gy.toArray(), labels.length, sums);
                                gradients.pass(value, gy);
                            },
                            value);
                }
            });
            tape.backward(Losses.crossEntropy(tape, Forward.of(network, pass, batch), classes, 0));
        }
    }

    /** The loss is the mean of a batch. */
    private static void add(float[] gradient, int batch, double[] sums) {
        for (int i = 0; i < gradient.length; i++) {
            sums[i % sums.length] += batch * Math.abs((double) gradient[i]);
        }
    }

    /** As they are kept: by step, as floats. */
    Map<String, List<Float>> rounded() {
        Map<String, List<Float>> rounded = new LinkedHashMap<>();
        byStep.forEach((step, gains) -> rounded.put(
                step, Arrays.stream(gains).mapToObj(gain -> (float) gain).toList()));
        return rounded;
    }

    /** All channels of the network, from the largest gain; of equal ones the first comes first. */
    List<Channel> ranked() {
        List<Channel> all = new ArrayList<>();
        byStep.forEach((step, gains) -> {
            for (int o = 0; o < gains.length; o++) {
                all.add(new Channel(step, o, gains[o]));
            }
        });
        all.sort(Comparator.comparingDouble((Channel channel) -> -channel.gain));
        return all;
    }

    /**
     * The channels of the largest gains.
     *
     * @param share of all channels of the network, rounded up
     * @return by step, ascending; steps of which none is chosen are left out
     */
    Map<String, List<Integer>> largest(double share) {
        List<Channel> ranked = ranked();
        Map<String, Set<Integer>> chosen = new LinkedHashMap<>();
        byStep.keySet().forEach(step -> chosen.put(step, new TreeSet<>()));
        ranked.subList(0, (int) Math.ceil(share * ranked.size()))
                .forEach(channel -> chosen.get(channel.step).add(channel.channel));
        Map<String, List<Integer>> largest = new LinkedHashMap<>();
        chosen.forEach((step, some) -> {
            if (!some.isEmpty()) {
                largest.put(step, List.copyOf(some));
            }
        });
        return largest;
    }
}
