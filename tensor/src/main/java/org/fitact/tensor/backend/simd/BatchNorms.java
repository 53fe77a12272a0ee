package org.fitact.tensor.backend.simd;

import static org.fitact.tensor.backend.simd.SimdBackend.floats;

import org.fitact.tensor.backend.BatchNorm;

/** Batch normalisation: statistics of the columns, then {@code y = x·factor + shift} or its like for every row. */
final class BatchNorms {

    private final Execution execution;
    private final ColumnSums sums;

    BatchNorms(Execution execution) {
        this.execution = execution;
        this.sums = new ColumnSums(execution);
    }

    void training(BatchNorm shape, float[] x, float[] y, float[] savedMean, float[] savedInvStd) {
        int channels = shape.channels();
        double[] sum = sums.sum(
                shape.rows(),
                channels,
                (row, column, n, partial, at) -> FoldKernels.sum(x, row * channels + column, partial, at, n));
        for (int c = 0; c < channels; c++) {
            savedMean[c] = (float) (sum[c] / shape.rows());
        }
        double[] squares = sums.sum(
                shape.rows(),
                channels,
                (row, column, n, partial, at) ->
                        FoldKernels.squaredDeviations(x, row * channels + column, savedMean, column, partial, at, n));
        float[] runningMean = floats(shape.runningMean());
        float[] runningVariance = floats(shape.runningVariance());
        for (int c = 0; c < channels; c++) {
            double mean = sum[c] / shape.rows();
            double rest = savedMean[c] - mean; // the squares are about the rounded mean
            double total = Math.max(0, squares[c] - shape.rows() * rest * rest);
            savedInvStd[c] = (float) (1 / Math.sqrt(total / shape.rows() + shape.epsilon()));
            runningMean[c] = moved(shape, runningMean[c], mean);
            runningVariance[c] = moved(shape, runningVariance[c], total / Math.max(1, shape.rows() - 1));
        }
        normalise(shape, x, y, savedMean, savedInvStd);
    }

    private static float moved(BatchNorm shape, double running, double batch) {
        return (float) ((1.0 - shape.momentum()) * running + shape.momentum() * batch);
    }

    void inference(BatchNorm shape, float[] x, float[] y) {
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
        forRows(shape, at -> BatchNormKernels.normalise(x, y, at, mean, factor, beta, channels));
    }

    /** What is done to a row that begins at an offset. */
    private interface Row {
        void at(int offset);
    }

    private void forRows(BatchNorm shape, Row row) {
        int channels = shape.channels();
        execution.workers().forPieces(shape.rows(), Math.max(1, Workers.PIECE / channels), (from, length) -> {
            for (int r = from; r < from + length; r++) {
                row.at(r * channels);
            }
        });
    }

    /** The gradients of one pass, and what the forward pass saved for it. */
    record Backward(float[] savedMean, float[] savedInvStd, float[] gradInput, float[] gradGamma, float[] gradBeta) {}

    void backward(BatchNorm shape, float[] x, float[] gy, Backward pass) {
        int channels = shape.channels();
        float[] mean = pass.savedMean;
        double[] beta = sums.sum(
                shape.rows(),
                channels,
                (row, column, n, partial, at) -> FoldKernels.sum(gy, row * channels + column, partial, at, n));
        double[] covariance = sums.sum(
                shape.rows(),
                channels,
                (row, column, n, partial, at) ->
                        FoldKernels.covariances(x, gy, row * channels + column, mean, column, partial, at, n));
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
        forRows(shape, at -> BatchNormKernels.gradient(x, gy, pass.gradInput, at, columns, channels));
    }
}
