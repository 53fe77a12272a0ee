package org.fitact.nn;

import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.Shape;

/**
 * Numbers that another framework makes exactly alike, and its order of dimensions. In Python:
 *
 * <pre>
 * def pattern(c, *shape):
 *     n = math.prod(shape)
 *     return torch.tensor([((i * 37 + c * 11) % 101 - 50) / 32 for i in range(n)]).reshape(shape)
 * </pre>
 */
public final class Patterns {

    private Patterns() {}

    public static float[] pattern(int c, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = ((i * 37 + c * 11) % 101 - 50) / 32f;
        }
        return values;
    }

    /** From {@code [batch, channels, height, width]} to {@code [batch, height, width, channels]}, the given shape. */
    public static float[] channelsLast(Shape shape, float[] channelsFirst) {
        float[] values = new float[channelsFirst.length];
        int pixels = shape.extent(1) * shape.extent(2);
        int channels = shape.extent(3);
        for (int i = 0; i < values.length; i++) {
            int image = i / (pixels * channels);
            int pixel = i / channels % pixels;
            values[i] = channelsFirst[(image * channels + i % channels) * pixels + pixel];
        }
        return values;
    }

    /** From PyTorch's order of a parameter's dimensions to that here. */
    public static float[] parameter(ParameterSpec.Layout layout, Shape shape, float[] torch) {
        return switch (layout) {
            case SAME -> torch.clone();
            case LINEAR -> kernel(1, shape.extent(0), shape.extent(1), torch);
            case CONVOLUTION -> kernel(shape.extent(0) * shape.extent(1), shape.extent(2), shape.extent(3), torch);
            case FEATURE_MAP -> channelsLast(shape.withBatch(1), torch);
        };
    }

    /** From {@code [out, in, taps]} to {@code [taps, in, out]}. */
    private static float[] kernel(int taps, int in, int out, float[] torch) {
        float[] values = new float[torch.length];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                for (int tap = 0; tap < taps; tap++) {
                    values[(tap * in + i) * out + o] = torch[(o * in + i) * taps + tap];
                }
            }
        }
        return values;
    }
}
