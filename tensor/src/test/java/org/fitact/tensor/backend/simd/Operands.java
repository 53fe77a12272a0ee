package org.fitact.tensor.backend.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.Activation;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Epilogue;
import org.fitact.tensor.backend.op.UnaryOp;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.buffer.Weights;

/** What the tests of products multiply, and what comes out. */
public final class Operands {

    private Operands() {}

    /** Numbers from −0.5 to 0.5, the same for the same seed. */
    public static Buffer random(Backend backend, long seed, int n) {
        Random random = new Random(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        Buffer buffer = backend.allocate(DType.FLOAT32, n);
        backend.upload(MemorySegment.ofArray(values), buffer, 0);
        return buffer;
    }

    public static float[] download(Backend backend, Buffer buffer) {
        float[] values = new float[buffer.length()];
        backend.download(buffer, 0, MemorySegment.ofArray(values));
        return values;
    }

    /** The output of a convolution by weights, packed or not. */
    public static float[] convolve(Backend backend, Conv2d shape, Buffer x, Weights w) {
        return convolve(backend, shape, x, w, Epilogue.NONE);
    }

    /** The same with a random bias and a ReLU. */
    public static float[] convolveAndActivate(Backend backend, Conv2d shape, Buffer x, Weights w) {
        Buffer bias = random(backend, 3, shape.outChannels());
        return convolve(backend, shape, x, w, new Epilogue(bias, null, new Activation.Unary(new UnaryOp.Relu())));
    }

    /** An image gets the bits that it has as the first of many, by the same weights. */
    public static void assertSameAmong(int images, Conv2d one, Backend backend) {
        Conv2d many = one.withBatch(images);
        Buffer w = random(backend, 1, one.weightElements());
        Buffer x = random(backend, 2, many.inputElements());
        float[] expected = Arrays.copyOf(convolveAndActivate(backend, many, x, w), one.outputElements());
        assertArrayEquals(expected, convolveAndActivate(backend, one, x, w), one.toString());
    }

    private static float[] convolve(Backend backend, Conv2d shape, Buffer x, Weights w, Epilogue epilogue) {
        try (Buffer y = backend.allocate(DType.FLOAT32, shape.outputElements())) {
            backend.conv2d(shape, x, w, y, epilogue);
            return download(backend, y);
        }
    }
}
