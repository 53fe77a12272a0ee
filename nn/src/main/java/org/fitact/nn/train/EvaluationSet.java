package org.fitact.nn.train;

import java.util.ArrayList;
import java.util.List;
import org.fitact.nn.image.Batch;
import org.fitact.nn.image.BatchLoader;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.LoaderOptions;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/** Images that lie ready on a backend, in batches, with their labels: what accuracy is measured on. */
public final class EvaluationSet implements AutoCloseable {

    private final List<Tensor> batches = new ArrayList<>();
    private final List<int[]> labels = new ArrayList<>();
    private final int images;

    /** Normalises and uploads all images of a set. */
    public EvaluationSet(Backend backend, Images set, Normalisation normalisation, int batchSize) {
        BatchLoader loader = new BatchLoader(set, normalisation, LoaderOptions.evaluation(batchSize));
        Shape image = Shape.of(set.height(), set.width(), set.channels());
        try {
            for (int b = 0; b < loader.batchesPerEpoch(); b++) {
                Batch batch = loader.batch(0, b);
                batches.add(Tensor.of(backend, image.withBatch(batch.size()), batch.images()));
                labels.add(batch.labels());
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        images = set.size();
    }

    public int images() {
        return images;
    }

    /** The images, {@code [batch, height, width, channels]} each; not to be closed. */
    public List<Tensor> batches() {
        return batches;
    }

    /** The classes that a plan sees in the images, in their order. */
    public int[] predict(Plan plan) {
        int[] all = new int[images];
        int at = 0;
        for (Tensor batch : batches) {
            int[] some = plan.predict(batch);
            System.arraycopy(some, 0, all, at, some.length);
            at += some.length;
        }
        return all;
    }

    /** How many images a plan classifies correctly. */
    public int correct(Plan plan) {
        int correct = 0;
        for (int b = 0; b < batches.size(); b++) {
            int[] predicted = plan.predict(batches.get(b));
            int[] expected = labels.get(b);
            for (int i = 0; i < predicted.length; i++) {
                correct += predicted[i] == expected[i] ? 1 : 0;
            }
        }
        return correct;
    }

    /** {@link #correct} as a share, 0..1. */
    public double accuracy(Plan plan) {
        return (double) correct(plan) / images;
    }

    @Override
    public void close() {
        batches.forEach(Tensor::close);
    }
}
