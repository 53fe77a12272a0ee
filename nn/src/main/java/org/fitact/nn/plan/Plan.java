package org.fitact.nn.plan;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.pass.DropIdentity;
import org.fitact.nn.graph.pass.FoldBatchNorm;
import org.fitact.nn.graph.pass.FuseProduct;
import org.fitact.nn.graph.pass.Fusion;
import org.fitact.nn.graph.pass.GraphPass;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.graph.pass.Schedule;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BufferGroup;
import org.fitact.tensor.backend.op.Product;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.PackedWeights;
import org.fitact.tensor.buffer.Weights;

/**
 * A network compiled for inference on one backend: a list of fused steps whose buffers are allocated once, for batches
 * up to a given size. Its parameters are copies of the network's and can be overwritten element by element.
 */
public final class Plan implements Inference {

    private final Backend backend;
    private final BufferGroup memory;
    private final Graph graph;
    private final int classes;
    private final int maximumBatch;
    private final List<PlanParameter> parameters = new ArrayList<>();
    private final List<Buffer> parameterBuffers = new ArrayList<>();
    /** For each parameter, what was packed from it: by several nodes, if they share it. */
    private final List<List<PackedWeights>> packed = new ArrayList<>();

    private final List<PlanProduct> products = new ArrayList<>();
    private final Steps steps;
    private final StepRunner runner;
    private final Buffer predictions;
    private StepObserver observer;

    private Plan(Backend backend, Program program, BufferGroup memory, PlanOptions options) {
        this.backend = backend;
        this.memory = memory;
        this.graph = program.graph();
        this.classes = graph.outputShape().elements();
        this.maximumBatch = options.maximumBatch();
        Map<String, Buffer> byName = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (PlanParameter parameter : PlanParameter.of(program)) {
            Buffer buffer = memory.allocate(DType.FLOAT32, parameter.values().length);
            backend.upload(MemorySegment.ofArray(parameter.values()), buffer, 0);
            parameters.add(parameter);
            parameterBuffers.add(buffer);
            packed.add(new ArrayList<>());
            byName.put(parameter.name(), buffer);
            numbers.put(parameter.name(), numbers.size());
        }
        this.steps = new Steps(graph);
        PlanBuffers buffers = new PlanBuffers(memory, steps, maximumBatch);
        Buffer[] values = new Buffer[steps.count() + 1];
        Map<String, Weights> weights = new HashMap<>();
        for (int s = 0; s < steps.count(); s++) {
            values[s + 1] = buffers.of(s + 1);
            if (steps.node(s).op() instanceof FusedProduct fused) {
                Node node = steps.node(s);
                int weight = numbers.get(node.parameters().getFirst());
                weights.put(node.name(), pack(node, fused, weight));
            }
        }
        boolean sumsApart = options.fusion() == Fusion.SUMS;
        KernelCompiler compiler = new KernelCompiler(backend, memory, steps, byName, weights, values, sumsApart);
        this.runner = new StepRunner(steps, compiler, values);
        this.predictions = memory.allocate(DType.INT32, maximumBatch);
    }

    /** The weights of a product as the backend wants them. */
    private Weights pack(Node node, FusedProduct fused, int weight) {
        Shape input = graph.shape(node.input());
        Product shape = switch (fused.product()) {
            case Conv2d conv -> conv.geometry(input).withBatch(maximumBatch);
            case Linear linear -> linear.geometry(input).withRows(maximumBatch);
        };
        Optional<PackedWeights> weights = backend.pack(shape, parameterBuffers.get(weight));
        weights.ifPresent(some -> packed.get(weight).add(memory.add(some)));
        String algorithm = weights.map(PackedWeights::algorithm).orElse("as the backend has it");
        int outputs = maximumBatch * graph.shape(node.name()).elements();
        products.add(new PlanProduct(node.name(), parameters.get(weight).layer(), shape, outputs, algorithm));
        return weights.<Weights>map(some -> some).orElse(parameterBuffers.get(weight));
    }

    /** Compiles a network as it is now. */
    public static Plan of(Network network, PlanOptions options) {
        return of(network.backend(), program(network, options), options);
    }

    /** A network as it is now, after the passes: what a plan of it computes, and the parameters that it will have. */
    public static Program program(Network network, PlanOptions options) {
        Backend backend = network.backend();
        int batch = options.maximumBatch();
        List<GraphPass> passes = new ArrayList<>(List.of(new DropIdentity()));
        if (options.foldBatchNorm()) {
            passes.add(new FoldBatchNorm());
        }
        passes.add(new FuseProduct(
                (conv, pool) -> backend.fusesPool(conv.withBatch(batch), pool.withBatch(batch)), options.fusion()));
        passes.add(new Schedule());
        return Program.of(network).through(passes);
    }

