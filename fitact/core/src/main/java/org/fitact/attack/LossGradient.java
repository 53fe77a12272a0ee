package org.fitact.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.memory.MemoryImage;
import org.fitact.nn.delta.ParameterChange;
import org.fitact.nn.eager.Forward;
import org.fitact.nn.eager.Pass;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.pass.FoldBatchNorm;
import org.fitact.nn.graph.pass.GraphPass;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.graph.pass.Schedule;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Losses;
import org.fitact.tensor.autograd.Tape;

/**
 * The gradient of a deployed network's loss by the numbers of its memory: of the graph as it is deployed, batch norm folded and bounds
 * included, but not fused, run op by op with the numbers for which the words stand.
 */
final class LossGradient implements AutoCloseable {

    private final Network network;
    private final EvaluationSet images;
    private final int[] labels;
    private final Set<String> tensors;

    private LossGradient(Network network, EvaluationSet images, Set<String> tensors) {
        this.network = network;
        this.images = images;
        this.labels = images.labels();
        this.tensors = tensors;
        network.parameters()
                .forEach(parameter -> parameter
                        .value()
                        .requireGradient(parameter.isTrainedByGradient() && tensors.contains(parameter.name())));
    }

    /**
     * @param hardened whose graph it is; not modified
     * @param image of its memory, whose numbers it has
     * @param foldBatchNorm as the memory has it
     * @param images on the network's backend; not closed
     * @param tensors by which there is a gradient
     */
    static LossGradient of(
            Network hardened, MemoryImage image, boolean foldBatchNorm, EvaluationSet images, Set<String> tensors) {
        List<GraphPass> passes = new ArrayList<>();
        if (foldBatchNorm) {
            passes.add(new FoldBatchNorm());
        }
        passes.add(new Schedule());
        Program deployed = new Program(Program.of(hardened).through(passes).graph(), image.numbers());
        Network network = deployed.network(hardened.architecture(), hardened.backend());
        return new LossGradient(network, images, tensors);
    }

    /** Gives numbers of a tensor other values. */
    void put(ParameterChange change) {
        Tensor tensor = network.parameter(change.parameter()).value();
        float[] numbers = tensor.toArray();
        for (int i = 0; i < change.indices().length; i++) {
            numbers[change.indices()[i]] = change.numbers()[i];
        }
        tensor.upload(numbers);
    }

    /** By tensor; one that the loss does not depend on has none. */
    Map<String, float[]> find() {
        Map<String, float[]> sums = new LinkedHashMap<>();
        int[] done = {0};
        images.forEachBatch(batch -> {
            int size = batch.shape().extent(0);
            int[] some = new int[size];
            System.arraycopy(labels, done[0], some, 0, size);
            done[0] += size;
            add(batch, some, sums);
        });
        return sums;
    }

    private void add(Tensor batch, int[] some, Map<String, float[]> sums) {
        float share = (float) some.length / labels.length;
        try (Tape tape = Tape.recording(network.backend())) {
            Tensor classes = tape.own(Tensor.of(network.backend(), Shape.of(some.length), some));
            Tensor logits = Forward.of(network, Pass.inference(tape), batch);
            tape.backward(Losses.crossEntropy(tape, logits, classes, 0));
            for (Parameter parameter : network.parameters()) {
                Tensor gradient = tape.gradient(parameter.value());
                if (gradient != null && tensors.contains(parameter.name())) {
                    float[] found = gradient.toArray();
                    float[] sum = sums.computeIfAbsent(parameter.name(), _ -> new float[found.length]);
                    for (int i = 0; i < found.length; i++) {
                        sum[i] += share * found[i];
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
