package org.fitact.nn.integer;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Arithmetic;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.Clip;
import org.fitact.nn.graph.op.Elementary;
import org.fitact.nn.graph.op.Flatten;
import org.fitact.nn.graph.op.MatMul;
import org.fitact.nn.graph.op.Movement;
import org.fitact.nn.graph.op.Pool2d;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.graph.op.Relu;
import org.fitact.nn.graph.op.Reshape;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.fixedpoint.FixedPoint;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.fixedpoint.QFormat;
import org.fitact.tensor.integer.Accumulator;
import org.fitact.tensor.integer.FunctionTable;
import org.fitact.tensor.number.TensorFormat;

/**
 * Chooses the binary points of a network's integer arithmetic: those of parameters by their numbers, those of values by what the
 * float network makes of some images.
 */
public final class Calibration {

    private final Program program;
    private final Map<String, Distribution> values = new LinkedHashMap<>();

    private Calibration(Program program) {
        this.program = program;
    }

    /**
     * Looks at the values of a network.
     *
     * @param images of the training set, on the network's backend
     * @throws ArithmeticException if a value is no finite number
     */
    public static Calibration of(Network network, EvaluationSet images) {
        Calibration calibration = new Calibration(IntegerPlan.program(network));
        int batch = images.first().shape().extent(0);
        try (Plan plan = Plan.of(network, new PlanOptions(batch, true, Fusion.NOTHING))) {
            plan.observe((node, value, count) -> {
                int elements = plan.graph().shape(node.name()).elements();
                float[] numbers = new float[count * elements];
                plan.backend().download(value, 0, MemorySegment.ofArray(numbers));
                calibration.add(node.name(), numbers);
            });
            images.forEachBatch(some -> {
                calibration.add(Graph.IMAGES, some.toArray());
                plan.logits(some);
            });
        }
        return calibration;
    }

    private void add(String value, float[] numbers) {
        Distribution distribution = values.computeIfAbsent(value, _ -> new Distribution());
        for (float number : numbers) {
            distribution.add(number);
        }
    }

    /** That of a value; of what a plan has no step for, since it moves nothing, that of what is read. */
    private Distribution distribution(String value) {
        Distribution seen = values.get(value);
        return seen != null ? seen : distribution(program.graph().node(value).input());
    }

    /** The arithmetic by some settings. */
    public Quantisation quantise(QuantisationSettings settings) {
        return new Choice(settings).all();
    }

    /** The choice by some settings, node after node. */
    private final class Choice {

        private final QuantisationSettings settings;
        private final FixedType rules;
        private final Map<String, QFormat> parameters = new LinkedHashMap<>();
        private final Map<String, FixedType> types = new LinkedHashMap<>();
        private final Map<String, LayerArithmetic> layers = new LinkedHashMap<>();

        Choice(QuantisationSettings settings) {
            this.settings = settings;
            this.rules = new FixedType(Format.signed(2, 0), settings.rounding(), settings.overflow());
        }

        Quantisation all() {
            types.put(Graph.IMAGES, type(Graph.IMAGES, true));
            for (Node node : program.graph().nodes()) {
                storeParameters(node);
                LayerArithmetic layer = layer(node);
                types.put(node.name(), layer.output().orElseGet(() -> types.get(node.input())));
                if (!layer.equals(LayerArithmetic.SAME)) {
                    layers.put(node.name(), layer);
                }
            }
            NetworkArithmetic arithmetic = new NetworkArithmetic(types.get(Graph.IMAGES), layers, settings.seed());
            return new Quantisation(
                    arithmetic,
                    program.graph().parameters().stream()
                            .map(spec -> new Quantisation.StoredFormat(
                                    spec.name(), spec.kind(), parameters.get(spec.name())))
                            .toList());
        }

        /** One format for all values has a sign in any case. */
        private FixedType type(String value, boolean signed) {
            return rules.with(
                    settings.activations() instanceof FixedPoint one
                            ? one.format().format()
                            : distribution(value).format(settings.activationBits(), signed, settings.method()));
        }

        /** The two sides of a bound are stored alike. */
        private void storeParameters(Node node) {
            List<String> names = node.parameters();
            if (node.op() instanceof Bound) {
                store(names, settings.activations());
                return;
            }
            for (int i = 0; i < names.size(); i++) {
                boolean bias = node.op() instanceof Product && i == 1;
                store(List.of(names.get(i)), bias ? settings.biases() : settings.weights());
            }
        }

        private void store(List<String> names, TensorFormat by) {
            float[] numbers = new float[0];
            for (String name : names) {
                float[] more = program.values().get(name);
                numbers = Arrays.copyOf(numbers, numbers.length + more.length);
                System.arraycopy(more, 0, numbers, numbers.length - more.length, more.length);
            }
            QFormat format = QuantisationSettings.over(by, numbers);
            names.forEach(name -> parameters.put(name, format));
        }

        private LayerArithmetic layer(Node node) {
            return switch (node.op()) {
                case Product _ ->
                    product(node, parameters.get(node.parameters().getFirst()).format());
                case MatMul _ -> product(node, types.get(node.inputs().get(1)).format());
                case Flatten _, Reshape _ -> LayerArithmetic.SAME;
                case Pool2d pool
                when pool.kind() == org.fitact.tensor.backend.op.Pool2d.Kind.MAX -> LayerArithmetic.SAME;
                case Movement movement when movement.operands() == 1 && !movement.hasRest() -> LayerArithmetic.SAME;
                case Pool2d _ ->
                    LayerArithmetic.of(
                            type(node.name(), types.get(node.input()).format().signed()));
                case Bound bound -> LayerArithmetic.of(type(node.name(), bound.twoSided()));
                case Relu _ -> LayerArithmetic.of(type(node.name(), false));
                case Clip clip -> LayerArithmetic.of(type(node.name(), !clip.neverNegative()));
                case Activation activation -> function(node, !activation.neverNegative());
                case Elementary _ -> function(node, true);
                case Arithmetic _ -> LayerArithmetic.of(type(node.name(), true));
                default -> LayerArithmetic.of(type(node.name(), true));
            };
        }

        /** A register at the products' binary point, or higher where the largest result needs that; one bit is left for sums on their way. */
        private LayerArithmetic product(Node node, Format weight) {
            FixedType output = type(node.name(), true);
            int bits = settings.accumulatorBits();
            int product = types.get(node.input()).format().fraction() + weight.fraction();
            int most = Format.holding(2 * distribution(node.name()).largest(), bits, true)
                    .fraction();
            FixedType register = rules.with(Format.signed(bits, Math.min(product, most)));
            return LayerArithmetic.of(new Accumulator(register, settings.moment()), output);
        }

        private LayerArithmetic function(Node node, boolean signed) {
            Format input = types.get(node.input()).format();
            Optional<Format> index = input.width() <= FunctionTable.MOST_BITS
                    ? Optional.empty()
                    : Optional.of(distribution(node.input())
                            .format(FunctionTable.MOST_BITS, input.signed(), settings.method()));
            return new LayerArithmetic(Optional.of(type(node.name(), signed)), Optional.empty(), index);
        }
    }
}
