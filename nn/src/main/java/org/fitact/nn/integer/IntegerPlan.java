package org.fitact.nn.integer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.nn.graph.pass.DropIdentity;
import org.fitact.nn.graph.pass.FoldBatchNorm;
import org.fitact.nn.graph.pass.Program;
import org.fitact.nn.graph.pass.Schedule;
import org.fitact.nn.plan.Inference;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.integer.Draws;
import org.fitact.tensor.integer.IntegerOps;
import org.fitact.tensor.integer.LayerWords;
import org.fitact.tensor.integer.NodeRun;
import org.fitact.tensor.integer.Tally;

/**
 * A network compiled for inference in integers. Its parameters are the words that a memory holds, and can be overwritten one by
 * one; what it answers depends on them, the arithmetic and the image alone, not on the batch or the number of threads.
 */
public final class IntegerPlan implements Inference {

    /** The most images that a thread takes at once: a weight that was fetched serves all of them. */
    private static final int IMAGES_AT_ONCE = 64;

    private final IntegerOps ops;
    private final IntegerSteps steps;
    private final int maximumBatch;
    private final Map<String, ParameterWords> parameters = new LinkedHashMap<>();
    private final Map<String, List<LayerWords>> layers;
    private final List<IntegerKernel> kernels = new ArrayList<>();
    private final Tally[] tallies;
    private final List<Stage> stages;
    private final Lanes<LaneValues> lanes;
    private final int atOnce;
    private final long wordsOfLane;
    private WordObserver observer = (_, _, _, _) -> {};
    private WordFaults faults = WordFaults.NONE;

    private IntegerPlan(
            Graph graph,
            NetworkArithmetic arithmetic,
            Collection<ParameterWords> words,
            IntegerOps ops,
            int maximumBatch,
            int threads) {
        this.ops = ops;
        this.maximumBatch = maximumBatch;
        this.steps = new IntegerSteps(graph, arithmetic);
        words.forEach(parameter -> parameters.put(parameter.name(), parameter));
        for (ParameterSpec spec : graph.parameters()) {
            ParameterWords stored = parameters.get(spec.name());
            if (stored == null || stored.words().length != spec.shape().elements()) {
                throw new IllegalArgumentException((stored == null ? "no words" : stored.words().length + " words")
                        + " for " + spec.name() + ", expected " + spec.shape().elements());
            }
        }
        IntegerCompiler compiler = new IntegerCompiler(ops, steps, parameters);
        for (int value = 1; value < steps.values(); value++) {
            kernels.add(compiler.kernel(value));
        }
        this.layers = compiler.layers();
        this.tallies = newTallies();
        this.atOnce = Math.min(IMAGES_AT_ONCE, Math.ceilDiv(maximumBatch, threads));
        this.stages = Stage.of(steps, atOnce);
        this.wordsOfLane = new LaneValues(steps, stages, atOnce).words();
        this.lanes = new Lanes<>(threads, () -> new LaneValues(steps, stages, atOnce));
    }

    /** A network as it is now, as it is computed in integers: batch norm folded, every value made by a node of its own. */
    public static Program program(Network network) {
        return Program.of(network).through(List.of(new DropIdentity(), new FoldBatchNorm(), new Schedule()));
    }

    /**
     * Compiles a graph.
     *
     * @param graph that {@link #program} gave
     * @param words of all its parameters, as they lie in memory; taken over
     * @param maximumBatch images that one run can take
     * @param threads that share the images of a run
     * @throws IllegalArgumentException if a node is not computed in integers, or not in such formats; it names the node
     */
    public static IntegerPlan of(
            Graph graph,
            NetworkArithmetic arithmetic,
            Collection<ParameterWords> words,
            IntegerOps ops,
            int maximumBatch,
            int threads) {
        return new IntegerPlan(graph, arithmetic, words, ops, maximumBatch, threads);
    }

    private Tally[] newTallies() {
        Tally[] all = new Tally[steps.values()];
        for (int value = 0; value < all.length; value++) {
            all[value] = new Tally();
        }
        return all;
    }

    @Override
    public Graph graph() {
        return steps.graph();
    }

    @Override
    public int maximumBatch() {
        return maximumBatch;
    }

    /** How it computes. */
    public NetworkArithmetic arithmetic() {
        return steps.arithmetic();
    }

    /** The type of a value. */
    public FixedType type(String value) {
        return steps.type(steps.number(value));
    }

    /** Has the values of every later run observed; runs take one thread then. */
    public void observe(WordObserver between) {
        observer = between;
        lanes.alone();
    }

    /** Has faults strike in every run of a task. Runs take as many threads as ever, each of which calls them for its own images. */
    public <T> T struckBy(WordFaults some, Supplier<T> task) {
        WordFaults before = faults;
        faults = some;
        try {
            return task.get();
        } finally {
            faults = before;
        }
    }

