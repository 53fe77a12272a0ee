package org.fitact.nn.onnx.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.fitact.nn.InvalidFileException;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.OnnxForm;
import org.fitact.nn.graph.op.Unary;
import org.fitact.nn.onnx.file.OnnxFile;
import org.fitact.nn.onnx.read.GraphAssembly;
import org.fitact.nn.onnx.read.OnnxNode;
import org.fitact.nn.onnx.read.Operand;
import org.fitact.nn.onnx.read.Operator;
import org.fitact.nn.onnx.read.Operator.Meaning;
import org.fitact.nn.onnx.read.OperatorSet;
import org.fitact.nn.onnx.read.Reading;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.ReduceOp;

/** All operators that are known, by their names. */
public final class Operators implements OperatorSet {

    private static final int ANY = Integer.MAX_VALUE;

    private final Map<String, Operator> known = new HashMap<>();

    /** The operators for one file. */
    public Operators(Reading reading) {
        GraphAssembly assembly = reading.assembly();
        LayerOps layers = new LayerOps(assembly, reading.parameters());
        FunctionOps functions = new FunctionOps(assembly);
        ActivationOps activations = new ActivationOps(assembly, functions, reading.parameters());
        PoolingOps pools = new PoolingOps(assembly);
        layers(layers, new ConvolutionOps(assembly, reading.parameters()), new AttentionOps(assembly));
        pooling(pools);
        ElementwiseOps elements = new ElementwiseOps(assembly, reading.parameters());
        norms(new NormOps(assembly, reading.parameters()), functions, elements);
        reductions(new ReductionOps(assembly, pools));
        functions(functions);
        elementwise(elements, layers);
        bounded(activations);
        Folding folding = new Folding();
        NumberOps numbers = new NumberOps(reading, folding);
        layout(new LayoutOps(reading), numbers);
        movements(new MovementOps(reading, elements), numbers);
        part("Constant", 0, 0, new ConstantOps(reading.tensors())::constant, ConstantOps.FORMS);
        numbers(folding);
        bounds(new BoundOps(assembly, activations));
    }

    /** A bound of two sides is known by what its nodes read; there the operators are nothing else. */
    private void bounds(BoundOps ops) {
        for (String name : BoundOps.NAMES) {
            extend(name, otherwise -> node -> ops.takes(node) ? ops.of(node) : otherwise.of(node));
        }
    }

    /** Has an operator do something else in some places, or something in some places only. */
    private void extend(String name, UnaryOperator<Meaning> instead) {
        Operator known = this.known.get(name);
        Meaning meaning = instead.apply(known == null ? Operators::notOfFeatures : known.meaning());
        this.known.put(
                name,
                known == null
                        ? new Operator(1, 3, false, Set.of("fmod"), meaning)
                        : new Operator(known.fewest(), known.most(), known.whole(), known.attributes(), meaning));
    }

    /** Functions of one value, and of two or more. */
    private void elementwise(ElementwiseOps ops, LayerOps layers) {
        for (Unary.Function function : Unary.Function.values()) {
            whole(function.operator(), 1, 1, node -> ops.unary(node, function));
        }
        whole("Neg", 1, 1, ops::negative);
        whole("Add", 2, 2, node -> {
            Optional<Operand> biased = layers.biased(node);
            return biased.isPresent() ? biased.get() : ops.pair(node, BinaryOp.ADD);
        });
        whole("Sub", 2, 2, node -> ops.pair(node, BinaryOp.SUBTRACT));
        whole("Mul", 2, 2, node -> ops.pair(node, BinaryOp.MULTIPLY));
        whole("Div", 2, 2, node -> ops.pair(node, BinaryOp.DIVIDE));
        whole("Pow", 2, 2, node -> ops.pair(node, BinaryOp.POWER));
        whole("Max", 1, ANY, node -> ops.folded(node, BinaryOp.MAXIMUM));
        whole("Min", 1, ANY, node -> ops.folded(node, BinaryOp.MINIMUM));
        whole("Sum", 1, ANY, node -> ops.folded(node, BinaryOp.ADD));
        whole("Mean", 1, ANY, ops::mean);
    }

    /** What activations and bounds are made of; where it is no part of one, an operator is what it is elsewhere. */
    private void bounded(ActivationOps ops) {
        Meaning sub = known.get("Sub").meaning();
        Meaning mul = known.get("Mul").meaning();
        Meaning min = known.get("Min").meaning();
        whole("Sub", 2, 2, knowing(node -> ops.takesDifference(node) ? ops.subtract(node) : sub.of(node)));
        whole("Mul", 2, 2, knowing(node -> {
            Optional<Operand> product = ops.multiply(node);
            return product.isPresent() ? product.get() : mul.of(node);
        }));
        whole("Min", 1, ANY, knowing(node -> ops.takesMinimum(node) ? ops.minimum(node) : min.of(node)));
        whole("Clip", 1, 3, knowing(ops::clip), "min", "max");
        whole("Sigmoid", 1, 1, knowing(ops::sigmoid));
        part("LessOrEqual", 2, 2, knowing(ops::lessOrEqual));
        part("Greater", 2, 2, knowing(ops::greater));
        part("Where", 3, 3, knowing(ops::where));
    }

