package org.fitact.nn.delta;

import java.util.List;
import org.fitact.nn.graph.Node;
import org.fitact.nn.plan.Plan;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;

/**
 * A convolution or a linear layer. It is linear, so what its inputs differ by, times the weights that see it, is what its
 * outputs differ by: {@code Δy = Δx ∗ w}; and where a weight differs by Δw, one channel of the output does, by Δw times the
 * input under that tap. Where more inputs differ than are other than 0, as behind a ReLU, the sums are made anew of those.
 */
final class ProductStep extends Step {

    /**
     * The share of the inputs above which the plan's kernel takes less time. It makes some ten multiply-adds while one is added
     * here, to sums that lie anywhere.
     */
    private static final double WORTH_IT = 0.1;

    /** How the algorithms begin that mix outputs; see {@link org.fitact.tensor.buffer.PackedWeights#algorithm}. */
    private static final String TRANSFORMED = "Winograd";

    private final Conv2d shape;
    private final float[] weights;
    /** Null for none. */
    private final float[] biases;

    private final String weight;
    private final Work work;
    private final boolean mixes;
    private final long all;
    private final float[] sums;
    private final Marks pixels;

    /**
     * @param shape of one image; a linear layer is a convolution of a column of pixels by one tap
     * @param biases null for none
     */
    ProductStep(
            Plan plan, Node node, Conv2d shape, Value input, Value output, float[] weights, float[] biases, Work work) {
        super(plan, node, List.of(input), output);
        this.shape = shape;
        this.weights = weights;
        this.biases = biases;
        this.weight = node.parameters().getFirst();
        this.work = work;
        this.mixes = plan.products().stream()
                .anyMatch(product -> product.step().equals(node.name())
                        && product.algorithm().startsWith(TRANSFORMED));
        this.all = Taps.multiplyAdds(shape);
        this.sums = new float[shape.outputElements()];
        this.pixels = new Marks(shape.outputPixels());
    }

    @Override
    boolean isProduct() {
        return true;
    }

    /** A transformed product mixes the outputs of a tile, so that a large one takes digits from its neighbours, too. */
    @Override
    boolean mixesOutputs() {
        return mixes;
    }

    /** Multiply-adds of all. */
    long multiplyAdds() {
        return all;
    }

    @Override
    void update() {
        int differing = input().count();
        boolean many = differing > input().elements() / 4;
        int nonZero = many ? input().nonZero() : input().elements();
        double share = (double) Math.min(differing, nonZero) / input().elements();
        if (share > WORTH_IT) {
            work.add(all);
            super.update();
        } else if (differing <= nonZero) {
            addDifferences();
        } else {
            sumAnew();
        }
    }

    private void addDifferences() {
        float[] now = input().now();
        float[] clean = input().clean();
        for (int i = 0; i < input().count(); i++) {
            int element = input().changed()[i];
            scatter(element, now[element] - clean[element]);
        }
        float[] before = output().clean();
        int channels = shape.outChannels();
        pixels.forEachAndClear(pixel -> {
            for (int at = pixel * channels; at < (pixel + 1) * channels; at++) {
                output().set(at, before[at] + sums[at]);
                sums[at] = 0;
            }
        });
    }

    private void sumAnew() {
        float[] now = input().now();
        for (int element = 0; element < now.length; element++) {
            if (now[element] != 0) {
                scatter(element, now[element]);
            }
        }
        pixels.forEachAndClear(_ -> {});
        int channels = shape.outChannels();
        for (int at = 0; at < sums.length; at++) {
            output().set(at, biases == null ? sums[at] : sums[at] + biases[at % channels]);
            sums[at] = 0;
        }
    }

    /** Adds a number of one element of the input, times its weights, to the sums of all outputs that see it. */
    private void scatter(int element, float number) {
        int channel = element % shape.inChannels();
        int y = element / shape.inChannels() / shape.width();
        int x = element / shape.inChannels() % shape.width();
        Window1d vertical = shape.window().vertical();
        Window1d horizontal = shape.window().horizontal();
        int group = channel / shape.inPerGroup();
        int n = shape.outPerGroup();
        for (int ky = 0; ky < vertical.kernel(); ky++) {
            int oy = Taps.output(vertical, y, ky, shape.outHeight());
            for (int kx = 0; oy >= 0 && kx < horizontal.kernel(); kx++) {
                int ox = Taps.output(horizontal, x, kx, shape.outWidth());
                if (ox >= 0) {
                    int pixel = oy * shape.outWidth() + ox;
                    int tap = ky * horizontal.kernel() + kx;
                    int row = tap * shape.inPerGroup() + channel % shape.inPerGroup();
                    pixels.add(pixel);
                    axpy(n, number, row * shape.outChannels() + group * n, pixel * shape.outChannels() + group * n);
                    work.add(n);
                }
            }
        }
    }

    private void axpy(int n, float number, int from, int to) {
        float[] w = weights;
        float[] y = sums;
        for (int i = 0; i < n; i++) {
            y[to + i] += number * w[from + i];
        }
    }

    @Override
    void strike(PlanParameters.Struck change, boolean exact) {
        if (exact || !change.isSingle() || input().differs()) {
            work.add(all);
            super.strike(change, exact);
        } else if (change.parameter().equals(weight)) {
            strikeWeight(change.index(), change.difference());
        } else {
            float[] before = output().clean();
            for (int at = change.index(); at < before.length; at += shape.outChannels()) {
                output().set(at, (float) (before[at] + change.difference()));
            }
        }
    }

    private void strikeWeight(int index, double difference) {
        int out = index % shape.outChannels();
        int row = index / shape.outChannels();
        int channel = out / shape.outPerGroup() * shape.inPerGroup() + row % shape.inPerGroup();
        int tap = row / shape.inPerGroup();
        Window1d vertical = shape.window().vertical();
        Window1d horizontal = shape.window().horizontal();
        int ky = tap / horizontal.kernel();
        int kx = tap % horizontal.kernel();
        float[] x = input().clean();
        float[] before = output().clean();
        for (int oy = 0; oy < shape.outHeight(); oy++) {
            int iy = vertical.input(oy, ky);
            for (int ox = 0; iy >= 0 && iy < shape.height() && ox < shape.outWidth(); ox++) {
                int ix = horizontal.input(ox, kx);
                if (ix >= 0 && ix < shape.width()) {
                    int at = (oy * shape.outWidth() + ox) * shape.outChannels() + out;
                    float seen = x[(iy * shape.width() + ix) * shape.inChannels() + channel];
                    output().set(at, (float) (before[at] + difference * seen));
                    work.add(1);
                }
            }
        }
    }
}
