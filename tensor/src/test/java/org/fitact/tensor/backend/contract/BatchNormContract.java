package org.fitact.tensor.backend.contract;

import java.util.List;
import java.util.function.BiConsumer;
import org.fitact.tensor.backend.op.BatchNorm;
import org.fitact.tensor.backend.op.BatchNormGradients;
import org.fitact.tensor.backend.op.BatchNormSaved;
import org.fitact.tensor.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** Batch normalisation. The data have a mean apart from zero, so that cancellation shows. */
interface BatchNormContract extends ContractPart {

    float EPSILON = 1e-5f;
    float MOMENTUM = 0.1f;
    double LARGEST = 4;

    static List<OpCase> samples() {
        return List.of(training(1025, 70), inference(1025, 70), backward(1025, 70));
    }

    private static BatchNorm shape(int rows, int channels, Buffer[] at) {
        return new BatchNorm(rows, channels, EPSILON, MOMENTUM, at[0], at[1], at[2], at[3]);
    }

    private static OpCase withLayer(String name, int channels, Tolerance running) {
        OpCase opCase = OpCase.named(name)
                .input("gamma", Data.uniform(1, channels, -2, 2))
                .input("beta", Data.uniform(2, channels, -2, 2));
        float[] mean = Data.uniform(3, channels, -1, 1);
        float[] variance = Data.uniform(4, channels, 0.1, 2);
        return running == null
                ? opCase.input("running mean", mean).input("running variance", variance)
                : opCase.modified("running mean", mean, running).modified("running variance", variance, running);
    }

    private static float[] x(int rows, int channels) {
        return Data.uniform(5, rows * channels, 2, LARGEST);
    }

    /** The error of the mean grows with the rows; a single row divides it by √epsilon. */
    private static OpCase training(int rows, int channels) {
        double unit = (rows + 16) * Tolerance.EPSILON;
        double steepest = (rows == 1 ? 1 / Math.sqrt(EPSILON) : 4 + 40.0 / rows) * 2;
        double invStd = rows < 7 ? 1e9 : 8;
        return withLayer("batchNormTraining " + rows + "x" + channels, channels, Tolerance.relative(4, 16 * unit))
                .input("x", x(rows, channels))
                .output("y", rows * channels, Tolerance.relative(4, unit * LARGEST * steepest))
                .output("saved mean", channels, Tolerance.relative(0, unit * LARGEST))
                .output("saved 1/std", channels, Tolerance.relative(0, rows == 1 ? 1e-2 : unit * invStd * invStd))
                .runs((backend, at) -> backend.batchNormTraining(
                        shape(rows, channels, at), at[4], at[5], new BatchNormSaved(at[6], at[7])));
    }

    private static OpCase inference(int rows, int channels) {
        return withLayer("batchNormInference " + rows + "x" + channels, channels, null)
                .input("x", x(rows, channels))
                .output("y", rows * channels, Tolerance.relative(8, 64 * Tolerance.EPSILON))
                .runs((backend, at) -> backend.batchNormInference(shape(rows, channels, at), at[4], at[5]));
    }

    private static OpCase backward(int rows, int channels) {
        float[] gy = Data.uniform(6, rows * channels, -0.8, 1);
        double normalised = 2.5 * (LARGEST + 4); // largest |x̂| by its parts, (|x| + |mean|)·invStd
        double unit = (rows + 16) * Tolerance.EPSILON;
        // Of the layer's buffers only gamma is used.
        return OpCase.named("batchNormBackward " + rows + "x" + channels)
                .input("gamma", Data.uniform(1, channels, -2, 2))
                .input("x", x(rows, channels))
                .input("gy", gy)
                .input("saved mean", Data.uniform(7, channels, 2.5, 3.5))
                .input("saved 1/std", Data.uniform(8, channels, 1, 2.5))
                .output("gx", rows * channels, Tolerance.relative(8, unit * 5 * (1 + normalised)))
                .output("ggamma", channels, Tolerance.relative(8, unit * rows * normalised))
                .output("gbeta", channels, Tolerance.relative(8, unit * rows))
                .runs((backend, at) -> backend.batchNormBackward(
                        new BatchNorm(rows, channels, EPSILON, MOMENTUM, at[0], at[0], at[0], at[0]),
                        at[1],
                        at[2],
                        new BatchNormSaved(at[3], at[4]),
                        new BatchNormGradients(at[5], at[6], at[7])));
    }

    private void forEachShape(BiConsumer<Integer, Integer> test) {
        for (int rows : SIZES) {
            for (int channels : new int[] {1, 3, 16, 33, 70}) {
                test.accept(rows, channels);
            }
        }
    }

    @Test
    default void batchNormTrainingIsTheReference() {
        forEachShape((rows, channels) -> harness().check(training(rows, channels)));
    }

    @Test
    default void batchNormInferenceIsTheReference() {
        forEachShape((rows, channels) -> harness().check(inference(rows, channels)));
    }

    @Test
    default void batchNormBackwardIsTheReference() {
        forEachShape((rows, channels) -> harness().check(backward(rows, channels)));
    }
}
