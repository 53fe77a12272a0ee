package org.fitact.bench.peers;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.fitact.nn.checkpoint.ParameterLayout;
import org.fitact.nn.checkpoint.StoredTensor;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.onnx.ExportOptions;
import org.fitact.nn.onnx.OnnxExport;
import org.fitact.nn.optim.Decayed;
import org.fitact.nn.optim.UpdateRule;

/**
 * Training by libtorch on the CPU, step by step as {@link org.fitact.bench.training.TrainingStep} takes it: the images are copied, forward, backward,
 * and SGD by the same rule, whose weight decay is of the weights alone.
 */
final class LibtorchTraining implements AutoCloseable {

    /** Of a loss, the mean over the images. */
    private static final int MEAN = 1;

    /** The label that would not count, as PyTorch has it. */
    private static final long IGNORED = -100;

    private final TorchGraph graph;
    private final Tensor images;
    private final Tensor labels;
    private final List<SGD> optimisers;
    private final float smoothing;

    /**
     * @param network whose numbers it begins with; without dropout, which exported files lack
     * @param images {@code [batch, height, width, channels]}; copied
     * @param smoothing of labels
     */
    LibtorchTraining(
            Network network,
            org.fitact.tensor.Tensor images,
            int[] labels,
            UpdateRule.Sgd rule,
            double rate,
            float smoothing,
            int threads)
            throws IOException {
        graph = new TorchGraph(OnnxExport.bytes(network, new ExportOptions(false, false)), images, threads);
        this.images = graph.value("images").clone();
        this.labels = Tensor.create(Arrays.stream(labels).asLongStream().toArray(), labels.length);
        this.smoothing = smoothing;
        TensorVector decayed = new TensorVector();
        TensorVector others = new TensorVector();
        for (Parameter parameter : network.parameters()) {
            if (parameter.isTrainedByGradient()) {
                Tensor value = graph.value(parameter.name());
                value.requires_grad_(true);
                (Decayed.WEIGHTS.has(parameter) ? decayed : others).push_back(value);
            }
        }
        optimisers = List.of(sgd(decayed, rule, rate, rule.weightDecay()), sgd(others, rule, rate, 0));
    }

    private static SGD sgd(TensorVector parameters, UpdateRule.Sgd rule, double rate, double decay) {
        SGDOptions options = new SGDOptions(rate);
        options.momentum().put(rule.momentum());
        options.nesterov().put(rule.nesterov());
        options.weight_decay().put(decay);
        return new SGD(parameters, options);
    }

    /** One step; the loss before it. */
    float step() {
        try (PointerScope scope = new PointerScope()) {
            optimisers.forEach(SGD::zero_grad);
            graph.value("images").copy_(images);
            Tensor loss = torch.cross_entropy_loss(graph.run(), labels, new TensorOptional(), MEAN, IGNORED, smoothing);
            loss.backward();
            optimisers.forEach(SGD::step);
            return loss.item_float();
        }
    }

    /** A parameter as it is now, in this program's order of axes. */
    float[] parameter(Parameter parameter) {
        int[] there =
                ParameterLayout.fileShape(parameter.layout(), parameter.spec().shape());
        float[] values = TorchGraph.floats(graph.value(parameter.name()).detach());
        return ParameterLayout.fromFile(parameter.layout(), parameter.spec().shape(), StoredTensor.of(there, values));
    }

    @Override
    public void close() {
        optimisers.forEach(SGD::close);
        labels.close();
        images.close();
        graph.close();
    }
}
