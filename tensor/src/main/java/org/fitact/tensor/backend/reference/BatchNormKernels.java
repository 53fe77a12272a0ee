package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.cpu.HostBuffer;
import org.fitact.tensor.backend.op.BatchNorm;

/** Batch normalisation over {@code [rows, channels]}, one channel after the other. */
final class BatchNormKernels {

    private BatchNormKernels() {}

    static void training(BatchNorm shape, float[] x, float[] y, float[] savedMean, float[] savedInvStd) {
        float[] runningMean = HostBuffer.floats(shape.runningMean());
        float[] runningVariance = HostBuffer.floats(shape.runningVariance());
        for (int channel = 0; channel < shape.channels(); channel++) {
            double mean = mean(shape, x, channel);
            double squares = squaredDeviations(shape, x, channel, mean);
            double invStd = 1 / Math.sqrt(squares / shape.rows() + shape.epsilon());
            normalise(shape, x, y, channel, mean, invStd);
            savedMean[channel] = (float) mean;
            savedInvStd[channel] = (float) invStd;
            runningMean[channel] = moved(shape, runningMean[channel], mean);
            double unbiased = squares / Math.max(1, shape.rows() - 1); // of one row the variance is 0, not 0/0
            runningVariance[channel] = moved(shape, runningVariance[channel], unbiased);
        }
    }

    static void inference(BatchNorm shape, float[] x, float[] y) {
        float[] mean = HostBuffer.floats(shape.runningMean());
        float[] variance = HostBuffer.floats(shape.runningVariance());
        for (int channel = 0; channel < shape.channels(); channel++) {
            double invStd = 1 / Math.sqrt((double) variance[channel] + shape.epsilon());
            normalise(shape, x, y, channel, mean[channel], invStd);
        }
    }

    private static double mean(BatchNorm shape, float[] x, int channel) {
        double sum = 0;
        for (int row = 0; row < shape.rows(); row++) {
            sum += x[row * shape.channels() + channel];
        }
        return sum / shape.rows();
    }

    private static double squaredDeviations(BatchNorm shape, float[] x, int channel, double mean) {
        double sum = 0;
        for (int row = 0; row < shape.rows(); row++) {
            double deviation = x[row * shape.channels() + channel] - mean;
            sum += deviation * deviation;
        }
        return sum;
    }

    private static void normalise(BatchNorm shape, float[] x, float[] y, int channel, double mean, double invStd) {
        float gamma = HostBuffer.floats(shape.gamma())[channel];
        float beta = HostBuffer.floats(shape.beta())[channel];
        for (int row = 0; row < shape.rows(); row++) {
            int i = row * shape.channels() + channel;
            y[i] = (float) ((x[i] - mean) * invStd * gamma + beta);
        }
    }

    private static float moved(BatchNorm shape, double running, double batch) {
        return (float) ((1.0 - shape.momentum()) * running + shape.momentum() * batch);
    }

    /** The gradients of one pass, and what the forward pass saved for it. */
    record Backward(float[] savedMean, float[] savedInvStd, float[] gradInput, float[] gradGamma, float[] gradBeta) {}

    static void backward(BatchNorm shape, float[] x, float[] gy, Backward pass) {
        float[] gamma = HostBuffer.floats(shape.gamma());
        for (int channel = 0; channel < shape.channels(); channel++) {
            double mean = pass.savedMean[channel];
            double invStd = pass.savedInvStd[channel];
            double gradBeta = 0;
            double gradGamma = 0;
            for (int row = 0; row < shape.rows(); row++) {
                int i = row * shape.channels() + channel;
                gradBeta += gy[i];
                gradGamma += gy[i] * (x[i] - mean) * invStd;
            }
            for (int row = 0; row < shape.rows(); row++) {
                int i = row * shape.channels() + channel;
                double normalised = (x[i] - mean) * invStd;
                double centred = gy[i] - gradBeta / shape.rows() - normalised * gradGamma / shape.rows();
                pass.gradInput[i] = (float) (gamma[channel] * invStd * centred);
            }
            pass.gradGamma[channel] = (float) gradGamma;
            pass.gradBeta[channel] = (float) gradBeta;
        }
    }
}
