package org.fitact.nn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fitact.nn.image.Batch;
import org.fitact.nn.image.BatchLoader;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.KeptImages;
import org.fitact.nn.image.LoaderOptions;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.image.Prefetch;
import org.fitact.nn.plan.Inference;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/**
 * Images in batches, with their labels: what accuracy is measured on. As many batches as a budget allows, the first ones, lie
 * ready on a backend; the others are read anew by each pass over the set, ahead of their use. So there may be more images
 * than fit in memory, and no number depends on how many lie ready.
 */
public final class EvaluationSet implements AutoCloseable {

    /**
     * Bytes of normalised images, as float32, that a set keeps on its backend: an eighth of what the heap may grow to, 1 GiB
     * at most.
     */
    public static final long BUDGET = KeptImages.BUDGET;

    private final Backend backend;
    private final BatchLoader loader;
    private final List<Tensor> ready = new ArrayList<>();

    /** Normalises and uploads as many images as {@link #BUDGET} allows. */
    public EvaluationSet(Backend backend, Images set, Normalisation normalisation, int batchSize) {
        this(backend, set, normalisation, batchSize, BUDGET);
    }

    /**
     * With another budget.
     *
     * @param budget in bytes; the first batch lies ready also where it is larger
     */
    public EvaluationSet(Backend backend, Images set, Normalisation normalisation, int batchSize, long budget) {
        this.backend = backend;
        this.loader = new BatchLoader(set, normalisation, LoaderOptions.evaluation(batchSize));
        long batchBytes = (long) Float.BYTES * set.imageElements() * Math.min(batchSize, set.size());
        long most = Math.clamp(budget / batchBytes, 1, loader.batchesPerEpoch());
        try {
            for (int b = 0; b < most; b++) {
                ready.add(upload(loader.batch(0, b)));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Tensor upload(Batch batch) {
        Images set = loader.images();
        Shape shape = Shape.of(batch.size(), set.height(), set.width(), set.channels());
        return Tensor.of(backend, shape, batch.images());
    }

    public int images() {
        return loader.images().size();
    }

    /** The classes that are right, of all images in their order. */
    public int[] labels() {
        return IntStream.range(0, images()).map(loader.images()::label).toArray();
    }

    /** The first batch, {@code [batch, height, width, channels]}; it lies ready, and is not to be closed. */
    public Tensor first() {
        return ready.getFirst();
    }

    /**
     * Goes once through the images, in their order.
     *
     * @param use is given each batch, {@code [batch, height, width, channels]}, to be used during the call and not closed
     */
    public void forEachBatch(Consumer<Tensor> use) {
        ready.forEach(use);
        if (ready.size() < loader.batchesPerEpoch()) {
            try (Prefetch<Batch> others = loader.epoch(0, ready.size())) {
                while (others.hasNext()) {
                    try (Tensor batch = upload(others.next())) {
                        use.accept(batch);
                    }
                }
            }
        }
    }

    /** The classes that a plan sees in the images, in their order. */
    public int[] predict(Inference plan) {
        IntStream.Builder classes = IntStream.builder();
        forEachBatch(batch -> IntStream.of(plan.predict(batch)).forEach(classes));
        return classes.build().toArray();
    }

    /** How many images a plan classifies correctly. */
    public int correct(Inference plan) {
        int[] predicted = predict(plan);
        return (int) IntStream.range(0, predicted.length)
                .filter(i -> predicted[i] == loader.images().label(i))
                .count();
    }

    /** {@link #correct} as a share, 0..1. */
    public double accuracy(Inference plan) {
        return (double) correct(plan) / images();
    }

    @Override
    public void close() {
        ready.forEach(Tensor::close);
    }
}
