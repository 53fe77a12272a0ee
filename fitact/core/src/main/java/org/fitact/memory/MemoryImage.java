package org.fitact.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fitact.fault.FaultSpace;
import org.fitact.fault.Region;
import org.fitact.identity.ContentHash;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.integer.ParameterWords;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanOptions;
import org.fitact.nn.plan.PlanParameter;
import org.fitact.tensor.fixedpoint.FixedPoint;

/**
 * What a memory holds when a network is deployed: every stored parameter a word, with what accompanies
 * tensors all in one {@link FaultSpace}. It
 * follows from the network and the deployment alone, so whoever wants to know no more needs no plan. It lies on the host, and
 * several threads may read it.
 */
public final class MemoryImage {

    private final Graph graph;
    private final PlanOptions plan;
    private final FaultSpace space;
    /** For each tensor by its address, the index of its parameter in a plan. */
    private final int[] parameterOfTensor;

    private final int[] words;
    private final List<TensorReader> readers;
    private final List<StorageLoss> losses;

    private MemoryImage(Graph graph, PlanOptions plan, int[] parameterOfTensor, List<StoredTensor> tensors) {
        this.graph = graph;
        this.plan = plan;
        this.parameterOfTensor = parameterOfTensor;
        MemoryLayout layout = MemoryLayout.of(tensors);
        this.space = layout.space();
        this.words = layout.words();
        this.readers = layout.readers();
        this.losses = tensors.stream()
                .map(StoredTensor::lost)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Of a network as it is now.
     *
     * @throws ArithmeticException if a parameter has no word; it names the parameter and the index
     * @throws IllegalArgumentException if a code cannot code a tensor; it names both
     */
    public static MemoryImage of(Network network, Deployment deployment) {
        Program program = Plan.program(network, deployment.plan());
        List<PlanParameter> parameters = PlanParameter.of(program);
        int[] order = order(network, deployment, parameters);
        List<StoredTensor> tensors = new ArrayList<>();
        int address = 0;
        for (int index : order) {
            StoredTensor tensor = StoredTensor.of(parameters.get(index), deployment, address);
            tensors.add(tensor);
            address = tensor.region().end();
        }
        return new MemoryImage(program.graph(), deployment.plan(), order, tensors);
    }

    /** For each tensor in the order of addresses, the index of its parameter: as if all were fused, so that no address depends on it. */
    private static int[] order(Network network, Deployment deployment, List<PlanParameter> parameters) {
        PlanOptions options = deployment.plan();
        if (options.fusion().takesValues()) {
            return MemoryLayout.order(parameters);
        }
        PlanOptions fused = new PlanOptions(options.maximumBatch(), options.foldBatchNorm(), Fusion.ALL);
        List<PlanParameter> inOrder = PlanParameter.of(Plan.program(network, fused));
        List<String> names = parameters.stream().map(PlanParameter::name).toList();
        return Arrays.stream(MemoryLayout.order(inOrder))
                .map(i -> names.indexOf(inOrder.get(i).name()))
                .toArray();
    }

    /** Where every stored word lies. */
    public FaultSpace space() {
        return space;
    }

    /** The steps of a plan that computes with the words. */
    public Graph graph() {
        return graph;
    }

    /** A copy of all words, by address. */
    public int[] words() {
        return words.clone();
    }

    /** SHA-256 of all words, with what lies where in which format. */
    public String sha256() {
        return ContentHash.of(space, words);
    }

    /** What tensors lost when they were stored, beyond rounding: numbers beyond the format's range, tensors of zeros. */
    public List<StorageLoss> losses() {
        return losses;
    }

    /** How the plan is compiled that computes with the words. */
    PlanOptions plan() {
        return plan;
    }

    int[] parameterOfTensor() {
        return parameterOfTensor;
    }

    /** What reads the words of each tensor. */
    List<TensorReader> readers() {
        return readers;
    }

    /** Whether all words are fixed point and stand for themselves, which is what devices can read. */
    boolean isPlainFixedPoint() {
        return readers.stream()
                .allMatch(reader -> reader.isPlain() && reader.region().format() instanceof FixedPoint);
    }

    /**
     * What inference in integers computes with: what reading all words gives, by the parameters' names.
     *
     * @throws IllegalArgumentException if words are no fixed-point numbers as they are; it names the parameter
     */
    public List<ParameterWords> parameterWords() {
        List<ParameterWords> all = new ArrayList<>();
        for (TensorReader reader : readers) {
            Region region = reader.region();
            if (reader.scales().isPresent() || !(region.format() instanceof FixedPoint fixed)) {
                throw new IllegalArgumentException(region.name() + " is stored as "
                        + region.format().name() + (reader.scales().isPresent() ? " with scales" : "")
                        + ", expected fixed point for inference in integers");
            }
            int[] read = new TensorReading(reader, words).words();
            all.add(ParameterWords.of(region.name(), fixed.format().format(), read));
        }
        return all;
    }

    /** The numbers for which the words stand, by tensor. */
    public Map<String, float[]> numbers() {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        for (TensorReader reader : readers) {
            numbers.put(reader.region().name(), new TensorReading(reader, words).numbers());
        }
        return numbers;
    }

    /** What a plan computes with: the network with the numbers for which the words stand. */
    Program program() {
        return new Program(graph, numbers());
    }
}
