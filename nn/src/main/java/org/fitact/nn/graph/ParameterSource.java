package org.fitact.nn.graph;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.random.PhiloxRandom;

/** Where the values of a network's parameters come from when it is made. */
@FunctionalInterface
public interface ParameterSource {

    /**
     * The values of a parameter.
     *
     * @return in row-major order, as many as the shape has elements
     */
    float[] values(ParameterSpec spec);

    /**
     * Fresh parameters: weights by Kaiming's normal distribution, all else constant. Every one that is random has its own
     * random stream, by its place in the graph.
     */
    static ParameterSource random(long seed) {
        return new ParameterSource() {
            private long drawn;

            @Override
            public float[] values(ParameterSpec spec) {
                float[] values = new float[spec.shape().elements()];
                if (spec.deviation() == 0) {
                    Arrays.fill(values, (float) spec.mean());
                    return values;
                }
                RandomGenerator random = new PhiloxRandom(seed, drawn++);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (spec.mean() + spec.deviation() * random.nextGaussian());
                }
                return values;
            }
        };
    }
}
