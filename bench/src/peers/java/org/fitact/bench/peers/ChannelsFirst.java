package org.fitact.bench.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;

/** Images in the layout of the other engines, {@code [batch, channels, height, width]}. */
final class ChannelsFirst {

    private ChannelsFirst() {}

    static long[] shape(Shape shape) {
        return new long[] {shape.extent(0), shape.extent(3), shape.extent(1), shape.extent(2)};
    }

    /** In memory outside the heap, which an engine can read where it lies. */
    static FloatBuffer of(Tensor images) {
        float[] values = images.toArray();
        int channels = images.shape().extent(3);
        int pixels = images.shape().extent(1) * images.shape().extent(2);
        FloatBuffer first = direct(values.length);
        for (int i = 0; i < values.length; i++) {
            int image = i / (pixels * channels);
            int pixel = i / channels % pixels;
            first.put((image * channels + i % channels) * pixels + pixel, values[i]);
        }
        return first;
    }

    static FloatBuffer direct(int elements) {
        return ByteBuffer.allocateDirect(elements * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
