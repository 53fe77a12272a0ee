package org.fitact.bench.peers;

import static org.bytedeco.pytorch.global.torch.avg_pool2d;
import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.clamp;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.flatten;
import static org.bytedeco.pytorch.global.torch.less_equal;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.minimum;
import static org.bytedeco.pytorch.global.torch.mul;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.sigmoid;
import static org.bytedeco.pytorch.global.torch.sub;
import static org.bytedeco.pytorch.global.torch.where;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.function.Function;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.AvgPool2dOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.fitact.nn.graph.op.BatchNorm;

/** The ops of exported networks as calls of libtorch; batch norm, which inference has folded, as in training. */
final class TorchOps {

    private static final long[] NO_PADDING = {0, 0};
    private static final long[] DENSE = {1, 1};

    private TorchOps() {}

    /** What a node computes, from its inputs in their order. */
    static Function<Tensor[], Tensor> of(NodeProto node) {
        return switch (node.getOpType()) {
            case "Conv" -> convolution(ints(node, "strides"), ints(node, "pads"));
            case "BatchNormalization" -> batchNorm(number(node, "epsilon"));
            case "Gemm" -> in -> linear(in[0], in[1], new TensorOptional(in[2]));
            case "MaxPool" -> maximum(ints(node, "kernel_shape"), ints(node, "strides"));
            case "AveragePool" -> average(ints(node, "kernel_shape"), ints(node, "strides"));
            case "Flatten" -> in -> flatten(in[0], 1, -1);
            case "Add" -> in -> in[0].add(in[1]);
            case "Relu" -> in -> relu(in[0]);
            case "Sub" -> in -> sub(in[0], in[1]);
            case "Mul" -> in -> mul(in[0], in[1]);
            case "Sigmoid" -> in -> sigmoid(in[0]);
            case "LessOrEqual" -> in -> less_equal(in[0], in[1]);
            case "Where" -> in -> where(in[0], in[1], in[2]);
            case "Min" -> in -> minimum(in[0], in[1]);
            case "Clip" -> in -> clamp(in[0], new TensorOptional(in[1]), new TensorOptional(in[2]));
            default -> throw new IllegalArgumentException("libtorch is not taught " + node.getOpType());
        };
    }

    private static Function<Tensor[], Tensor> convolution(long[] strides, long[] pads) {
        long[] padding = {pads[0], pads[1]};
        return in -> conv2d(
                in[0],
                in[1],
                in.length > 2 ? new TensorOptional(in[2]) : new TensorOptional(),
                strides,
                padding,
                DENSE,
                1);
    }

    /** As it is trained: by the statistics of the batch, towards which those that run are moved. */
    private static Function<Tensor[], Tensor> batchNorm(float epsilon) {
        return in -> batch_norm(
                in[0],
                new TensorOptional(in[1]),
                new TensorOptional(in[2]),
                new TensorOptional(in[3]),
                new TensorOptional(in[4]),
                true,
                BatchNorm.MOMENTUM,
                epsilon,
                false);
    }

    private static Function<Tensor[], Tensor> maximum(long[] kernel, long[] strides) {
        return in -> max_pool2d(in[0], kernel, strides, NO_PADDING, DENSE, false);
    }

    private static Function<Tensor[], Tensor> average(long[] kernel, long[] strides) {
        return in -> {
            AvgPool2dOptions options = new AvgPool2dOptions(new LongPointer(kernel));
            options.stride().put(new LongPointer(strides));
            return avg_pool2d(in[0], options);
        };
    }

    private static float number(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getF();
    }

    private static long[] ints(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .flatMapToLong(attribute -> attribute.getIntsList().stream().mapToLong(i -> i))
                .toArray();
    }
}
