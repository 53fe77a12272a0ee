package org.fitact.nn.train;

import java.util.stream.IntStream;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * The images of a batch mixed with each other (mix-up: Zhang et al., 2018): with λ from Beta(α, α), one for the batch, and a random
 * permutation π, image i becomes {@code λ·x_i + (1 − λ)·x_π(i)}, and its loss {@code λ·L(y_i) + (1 − λ)·L(y_π(i))}.
 *
 * @param share λ
 * @param partners π, {@code [batch]}
 */
record MixUp(float share, int[] partners) {

    /** The largest α: above it λ is hardly anything but a half, and drawing it takes long. */
    static final float MOST = 4;

    /** Draws λ by M. D. Jöhnk's method (L. Devroye, "Non-Uniform Random Variate Generation", 1986, IX.3.5), then π. */
    static MixUp draw(float alpha, int batch, PhiloxRandom random) {
        double x;
        double y;
        do {
            x = StrictMath.pow(random.nextDouble(), 1.0 / alpha);
            y = StrictMath.pow(random.nextDouble(), 1.0 / alpha);
        } while (!(x + y > 0 && x + y <= 1));
        int[] partners = IntStream.range(0, batch).toArray();
        random.shuffle(partners);
        return new MixUp((float) (x / (x + y)), partners);
    }

    /** The mixed images; those given are not modified. */
    float[] images(float[] images) {
        int elements = images.length / partners.length;
        float[] mixed = new float[images.length];
        for (int i = 0; i < mixed.length; i++) {
            int partner = partners[i / elements] * elements + i % elements;
            mixed[i] = share * images[i] + (1 - share) * images[partner];
        }
        return mixed;
    }

    /** The labels of the partners. */
    int[] labels(int[] labels) {
        return IntStream.of(partners).map(partner -> labels[partner]).toArray();
    }
}
