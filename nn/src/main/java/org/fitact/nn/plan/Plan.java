package org.fitact.nn.plan;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fitact.nn.model.Network;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.Buffer;
import org.fitact.tensor.backend.BufferGroup;
import org.fitact.tensor.backend.DType;
import org.fitact.tensor.backend.Gemm;
import org.fitact.tensor.backend.PackedWeights;
import org.fitact.tensor.backend.Product;
import org.fitact.tensor.backend.Weights;

/**
 * A network compiled for inference on one backend: a list of fused steps whose buffers are allocated once, for batches
 * up to a given size. Its parameters are copies of the network's and can be overwritten element by element.
 */
public final class Plan implements AutoCloseable {

    private final Backend backend;
    private final BufferGroup memory;
    private final Shape input;
    private final int classes;
    private final int maximumBatch;
    private final List<PlanParameter> parameters;
    private final List<Buffer> parameterBuffers = new ArrayList<>();
    /** By the parameter that they were packed from. */
    private final Map<Integer, PackedWeights> packed = new TreeMap<>();

    private final List<PlanProduct> products = new ArrayList<>();
    private final PlanBuffers values;
    private final StepRunner runner;
    private final Buffer predictions;

    private Plan(Network network, PlanBuilder builder, BufferGroup memory, int maximumBatch) {
        this.backend = network.backend();
        this.memory = memory;
        this.input = network.architecture().input();
        this.classes = network.architecture().classes();
        this.maximumBatch = maximumBatch;
        this.parameters = List.copyOf(builder.parameters());
        for (PlanParameter parameter : parameters) {
            Buffer buffer = memory.allocate(DType.FLOAT32, parameter.values().length);
            backend.upload(MemorySegment.ofArray(parameter.values()), buffer, 0);
            parameterBuffers.add(buffer);
        }
        this.values = new PlanBuffers(memory, builder.steps(), maximumBatch);
        builder.steps().forEach(this::pack);
        List<Weights> weights = new ArrayList<>(parameterBuffers);
        packed.forEach(weights::set);
        this.runner = new StepRunner(backend, builder.steps(), parameterBuffers, weights, values);
        this.predictions = memory.allocate(DType.INT32, maximumBatch);
    }

    private void pack(Step step) {
        switch (step) {
            case Step.Convolution conv -> pack(step, conv.geometry().withBatch(maximumBatch), conv.weight());
            case Step.Linear linear ->
                pack(step, Gemm.of(maximumBatch, linear.outFeatures(), linear.inFeatures()), linear.weight());
            default -> {}
        }
    }

    private void pack(Step step, Product shape, int weight) {
        Optional<PackedWeights> weights = backend.pack(shape, parameterBuffers.get(weight));
        weights.ifPresent(some -> packed.put(weight, memory.add(some)));
        String algorithm = weights.map(PackedWeights::algorithm).orElse("as the backend has it");
        int outputs = maximumBatch * step.outputElements();
        products.add(new PlanProduct(parameters.get(weight).layer(), shape, outputs, algorithm));
    }

    /**
     * Compiles a network as it is now.
     *
     * @param maximumBatch images that one run can take
     * @param foldBatchNorm false keeps batch norm as layers of their own, with their four vectors among the parameters
     */
    public static Plan of(Network network, int maximumBatch, boolean foldBatchNorm) {
        Backend backend = network.backend();
        PlanBuilder builder = new PlanBuilder(
                network.architecture().input(),
                foldBatchNorm,
                (conv, pool) -> backend.fusesPool(conv.withBatch(maximumBatch), pool.withBatch(maximumBatch)));
        network.layers().lower(builder);
        BufferGroup memory = new BufferGroup(backend);
        try {
            return new Plan(network, builder, memory, maximumBatch);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    public Backend backend() {
        return backend;
    }

    public int maximumBatch() {
        return maximumBatch;
    }

    /** The stored arrays, in the order of their use. */
    public List<PlanParameter> parameters() {
        return parameters;
    }

    /** Its convolutions and linear layers, in the order in which they run. */
    public List<PlanProduct> products() {
        return List.copyOf(products);
    }

    /** Overwrites elements of a parameter in the deployed network from an index on. */
    public void write(int parameter, int index, float... elements) {
        backend.upload(MemorySegment.ofArray(elements), parameterBuffers.get(parameter), index);
        if (packed.containsKey(parameter)) {
            packed.get(parameter).refresh(index, elements.length);
        }
    }

    /** Overwrites single elements of a parameter in the deployed network. */
    public void write(int parameter, int[] indices, float[] elements) {
        backend.scatter(elements, indices, parameterBuffers.get(parameter));
        if (packed.containsKey(parameter)) {
            packed.get(parameter).refresh(indices);
        }
    }

    /** Overwrites elements of a parameter by the values of words, without bringing them to the host. */
    public void write(int parameter, int index, StoredWords words) {
        Buffer buffer = parameterBuffers.get(parameter);
        backend.dequantise(words.arithmetic(), words.length(), words.buffer(), words.offset(), buffer, index);
        if (packed.containsKey(parameter)) {
            packed.get(parameter).refresh(index, words.length());
        }
    }

    /** Logits {@code [batch, classes]}, row by row. */
    public float[] logits(Tensor images) {
        float[] logits = new float[images.shape().extent(0) * classes];
        backend.download(run(images), 0, MemorySegment.ofArray(logits));
        return logits;
    }

    /** The class of every image; −1 where all logits are NaN. */
    public int[] predict(Tensor images) {
        int[] classOf = new int[images.shape().extent(0)];
        backend.argmax(classOf.length, classes, run(images), predictions);
        backend.download(predictions, 0, MemorySegment.ofArray(classOf));
        return classOf;
    }

    private Buffer run(Tensor images) {
        int batch = images.shape().extent(0);
        if (batch > maximumBatch || !images.shape().withoutBatch().equals(input)) {
            throw new IllegalArgumentException(
                    "plan for up to " + maximumBatch + " images of " + input + " was given " + images.shape());
        }
        return runner.run(images.buffer(), batch);
    }

    @Override
    public void close() {
        memory.close();
    }

    @Override
    public String toString() {
        return "plan of " + input + " images, parameters "
                + Arrays.toString(parameters.stream().map(PlanParameter::name).toArray());
    }
}
