package org.fitact.bench;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.fitact.nn.image.ImageSet;
import org.fitact.nn.image.Images;
import org.fitact.nn.image.Normalisation;
import org.fitact.nn.train.EvaluationSet;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.buffer.Buffer;
import org.fitact.tensor.buffer.DType;
import org.fitact.tensor.random.PhiloxRandom;

/** Operands for benchmarks. */
final class Measured {

    private Measured() {}

    /** Numbers from −0.5 to 0.5, the same on every run. */
    static float[] random(long seed, int n) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /** Bounds from 1 to 2, the same on every run. */
    static float[] bounds(int n) {
        float[] values = random(3, n);
        for (int i = 0; i < n; i++) {
            values[i] += 1.5f;
        }
        return values;
    }

    /** Images of 32×32 pixels of noise, the same on every run. */
    static ImageSet images(int count) {
        return images(Shape.of(32, 32, 3), count);
    }

    /** Images of noise, {@code [height, width, channels]}, the same on every run. */
    private static ImageSet images(Shape shape, int count) {
        byte[] pixels = new byte[count * shape.elements()];
        new PhiloxRandom(1, 0).nextBytes(pixels);
        int height = shape.extent(0);
        int width = shape.extent(1);
        return new ImageSet("random", height, width, shape.extent(2), List.of("none"), pixels, new byte[count]);
    }

    /** Images of noise on a backend, in one batch. */
    static EvaluationSet upload(Backend backend, Shape image, int count) {
        return new EvaluationSet(backend, images(image, count), Normalisation.none(image.extent(2)), count);
    }

    /** Images on a backend, in batches. */
    static EvaluationSet upload(Backend backend, Images images, int batch) {
        return new EvaluationSet(backend, images, Normalisation.none(3), batch);
    }

    static Buffer upload(Backend backend, float[] values) {
        Buffer buffer = backend.allocate(DType.FLOAT32, values.length);
        backend.upload(MemorySegment.ofArray(values), buffer, 0);
        return buffer;
    }

    static float[] download(Backend backend, Buffer buffer, int n) {
        float[] values = new float[n];
        backend.download(buffer, 0, MemorySegment.ofArray(values));
        return values;
    }

    /** Waits until the device has done its work, where it returns before: by one element that comes back. */
    static void finish(Backend backend, Buffer result) {
        if (!backend.name().equals("simd") && !backend.name().equals("reference")) {
            backend.download(result, 0, MemorySegment.ofArray(new float[1]));
        }
    }

    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