    /** Overwrites words of a parameter. */
    public void write(String parameter, int[] indices, int[] words) {
        long[] stored = parameters.get(parameter).words();
        List<LayerWords> readers = layers.getOrDefault(parameter, List.of());
        for (int i = 0; i < indices.length; i++) {
            int index = indices[i];
            long before = stored[index];
            stored[index] = words[i];
            readers.forEach(layer -> layer.changed(index, before));
        }
    }

    /** What happened in all runs so far, by the value: that of the images, which were quantised, then of each node. */
    public Map<String, Tally> tallies() {
        Map<String, Tally> all = new LinkedHashMap<>();
        for (int value = 0; value < tallies.length; value++) {
            all.put(steps.name(value), tallies[value]);
        }
        return Collections.unmodifiableMap(all);
    }

    /** The logits as words of their {@link #type}, {@code [batch, classes]}, row by row. */
    public long[] words(Tensor images) {
        int batch = images.shape().extent(0);
        if (batch > maximumBatch || !images.shape().withoutBatch().equals(graph().image())) {
            throw new IllegalArgumentException("plan for up to " + maximumBatch + " images of " + graph().image()
                    + " was given " + images.shape());
        }
        faults.started(batch);
        float[] pixels = images.toArray();
        int classes = graph().outputShape().elements();
        long[] logits = new long[batch * classes];
        int share = Math.min(atOnce, Math.ceilDiv(batch, lanes.threads()));
        lanes.run(Math.ceilDiv(batch, share), (lane, values) -> {
            int first = lane * share;
            int count = Math.min(share, batch - first);
            Tally[] happened = newTallies();
            for (Stage stage : stages) {
                for (int image = 0; image < count; image += stage.images()) {
                    run(stage, pixels, first, image, Math.min(stage.images(), count - image), values, happened);
                }
            }
            long[] result = values.kept(steps.number(graph().output()));
            System.arraycopy(result, 0, logits, first * classes, count * classes);
            synchronized (tallies) {
                for (int value = 0; value < tallies.length; value++) {
                    tallies[value].add(happened[value]);
                }
            }
        });
        return logits;
    }

    /**
     * Has some images pass a stage.
     *
     * @param first of the thread's images in the batch
     * @param image of these the first
     */
    private void run(
            Stage stage, float[] pixels, int first, int image, int count, LaneValues values, Tally[] happened) {
        int number = first + image;
        values.walk(stage, image, count, value -> {
            long[] words = values.arrays()[value];
            NodeRun run = nodeRun(value, happened);
            if (value == 0) {
                int elements = steps.elements(0);
                float[] part = Arrays.copyOfRange(pixels, number * elements, (number + count) * elements);
                ops.quantise(part.length, part, steps.type(0), words, run);
            } else {
                compute(value, number, count, values.arrays(), run);
            }
            faults.made(steps.name(value), words, number, count);
            observer.done(steps.name(value), words, number, count);
        });
    }

    /** @param number of the first of the images in the run */
    private void compute(int value, int number, int count, long[][] values, NodeRun run) {
        String name = steps.name(value);
        IntegerKernel kernel = kernels.get(value - 1);
        try {
            if (kernel instanceof ProductKernel product && faults.strikesSums(name, number, count)) {
                product.run(count, values, run, sums -> faults.summed(name, sums, number, count));
            } else {
                kernel.run(count, values, run);
            }
        } catch (ArithmeticException e) {
            throw new ArithmeticException(steps.node(value) + ": " + e.getMessage());
        }
    }

    private NodeRun nodeRun(int value, Tally[] happened) {
        return new NodeRun(happened[value], new Draws(arithmetic().seed(), value, steps.elements(value)));
    }

    /** The logits as numbers, the nearest floats, and the first class with the largest word. */
    @Override
    public Answer answer(Tensor images) {
        long[] words = words(images);
        FixedType type = type(graph().output());
        float[] logits = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            logits[i] = (float) type.format().value(words[i]);
        }
        int classes = graph().outputShape().elements();
        int[] first = new int[words.length / classes];
        for (int image = 0; image < first.length; image++) {
            first[image] = first(Arrays.copyOfRange(words, image * classes, (image + 1) * classes));
        }
        return new Answer(logits, first);
    }

    /** The class of an image: the first with the largest word of its logits. */
    public static int first(long[] logits) {
        int first = 0;
        for (int i = 1; i < logits.length; i++) {
            first = logits[i] > logits[first] ? i : first;
        }
        return first;
    }

    @Override
    public long bytes() {
        long words = parameters.values().stream()
                .mapToLong(parameter -> parameter.words().length)
                .sum();
        return Long.BYTES * (words + lanes.threads() * wordsOfLane);
    }

    @Override
    public void close() {
        lanes.close();
    }
}