    private void norms(NormOps ops, FunctionOps functions, ElementwiseOps elementwise) {
        whole("LayerNormalization", 2, 3, ops::layerNorm, "axis", "epsilon", "stash_type");
        whole("GroupNormalization", 3, 3, ops::groupNorm, "epsilon", "num_groups", "stash_type");
        whole("InstanceNormalization", 3, 3, ops::instanceNorm, "epsilon");
        whole("LRN", 1, 1, ops::localResponse, "alpha", "beta", "bias", "size");
        whole("PRelu", 2, 2, node -> {
            Optional<Float> one = FunctionOps.slope(node);
            if (one.isPresent()) {
                return functions.leaky(node, node.feature(0), one.get());
            }
            return NormOps.areOfChannels(node) ? ops.slopes(node) : elementwise.prelu(node);
        });
    }

    private void reductions(ReductionOps ops) {
        reduction("ReduceMean", ops::mean);
        reduction("ReduceSum", node -> ops.plain(node, ReduceOp.SUM));
        reduction("ReduceMax", node -> ops.plain(node, ReduceOp.MAX));
        reduction("ReduceMin", node -> ops.plain(node, ReduceOp.MIN));
        reduction("ReduceProd", node -> ops.plain(node, ReduceOp.PRODUCT));
        reduction("ReduceSumSquare", node -> ops.plain(node, ReduceOp.SUM_OF_SQUARES));
        reduction("ReduceL1", ops::norm1);
        reduction("ReduceL2", ops::norm2);
        reduction("ReduceLogSum", ops::logSum);
        reduction("ReduceLogSumExp", ops::logSumExp);
        part("ArgMax", 1, 1, ReductionOps::argMax, "axis", "keepdims", "select_last_index");
        part("ArgMin", 1, 1, ReductionOps::argMax, "axis", "keepdims", "select_last_index");
    }

    private void reduction(String name, Meaning meaning) {
        whole(name, 1, 2, meaning, "axes", "keepdims", "noop_with_empty_axes");
    }

    /** Activations that share an operator differ in the texts of its attributes. */
    private void functions(FunctionOps ops) {
        Map<String, List<Activation>> forms = new HashMap<>();
        for (Activation activation : Activation.all()) {
            if (activation.onnx() instanceof OnnxForm.Operator form) {
                forms.computeIfAbsent(form.name(), _ -> new ArrayList<>()).add(activation);
                Set<String> attributes = new HashSet<>(form.numbers().keySet());
                attributes.addAll(form.texts().keySet());
                List<Activation> same = forms.get(form.name());
                whole(form.name(), 1, 1, node -> ops.function(same, node), attributes.toArray(String[]::new));
            }
        }
    }

    private void layers(LayerOps ops, ConvolutionOps convolutions, AttentionOps attention) {
        whole(
                "Conv",
                2,
                3,
                convolutions::convolution,
                "auto_pad",
                "dilations",
                "group",
                "kernel_shape",
                "pads",
                "strides");
        whole(
                "ConvTranspose",
                2,
                3,
                convolutions::transposed,
                "auto_pad",
                "dilations",
                "group",
                "kernel_shape",
                "output_padding",
                "output_shape",
                "pads",
                "strides");
        whole("BatchNormalization", 5, 5, ops::norm, "epsilon", "momentum", "spatial", "training_mode");
        whole("Gemm", 2, 3, ops::gemm, "alpha", "beta", "transA", "transB");
        whole(
                "MatMul",
                2,
                2,
                node -> node.input(1) instanceof Operand.Constant ? ops.matMul(node) : attention.product(node));
        whole("Softmax", 1, 1, node -> attention.softmax(node, false), "axis");
        whole("LogSoftmax", 1, 1, node -> attention.softmax(node, true), "axis");
    }

    private void pooling(PoolingOps ops) {
        pool("MaxPool", ops::pool, "storage_order");
        pool("AveragePool", ops::pool, "count_include_pad");
        pool("LpPool", ops::norm, "p");
        whole("GlobalAveragePool", 1, 1, ops::globalPool);
        whole("GlobalMaxPool", 1, 1, ops::globalPool);
        whole("GlobalLpPool", 1, 1, ops::globalNorm, "p");
    }

