package org.fitact.protect.redundancy;

import java.lang.foreign.MemorySegment;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.Node;
import org.fitact.nn.graph.op.Conv2d;
import org.fitact.nn.graph.op.FusedProduct;
import org.fitact.nn.graph.op.Linear;
import org.fitact.nn.graph.op.Product;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanParameter;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.Gemm;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;

/**
 * The checksum of a product: one more filter, the sum of all filters, so that at each place of the map
 *
 * <pre>Σ_o y[p, o] = Σ_o Σ_t x[p, t]·w[t, o] = Σ_t x[p, t]·(Σ_o w[t, o])</pre>
 *
 * of a convolution in groups one for each group. The filter is that of the weights as they were deployed; it is summed in double, and
 * computed by the backend as any other.
 */
final class LayerChecksum {

    private final Backend backend;
    private final Product product;
    private final Shape input;
    private final int channels;
    private final int groups;
    private final int places;
    private final Buffer weights;
    private final Buffer checksums;

    /** @param step a product of the plan, whose sums are apart */
    LayerChecksum(Plan plan, Node step) {
        Graph graph = plan.graph();
        this.backend = plan.backend();
        this.product = ((FusedProduct) step.op()).product();
        this.input = graph.shape(step.input());
        Shape output = graph.shape(step.name());
        this.channels = output.extent(-1);
        this.groups = groups(product);
        this.places = output.elements() / channels;
        float[] filter = filter(weights(plan, step.parameters().getFirst()), channels, groups);
        this.weights = plan.allocate(DType.FLOAT32, filter.length);
        backend.upload(MemorySegment.ofArray(filter), weights, 0);
        this.checksums = plan.allocate(DType.FLOAT32, plan.maximumBatch() * places * groups);
    }

    private static float[] weights(Plan plan, String name) {
        return plan.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(PlanParameter::values)
                .findFirst()
                .orElseThrow();
    }

    private static int groups(Product product) {
        return product instanceof Conv2d conv ? conv.groups() : 1;
    }

    /**
     * The sums of the filters of each group.
     *
     * @param weights {@code [terms, channels]}; not modified
     * @return {@code [terms, groups]}
     */
    static float[] filter(float[] weights, int channels, int groups) {
        int terms = weights.length / channels;
        int ofGroup = channels / groups;
        float[] filter = new float[terms * groups];
        for (int i = 0; i < filter.length; i++) {
            int first = i / groups * channels + i % groups * ofGroup;
            double sum = 0;
            for (int o = first; o < first + ofGroup; o++) {
                sum += weights[o];
            }
            filter[i] = (float) sum;
        }
        return filter;
    }

    /** Words of the filter of a product. */
    static long words(Product product, Shape input) {
        return switch (product) {
            case Conv2d conv -> (long) conv.geometry(input).terms() * conv.groups();
            case Linear _ -> input.extent(-1);
        };
    }

    /** Numbers of an image's sums. */
    int sums() {
        return places * channels;
    }

    /** Checksums of an image. */
    int checksums() {
        return places * groups;
    }

    /** Sums that a checksum is of, side by side. */
    int ofChecksum() {
        return channels / groups;
    }

    /** Σ_t x·(Σ_o w) of all images: {@code [batch, places, groups]}. */
    float[] expected(Buffer x, int batch) {
        switch (product) {
            case Conv2d conv -> {
                backend.conv2d(
                        new org.fitact.tensor.backend.op.Conv2d(
                                batch,
                                input.extent(0),
                                input.extent(1),
                                input.extent(2),
                                groups,
                                groups,
                                conv.window()),
                        x,
                        weights,
                        checksums,
                        Epilogue.NONE);
            }
            case Linear _ -> {
                int terms = input.extent(-1);
                backend.gemm(Gemm.of(batch * places, 1, terms), x, weights, checksums, Epilogue.NONE);
            }
        }
        return download(checksums, batch * checksums());
    }

    /**
     * {@code |Σ_o y − checksum|}, added up in double.
     *
     * @param sums of all images
     * @param expected of all images
     * @param checksum which of all, image by image
     */
    double deviation(float[] sums, float[] expected, int checksum) {
        double sum = 0;
        for (int o = checksum * ofChecksum(); o < (checksum + 1) * ofChecksum(); o++) {
            sum += sums[o];
        }
        return Math.abs(sum - expected[checksum]);
    }

    float[] download(Buffer buffer, int length) {
        float[] numbers = new float[length];
        backend.download(buffer, 0, MemorySegment.ofArray(numbers));
        return numbers;
    }

    void upload(float[] numbers, Buffer buffer) {
        backend.upload(MemorySegment.ofArray(numbers), buffer, 0);
    }
}