    /** Compiles what {@link #program} gave for the same backend and options, with the numbers that it has now. */
    public static Plan of(Backend backend, Program program, PlanOptions options) {
        BufferGroup memory = new BufferGroup(backend);
        try {
            return new Plan(backend, program, memory, options);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /**
     * Compiles a network as it is now.
     *
     * @param maximumBatch images that one run can take
     * @param foldBatchNorm false keeps batch norm as steps of their own, with their four vectors among the parameters
     */
    public static Plan of(Network network, int maximumBatch, boolean foldBatchNorm) {
        return of(network, new PlanOptions(maximumBatch, foldBatchNorm, Fusion.ALL));
    }

    /**
     * Has every later run observed.
     *
     * @param between null for nobody
     */
    public void observe(StepObserver between) {
        observer = between;
    }

    /**
     * Runs something while somebody else observes too, who sees what the observer there is already has left.
     *
     * @return what was run gives
     */
    public <T> T observedBy(StepObserver also, Supplier<T> run) {
        StepObserver before = observer;
        observer = before == null ? also : before.then(also);
        try {
            return run.get();
        } finally {
            observer = before;
        }
    }

    /** The same for somebody who comes before the observer there is, which sees what that one left. */
    public <T> T observedFirstBy(StepObserver first, Supplier<T> run) {
        StepObserver before = observer;
        observer = before == null ? first : first.then(before);
        try {
            return run.get();
        } finally {
            observer = before;
        }
    }

    /** Who observes every run, if anybody does. */
    public Optional<StepObserver> observer() {
        return Optional.ofNullable(observer);
    }

    /** Memory on its backend for who observes it, which is freed with it. */
    public Buffer allocate(DType type, int length) {
        return memory.allocate(type, length);
    }

    /** What it computes: the network's graph, after the passes. */
    @Override
    public Graph graph() {
        return graph;
    }

    public Backend backend() {
        return backend;
    }

    @Override
    public int maximumBatch() {
        return maximumBatch;
    }

    /** The stored arrays, in the order of their use. */
    public List<PlanParameter> parameters() {
        return Collections.unmodifiableList(parameters);
    }

    /** Its convolutions and linear layers, in the order in which they run. */
    public List<PlanProduct> products() {
        return List.copyOf(products);
    }

    /** Overwrites elements of a parameter in the deployed network from an index on. */
    public void write(int parameter, int index, float... elements) {
        backend.upload(MemorySegment.ofArray(elements), parameterBuffers.get(parameter), index);
        packed.get(parameter).forEach(weights -> weights.refresh(index, elements.length));
    }

    /** Overwrites single elements of a parameter in the deployed network. */
    public void write(int parameter, int[] indices, float[] elements) {
        backend.scatter(elements, indices, parameterBuffers.get(parameter));
        packed.get(parameter).forEach(weights -> weights.refresh(indices));
    }

    /** Overwrites elements of a parameter by the values of words, without bringing them to the host. */
    public void write(int parameter, int index, StoredWords words) {
        Buffer buffer = parameterBuffers.get(parameter);
        backend.dequantise(words.arithmetic(), words.length(), words.buffer(), words.offset(), buffer, index);
        packed.get(parameter).forEach(weights -> weights.refresh(index, words.length()));
    }

    /** Packed weights are counted as large as what they were packed from. */
    @Override
    public long bytes() {
        long bytes = memory.bytes();
        for (int p = 0; p < parameters.size(); p++) {
            bytes += 4L * packed.get(p).size() * parameterBuffers.get(p).length();
        }
        return bytes;
    }

    @Override
    public float[] logits(Tensor images) {
        float[] logits = new float[images.shape().extent(0) * classes];
        backend.download(run(images), 0, MemorySegment.ofArray(logits));
        return logits;
    }

    @Override
    public int[] predict(Tensor images) {
        int[] classOf = new int[images.shape().extent(0)];
        backend.argmax(classOf.length, classes, run(images), predictions);
        backend.download(predictions, 0, MemorySegment.ofArray(classOf));
        return classOf;
    }

    @Override
    public Answer answer(Tensor images) {
        int batch = images.shape().extent(0);
        float[] logits = new float[batch * classes];
        int[] classOf = new int[batch];
        Buffer result = run(images);
        backend.argmax(batch, classes, result, predictions);
        backend.download(result, 0, MemorySegment.ofArray(logits));
        backend.download(predictions, 0, MemorySegment.ofArray(classOf));
        return new Answer(logits, classOf);
    }

    /**
     * Its steps, in the order in which they run. A node of the graph that is none of them gives its input on as it lies there.
     */
    public List<Node> steps() {
        return steps.all();
    }

    /**
     * Computes one value of one image by the kernel of its step, as in a run; what values of a run are in memory is lost.
     *
     * @param value that one of {@link #steps} makes
     * @param inputs the values that its node reads, in their order; not modified
     */
    public float[] compute(String value, List<float[]> inputs) {
        return runner.run(backend, steps.value(value) - 1, inputs);
    }

    private Buffer run(Tensor images) {
        int batch = images.shape().extent(0);
        if (batch > maximumBatch || !images.shape().withoutBatch().equals(graph.image())) {
            throw new IllegalArgumentException(
                    "plan for up to " + maximumBatch + " images of " + graph.image() + " was given " + images.shape());
        }
        return runner.run(images.buffer(), batch, observer);
    }

    @Override
    public void close() {
        memory.close();
    }

    @Override
    public String toString() {
        return "plan of " + graph.image() + " images, parameters "
                + parameters.stream().map(PlanParameter::name).toList();
    }
}
