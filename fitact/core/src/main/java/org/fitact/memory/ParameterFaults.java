package org.fitact.memory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fitact.fault.AppliedFaults;
import org.fitact.fault.BitErrorRate;
import org.fitact.fault.FaultFilter;
import org.fitact.fault.FaultPattern;
import org.fitact.fault.FaultSampler;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.ParameterKind;
import org.fitact.fault.Region;
import org.fitact.memory.code.RegionPart;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.Parameter;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.train.Disturbance;
import org.fitact.nn.train.FaultAware;
import org.fitact.tensor.Shape;
import org.fitact.tensor.number.TensorEncoding;
import org.fitact.tensor.number.TensorFormat;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Bit flips in the parameters of a network that is being trained. A tensor that is struck is what a memory would give of it: its
 * numbers are stored as they are now, bits of their words flip, and what is read takes their place until the faults are closed. The
 * others keep their numbers. What accompanies a tensor, such as scales, is not struck.
 *
 * <p>The words are those of the network itself: one whose batch norm is to be folded when it is deployed has others, until it is.
 */
public final class ParameterFaults implements Disturbance {

    /** Keeps the faults of a training apart from those of a campaign of the same seed. */
    private static final long TRAINING_STREAM = 0x747261696E666CL;

    private final Network network;
    private final TensorFormat format;
    private final FaultSpace space;
    private final FaultSampler sampler;

    /**
     * @param format of all parameters
     * @param filter of what may be struck
     * @param rate at which every bit flips
     * @param seed of all trials
     * @throws ArithmeticException if a parameter has no word; names it
     */
    public ParameterFaults(Network network, TensorFormat format, FaultFilter filter, double rate, long seed) {
        this.network = network;
        this.format = format;
        this.space = MemoryImage.of(network, new Deployment(format, false, 1)).space();
        this.sampler = new FaultSampler(space, filter.withParts(RegionPart.NUMBER), new BitErrorRate(rate), seed);
    }

    /**
     * Those of a training's recipe: in weights and biases, since batch norm is folded into them when the network is deployed.
     *
     * @param format which the recipe names
     */
    public static ParameterFaults of(Network network, FaultAware training, TensorFormat format, long seed) {
        return new ParameterFaults(
                network,
                format,
                FaultFilter.ALL.withKinds(ParameterKind.WEIGHT, ParameterKind.BIAS),
                training.rate(),
                new PhiloxRandom(seed, TRAINING_STREAM).nextLong());
    }

    /**
     * The layers behind which a bound stands somewhere on the way to the result. What strikes the others, such as the last layer, no
     * bound can hold back.
     */
    public static List<String> layersBeforeBounds(Graph graph) {
        Set<String> before = new HashSet<>();
        List<String> layers = new ArrayList<>();
        for (Node node : graph.nodes().reversed()) {
            if (node.op() instanceof Bound || before.contains(node.name())) {
                before.addAll(node.inputs());
                node.parameters().stream()
                        .map(ParameterSpec::layerOf)
                        .filter(layer -> !layers.contains(layer))
                        .forEach(layers::add);
            }
        }
        return layers.reversed();
    }

    /**
     * Applies the faults of a trial.
     *
     * @throws ArithmeticException if a number has no word; names its tensor
     */
    @Override
    public Struck strike(long trial) {
        FaultPattern pattern = sampler.trial(trial);
        Struck struck = new Struck(pattern.bits());
        try {
            for (Region region : space.regions()) {
                FaultPattern part = pattern.within(region);
                if (part.size() > 0) {
                    Parameter parameter = network.parameter(region.name());
                    float[] before = parameter.value().toArray();
                    struck.before.put(parameter, before);
                    parameter.value().upload(struck(parameter, before, part));
                }
            }
            return struck;
        } catch (RuntimeException | Error e) {
            struck.close();
            throw e;
        }
    }

    private float[] struck(Parameter parameter, float[] before, FaultPattern pattern) {
        try {
            Shape shape = parameter.value().shape();
            TensorEncoding encoding = format.over(before, shape.rank() > 1 ? shape.extent(-1) : 1);
            int[] words = encoding.encode(before);
            for (int i = 0; i < pattern.size(); i++) {
                int at = pattern.address(i);
                words[at] = pattern.operation().apply(encoding.format(), words[at], pattern.mask(i));
            }
            float[] numbers = new float[words.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = encoding.decode(words[i], i);
            }
            return numbers;
        } catch (ArithmeticException e) {
            throw new ArithmeticException(parameter.name() + " cannot be stored: " + e.getMessage());
        }
    }

    /** The faults of a trial while they are there. */
    public static final class Struck implements AppliedFaults, Undo {

        private final Map<Parameter, float[]> before = new LinkedHashMap<>();
        private final long changedBits;

        private Struck(long changedBits) {
            this.changedBits = changedBits;
        }

        @Override
        public long changedBits() {
            return changedBits;
        }

        @Override
        public void close() {
            before.forEach((parameter, numbers) -> parameter.value().upload(numbers));
        }
    }
}