    private void layout(LayoutOps ops, NumberOps numbers) {
        whole("Dropout", 1, 3, LayoutOps::dropout, "ratio", "seed");
        whole("Identity", 1, 1, LayoutOps::passed);
        whole("Flatten", 1, 1, either(ops::flattened, NumberOps::flattened), "axis");
        whole("Reshape", 2, 2, either(ops::reshape, numbers::reshape), "allowzero");
        whole("Transpose", 1, 1, either(LayoutOps::transpose, numbers::transpose), "perm");
        whole("Squeeze", 1, 2, either(LayoutOps::squeeze, numbers::squeeze), "axes");
        whole("Unsqueeze", 1, 2, either(LayoutOps::unsqueeze, numbers::unsqueeze), "axes");
        part("Shape", 1, 1, LayoutOps::shape, "start", "end");
        part("Size", 1, 1, LayoutOps::size);
        part("ConstantOfShape", 1, 1, numbers::constantOfShape, "value");
        part("Range", 3, 3, numbers::range);
        part("ScatterND", 3, 3, either(Operators::notOfFeatures, numbers::scatter), "reduction");
        part("Cast", 1, 1, either(LayoutOps::cast, numbers::cast), "to", "saturate", "round_mode");
    }

    private void movements(MovementOps ops, NumberOps numbers) {
        whole("Concat", 1, ANY, either(ops::concat, numbers::concat), "axis");
        whole("Slice", 1, 5, either(ops::slice, numbers::slice), "starts", "ends", "axes");
        whole("Split", 1, 2, ops::split, "axis", "split", "num_outputs");
        whole("Gather", 2, 2, either(ops::gather, numbers::gather), "axis");
        whole("Expand", 2, 2, node -> isOfNumbers(node) ? numbers.expand(node) : ops.expand(node));
        whole("Tile", 2, 2, ops::tile);
        whole("Pad", 1, 4, ops::pad, "mode", "pads", "value");
        whole("DepthToSpace", 1, 1, ops::depthToSpace, "blocksize", "mode");
        whole("SpaceToDepth", 1, 1, ops::spaceToDepth, "blocksize");
        whole("Upsample", 1, 2, ops::resize, "mode", "scales");
        whole(
                "Resize",
                1,
                4,
                ops::resize,
                "mode",
                "coordinate_transformation_mode",
                "nearest_mode",
                "axes",
                "antialias",
                "cubic_coeff_a",
                "exclude_outside",
                "extrapolation_value",
                "keep_aspect_ratio_policy");
    }

    /** Whether a constant is expanded to extents that do not depend on how many images there are. */
    private static boolean isOfNumbers(OnnxNode node) throws InvalidFileException {
        return node.readsNumbersOnly() && !node.numbers(1).countsImages();
    }

    /** What is also worked out where nothing but numbers of the file is read. */
    private void numbers(Folding folding) {
        for (String name : Folding.NAMES) {
            extend(name, otherwise -> either(otherwise, folding::of));
        }
    }

    private static Operand notOfFeatures(OnnxNode node) throws InvalidFileException {
        node.requireKnownInputs();
        throw node.invalid("operator", "not known in this place", "one of numbers of the file alone");
    }

    /** One meaning for what comes from the images, and one for numbers of the file. */
    private static Meaning either(Meaning ofFeatures, Meaning ofNumbers) {
        return node -> node.readsNumbersOnly() ? ofNumbers.of(node) : ofFeatures.of(node);
    }

    private void whole(String name, int fewest, int most, Meaning meaning, String... attributes) {
        known.put(name, new Operator(fewest, most, true, Set.of(attributes), meaning));
    }

    private void pool(String name, Meaning meaning, String own) {
        whole(name, 1, 1, meaning, "auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "strides", own);
    }

    private void part(String name, int fewest, int most, Meaning meaning, String... attributes) {
        known.put(name, new Operator(fewest, most, false, Set.of(attributes), meaning));
    }

    /** What an activation is made of says nothing of its own where an input is not known. */
    private static Meaning knowing(Meaning meaning) {
        return node -> {
            node.requireKnownInputs();
            return meaning.of(node);
        };
    }

    @Override
    public Operator of(OnnxNode node) throws InvalidFileException {
        if (!OnnxFile.STANDARD_DOMAIN.contains(node.proto().getDomain())) {
            throw node.invalid("domain", OnnxFile.brief(node.proto().getDomain()), "an operator of the ONNX standard");
        }
        Operator operator = known.get(node.operator());
        if (operator == null) {
            String names = known.entrySet().stream()
                    .filter(entry -> entry.getValue().whole())
                    .map(Map.Entry::getKey)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw node.invalid("operator", "not known here", "one of " + names);
        }
        operator.check(node);
        return operator;
    }
}
