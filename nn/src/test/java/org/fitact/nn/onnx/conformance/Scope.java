package org.fitact.nn.onnx.conformance;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Optional;
import java.util.Set;

/** Which node tests are asked: those of the operators that networks for images are made of, vision transformers among them. */
final class Scope {

    /** Of an image network, in inference. */
    private static final Set<String> OPERATORS = Set.of("""
            Abs Add ArgMax AveragePool BatchNormalization Cast CastLike Celu Ceil Clip Concat Constant ConstantOfShape
            Conv ConvTranspose DepthToSpace Div Dropout Elu Equal Erf Exp Expand Flatten Floor Gather Gelu Gemm
            GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GroupNormalization HardSigmoid HardSwish
            Identity InstanceNormalization LRN LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpPool
            MatMul Max MaxPool Mean MeanVarianceNormalization Min Mish Mul Neg PRelu Pad Pow Range Reciprocal ReduceL1
            ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare
            Relu Reshape Resize Selu Shape Sigmoid Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze
            Sub Sum Tanh ThresholdedRelu Tile Transpose Unsqueeze Upsample Where
            """.split("\\s+"));

    /** Operators over two spatial axes here; their tests over one or three are of sounds and volumes. */
    private static final Set<String> SPATIAL = Set.of(
            "AveragePool",
            "Conv",
            "ConvTranspose",
            "GlobalAveragePool",
            "GlobalLpPool",
            "GlobalMaxPool",
            "LpPool",
            "MaxPool");

    private static final int IMAGES = 4;

    /**
     * Tests that expect sampling by the length times the scale, 2.4 pixels say, where the output has 2: later versions of ONNX
     * speak of the length of the output, and ONNX Runtime 1.29 computes by that, as this program does.
     */
    private static final Set<String> DISPUTED = Set.of(
            "test_resize_downsample_scales_linear_align_corners", "test_resize_downsample_scales_cubic_align_corners");

    private Scope() {}

    /** Whether all nodes of a test are of these operators. */
    static boolean holds(NodeTest test) {
        return test.model().getGraph().getNodeList().stream()
                .allMatch(node -> node.getDomain().isEmpty() && OPERATORS.contains(node.getOpType()));
    }

    /** Why a test cannot be put to a network that makes numbers of images, by the test's types, shapes and form alone. */
    static Optional<String> obstacle(NodeTest test) {
        if (DISPUTED.contains(test.name())) {
            return Optional.of("disputed: by a length that is not rounded");
        }
        if (test.images().isEmpty()) {
            return Optional.of("no input of float32 with axes and elements");
        }
        if (test.results().isEmpty()) {
            return Optional.of("no output of float32");
        }
        if (test.results().stream()
                .anyMatch(i -> NodeTest.elements(test.outputs().get(i)) == 0)) {
            return Optional.of("an output without elements");
        }
        if (test.name().startsWith("test_castlike") && test.images().orElseThrow() > 0) {
            return Optional.of("numbers that are not float32");
        }
        return test.model().getGraph().getNodeList().stream()
                .flatMap(node -> obstacle(test, node).stream())
                .findFirst();
    }

    private static Optional<String> obstacle(NodeTest test, NodeProto node) {
        boolean training = node.getAttributeList().stream()
                .anyMatch(attribute -> attribute.getName().equals("training_mode") && attribute.getI() == 1);
        if (training || node.getOpType().equals("Dropout") && trains(test, node)) {
            return Optional.of("the form of training");
        }
        boolean flat = SPATIAL.contains(node.getOpType())
                && test.inputs().get(test.images().orElseThrow()).getDimsCount() != IMAGES;
        return flat ? Optional.of("not over two spatial axes") : Optional.empty();
    }

    private static boolean trains(NodeTest test, NodeProto dropout) {
        int input = dropout.getInputCount() < 3
                ? -1
                : test.model().getGraph().getInputList().stream()
                        .map(ValueInfoProto::getName)
                        .toList()
                        .indexOf(dropout.getInput(2));
        if (input < 0) {
            return false;
        }
        TensorProto mode = test.inputs().get(input);
        return mode.hasRawData() ? mode.getRawData().byteAt(0) != 0 : mode.getInt32Data(0) != 0;
    }
}
