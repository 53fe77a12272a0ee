package org.fitact.tensor.backend.simd.attention;

import java.util.Arrays;
import org.fitact.tensor.backend.cpu.HostBuffer;
import org.fitact.tensor.backend.op.attention.GroupNorm;
import org.fitact.tensor.backend.simd.layer.ColumnSums;
import org.fitact.tensor.backend.simd.layer.FoldKernels;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Workers;

/**
 * Group norm, in two forms. Rows of one pixel, as layer norm has them, are tasks: each is summed, folded to 64 columns whatever
 * the machine's width, and normalised while it lies in the L1 cache. Of maps the channels are summed side by side, an image
 * after the other, and then those of a group together.
 */
public final class GroupNormTasks {

    private static final int FOLD = ColumnSums.FOLD;

    private final Execution execution;
    private final ColumnSums sums;

    public GroupNormTasks(Execution execution) {
        this.execution = execution;
        this.sums = new ColumnSums(execution);
    }

    public void forward(GroupNorm shape, float[] x, float[] y) {
        float[] gamma = orConstant(HostBuffer.floats(shape.gamma()), shape.channels(), 1);
        float[] beta = orConstant(HostBuffer.floats(shape.beta()), shape.channels(), 0);
        if (shape.spatial() == 1 && shape.groups() == 1) {
            rows(shape, x, gamma, beta, y);
            return;
        }
        for (int image = 0; image < shape.batch(); image++) {
            map(shape, image * shape.spatial() * shape.channels(), x, gamma, beta, y);
        }
    }

    private static float[] orConstant(float[] given, int n, float otherwise) {
        if (given != null) {
            return given;
        }
        float[] constant = new float[n];
        Arrays.fill(constant, otherwise);
        return constant;
    }

    private void rows(GroupNorm shape, float[] x, float[] gamma, float[] beta, float[] y) {
        int n = shape.channels();
        execution.workers().forPieces(shape.batch(), Math.max(1, Workers.PIECE / n), (from, length) -> {
            float[] partial = new float[FOLD];
            for (int row = from; row < from + length; row++) {
                int at = row * n;
                float mean = (float) (sum(x, at, n, partial, FoldKernels::sum) / n);
                double squares = sum(
                        x,
                        at,
                        n,
                        partial,
                        (values, i, to, o, count) -> GroupNormKernels.addSquares(values, i, mean, to, o, count));
                float invStd = (float) (1 / Math.sqrt(squares / n + shape.epsilon()));
                GroupNormKernels.normalise(x, at, mean, invStd, gamma, beta, y, at, n);
            }
        });
    }

    /** Adds terms of some neighbours to as many sums. */
    private interface Terms {
        void add(float[] x, int xo, float[] sums, int so, int n);
    }

    /** The sum of n terms: 64 sums side by side, in float for a stretch of {@link ColumnSums#ROWS} terms each. */
    private static double sum(float[] x, int from, int n, float[] partial, Terms terms) {
        double sum = 0;
        for (int start = 0; start < n; start += FOLD * ColumnSums.ROWS) {
            int end = Math.min(n, start + FOLD * ColumnSums.ROWS);
            Arrays.fill(partial, 0);
            for (int i = start; i < end; i += FOLD) {
                terms.add(x, from + i, partial, 0, Math.min(FOLD, end - i));
            }
            for (float part : partial) {
                sum += part;
            }
        }
        return sum;
    }

    /** One image, from an offset on. */
    private void map(GroupNorm shape, int at, float[] x, float[] gamma, float[] beta, float[] y) {
        int channels = shape.channels();
        double count = (double) shape.spatial() * shape.channelsPerGroup();
        double[] totals = sums.sum(
                shape.spatial(),
                channels,
                (row, column, n, to, o) -> FoldKernels.sum(x, at + row * channels + column, to, o, n));
        float[] means = new float[channels];
        ofGroups(shape, totals, (channel, total) -> means[channel] = (float) (total / count));
        double[] squares = sums.sum(
                shape.spatial(),
                channels,
                (row, column, n, to, o) ->
                        GroupNormKernels.addSquares(x, at + row * channels + column, means, column, to, o, n));
        float[] scales = new float[channels];
        ofGroups(
                shape,
                squares,
                (channel, total) ->
                        scales[channel] = (float) (gamma[channel] / Math.sqrt(total / count + shape.epsilon())));
        execution.workers().forPieces(shape.spatial(), Math.max(1, Workers.PIECE / channels), (from, length) -> {
            for (int row = at + from * channels; row < at + (from + length) * channels; row += channels) {
                GroupNormKernels.normalise(x, row, means, scales, beta, y, row, channels);
            }
        });
    }

    private interface OfGroup {
        void set(int channel, double total);
    }

    /** Adds up the sums of the channels of each group, and says the total to each of its channels. */
    private static void ofGroups(GroupNorm shape, double[] channels, OfGroup action) {
        int size = shape.channelsPerGroup();
        for (int first = 0; first < channels.length; first += size) {
            double total = 0;
            for (int c = first; c < first + size; c++) {
                total += channels[c];
            }
            for (int c = first; c < first + size; c++) {
                action.set(c, total);
            }
        }
    }

    /** Scalar, a task for each group of each image: no network trains where this takes time. */
    public void backward(GroupNorm shape, float[] x, float[] gy, float[] gx) {
        execution.workers().run(shape.batch() * shape.groups(), (index, worker) -> {
            int size = shape.channelsPerGroup();
            int first = index / shape.groups() * shape.spatial() * shape.channels() + index % shape.groups() * size;
            gradient(shape, first, x, gy, gx);
        });
    }

    private static void gradient(GroupNorm shape, int first, float[] x, float[] gy, float[] gx) {
        int size = shape.channelsPerGroup();
        int n = shape.spatial() * size;
        int jump = shape.channels() - size; // from the end of a pixel's group to the next pixel's
        double mean = DoubleSums.of(n, k -> x[first + k + k / size * jump]) / n;
        double variance = DoubleSums.of(n, k -> square(x[first + k + k / size * jump] - mean)) / n;
        double invStd = 1 / Math.sqrt(variance + shape.epsilon());
        double gradMean = DoubleSums.of(n, k -> gy[first + k + k / size * jump]) / n;
        double product = DoubleSums.of(n, k -> {
                    int i = first + k + k / size * jump;
                    return gy[i] * (x[i] - mean) * invStd;
                })
                / n;
        for (int k = 0; k < n; k++) {
            int i = first + k + k / size * jump;
            gx[i] = (float) (invStd * (gy[i] - gradMean - (x[i] - mean) * invStd * product));
        }
    }

    private static double square(double x) {
        return x * x;
    }
}
