package org.fitact.tensor.backend.reference;

import org.fitact.tensor.backend.op.attention.GroupNorm;

/** Group normalisation, of which that of layers and of instances are cases. */
final class GroupNormKernels {

    private GroupNormKernels() {}

    /** One group of one image. */
    private record Group(GroupNorm shape, int image, int group) {

        interface Element {
            /** @param channel of the element with index {@code i} */
            void at(int i, int channel);
        }

        void forEach(Element element) {
            for (int pixel = 0; pixel < shape.spatial(); pixel++) {
                for (int c = 0; c < shape.channelsPerGroup(); c++) {
                    int channel = group * shape.channelsPerGroup() + c;
                    element.at((image * shape.spatial() + pixel) * shape.channels() + channel, channel);
                }
            }
        }

        interface Term {
            double of(int i);
        }

        double mean(Term term) {
            double[] sum = new double[1];
            forEach((i, channel) -> sum[0] += term.of(i));
            return sum[0] / (shape.spatial() * shape.channelsPerGroup());
        }
    }

    private interface OfGroup {
        void run(Group group, double mean, double invStd);
    }

    private static void forEachGroup(GroupNorm shape, float[] x, OfGroup action) {
        for (int image = 0; image < shape.batch(); image++) {
            for (int g = 0; g < shape.groups(); g++) {
                Group group = new Group(shape, image, g);
                double mean = group.mean(i -> x[i]);
                double variance = group.mean(i -> (x[i] - mean) * (x[i] - mean));
                action.run(group, mean, 1 / Math.sqrt(variance + shape.epsilon()));
            }
        }
    }

    /** @param gamma null for 1; {@code beta} null for 0 */
    static void forward(GroupNorm shape, float[] gamma, float[] beta, float[] x, float[] y) {
        forEachGroup(
                shape,
                x,
                (group, mean, invStd) -> group.forEach((i, channel) -> {
                    double scale = gamma == null ? 1 : gamma[channel];
                    double shift = beta == null ? 0 : beta[channel];
                    y[i] = (float) ((x[i] - mean) * invStd * scale + shift);
                }));
    }

    static void backward(GroupNorm shape, float[] x, float[] gy, float[] gx) {
        forEachGroup(shape, x, (group, mean, invStd) -> {
            double meanGrad = group.mean(i -> gy[i]);
            double meanProduct = group.mean(i -> gy[i] * (x[i] - mean) * invStd);
            group.forEach((i, channel) ->
                    gx[i] = (float) (invStd * (gy[i] - meanGrad - (x[i] - mean) * invStd * meanProduct)));
        });
    }
}
