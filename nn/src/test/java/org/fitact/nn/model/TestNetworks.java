package org.fitact.nn.model;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.fitact.nn.layer.NetworkBuilder;
import org.fitact.nn.layer.ParameterSource;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;

/** Networks that no model of the zoo is, and parameters that are quick to make. */
public final class TestNetworks {

    private TestNetworks() {}

    /** A network of any layers. It says that it is a lenet5, since its architecture must have a name of the zoo. */
    public static Network of(
            Backend backend, Shape input, int classes, ParameterSource source, Consumer<NetworkBuilder> layers) {
        NetworkBuilder builder = new NetworkBuilder(backend, input, source);
        layers.accept(builder);
        return new Network(new Architecture("lenet5", input, classes), backend, builder.build());
    }

    public static Network zoo(Backend backend, String model, Shape input, int classes) {
        return Models.create(new Architecture(model, input, classes), backend, noise(1));
    }

    /**
     * Weights of the deviation that they are initialised with, all constants off their usual value by up to 1/2: as
     * after a training, so that batch norm does something.
     */
    public static ParameterSource noise(long seed) {
        return request -> {
            SplittableRandom random = new SplittableRandom(seed + request.name().hashCode());
            double width = request.deviation() == 0 ? 0.5 : request.deviation() * Math.sqrt(3);
            float[] values = new float[request.shape().elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (request.mean() + width * (2 * random.nextDouble() - 1));
            }
            return values;
        };
    }
}
