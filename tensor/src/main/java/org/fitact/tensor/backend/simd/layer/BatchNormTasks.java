package org.fitact.tensor.backend.simd.layer;

import static org.fitact.tensor.backend.cpu.HostBuffer.floats;

import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.simd.run.Execution;
import org.fitact.tensor.backend.simd.run.Workers;

/** Batch normalisation: statistics of the columns, then {@code y = x·factor + shift} or its like for every row. */
public final class BatchNormTasks {

    private final Execution execution;
    private final ColumnSums sums;

    public BatchNormTasks(Execution execution) {
        this.execution = execution;
        this.sums = new ColumnSums(execution);
    }

    public void training(BatchNorm shape, float[] x, float[] y, float[] savedMean, float[] savedInvStd) {
        int channels = shape.channels();
        double[] total = new double[channels];
        double[] squares = new double[channels];
        sums.fold(
                shape.rows(),
                channels,
                2,
                0,
                (row, rows, column, n, partial, at) -> {
                    BatchNormSums.Rows chunk = new BatchNormSums.Rows(row * channels + column, channels, rows);
                    BatchNormSums.moments(x, chunk, partial, at, at + channels, n);
                },
                (partials, chunks) -> combine(shape.rows(), channels, partials, chunks, total, squares));
        float[] runningMean = floats(shape.runningMean());
        float[] runningVariance = floats(shape.runningVariance());
        for (int c = 0; c < channels; c++) {
            double mean = total[c] / shape.rows();
            savedMean[c] = (float) mean;
            savedInvStd[c] = (float) (1 / Math.sqrt(squares[c] / shape.rows() + shape.epsilon()));
            runningMean[c] = moved(shape, runningMean[c], mean);
            runningVariance[c] = moved(shape, runningVariance[c], squares[c] / Math.max(1, shape.rows() - 1));
        }
        normalise(shape, x, y, savedMean, savedInvStd);
    }

    /**
     * The sum of every column, and that of its squared deviations from its mean μ. A chunk of n rows has the sum s and the
     * squares about m, the rounded s/n: {@code Σ (x − μ)² = Σ (x − m)² + 2(m − μ)·(s − n·m) + n·(m − μ)²}.
     *
     * @param partials {@code [chunks, 2, channels]}
     */
    private static void combine(
            int rows, int channels, float[] partials, int chunks, double[] total, double[] squares) {
        for (int chunk = 0; chunk < chunks; chunk++) {
            for (int c = 0; c < channels; c++) {
                total[c] += partials[2 * chunk * channels + c];
            }
        }
        for (int chunk = 0; chunk < chunks; chunk++) {
            int n = Math.min(ColumnSums.ROWS, rows - chunk * ColumnSums.ROWS);
            for (int c = 0; c < channels; c++) {
                float sum = partials[2 * chunk * channels + c];
                float mean = sum / n;
                double shift = mean - total[c] / rows;
                double rest = sum - (double) n * mean;
                squares[c] += partials[(2 * chunk + 1) * channels + c] + shift * (2 * rest + n * shift);
            }
        }
        for (int c = 0; c < channels; c++) {
            squares[c] = Math.max(0, squares[c]);
        }
    }

    private static float moved(BatchNorm shape, double running, double batch) {
        return (float) ((1.0 - shape.momentum()) * running + shape.momentum() * batch);
    }

    public void inference(BatchNorm shape, float[] x, float[] y) {
        float[] variance = floats(shape.runningVariance());
        float[] invStd = new float[shape.channels()];
        for (int c = 0; c < invStd.length; c++) {
            invStd[c] = (float) (1 / Math.sqrt((double) variance[c] + shape.epsilon()));
        }
        normalise(shape, x, y, floats(shape.runningMean()), invStd);
    }

    private void normalise(BatchNorm shape, float[] x, float[] y, float[] mean, float[] invStd) {
        int channels = shape.channels();
        float[] gamma = floats(shape.gamma());
        float[] beta = floats(shape.beta());
        float[] factor = new float[channels];
        for (int c = 0; c < channels; c++) {
            factor[c] = (float) ((double) invStd[c] * gamma[c]);
        }
        forRows(shape, (at, rows) -> BatchNormKernels.normalise(x, y, at, rows, mean, factor, beta, channels));
    }

    /** What is done to some rows, of which the first begins at an offset. */
    private interface Rows {
        void at(int offset, int rows);
    }

    private void forRows(BatchNorm shape, Rows rows) {
        int channels = shape.channels();
        execution
                .workers()
                .forPieces(
                        shape.rows(),
                        Math.max(1, Workers.PIECE / channels),
                        (from, length) -> rows.at(from * channels, length));
    }

    /** The gradients of one pass, and what the forward pass saved for it. */
    public record Backward(
            float[] savedMean, float[] savedInvStd, float[] gradInput, float[] gradGamma, float[] gradBeta) {}

    public void backward(BatchNorm shape, float[] x, float[] gy, Backward pass) {
        int channels = shape.channels();
        float[] mean = pass.savedMean;
        double[][] both = sums.sums(shape.rows(), channels, 2, (row, rows, column, n, partial, at) -> {
            BatchNormSums.Rows chunk = new BatchNormSums.Rows(row * channels + column, channels, rows);
            BatchNormSums.gradients(x, gy, chunk, mean, column, partial, at, at + channels, n);
        });
        double[] beta = both[0];
        double[] covariance = both[1];
        float[] gamma = floats(shape.gamma());
        float[] factor = new float[channels];
        float[] shift = new float[channels];
        float[] slope = new float[channels];
        for (int c = 0; c < channels; c++) {
            double invStd = pass.savedInvStd[c];
            factor[c] = (float) (gamma[c] * invStd);
            shift[c] = (float) (beta[c] / shape.rows());
            slope[c] = (float) (invStd * invStd * covariance[c] / shape.rows());
            pass.gradBeta[c] = (float) beta[c];
            pass.gradGamma[c] = (float) (covariance[c] * invStd);
        }
        BatchNormKernels.Columns columns = new BatchNormKernels.Columns(mean, factor, shift, slope);
        forRows(shape, (at, rows) -> BatchNormKernels.gradient(x, gy, pass.gradInput, at, rows, columns, channels));
    }
}
