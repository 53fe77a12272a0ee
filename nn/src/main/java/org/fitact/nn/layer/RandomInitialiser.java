package org.fitact.nn.layer;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.fitact.tensor.random.PhiloxRandom;

/** Draws fresh parameters; every one that is random has its own random stream, by its place in the network. */
final class RandomInitialiser implements ParameterSource {

    private final long seed;
    private long drawn;

    RandomInitialiser(long seed) {
        this.seed = seed;
    }

    @Override
    public float[] values(Request request) {
        float[] values = new float[request.shape().elements()];
        if (request.deviation() == 0) {
            Arrays.fill(values, (float) request.mean());
            return values;
        }
        RandomGenerator random = new PhiloxRandom(seed, drawn++);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (request.mean() + request.deviation() * random.nextGaussian());
        }
        return values;
    }
}
