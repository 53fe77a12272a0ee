package org.fitact.nn.model;

import java.util.List;
import org.fitact.nn.NearestName;
import org.fitact.nn.layer.NetworkBuilder;
import org.fitact.nn.layer.ParameterSource;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;

/** The model zoo: small networks for 32×32 images. */
public final class Models {

    private static final List<Model> ALL =
            List.of(new AlexNet(), new Vgg16(), ResNet.resNet50(), ResNet.resNet20(), new VggSmall(), new LeNet5());

    private Models() {}

    public static List<String> names() {
        return ALL.stream().map(Model::name).toList();
    }

    /**
     * A model by its name.
     *
     * @throws IllegalArgumentException for an unknown name; the message offers the nearest
     */
    public static Model named(String name) {
        return ALL.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> NearestName.unknown("model", name, names()));
    }

    /**
     * A network with fresh weights.
     *
     * @param seed of the initial weights
     */
    public static Network create(Architecture architecture, Backend backend, long seed) {
        return build(architecture, backend, new NetworkBuilder(backend, architecture.input(), seed));
    }

    /**
     * A network with given weights.
     *
     * @param source of the parameters' values; what it throws passes through, and nothing stays allocated
     * @throws IllegalArgumentException if the model cannot take such images
     */
    public static Network create(Architecture architecture, Backend backend, ParameterSource source) {
        return build(architecture, backend, new NetworkBuilder(backend, architecture.input(), source));
    }

    private static Network build(Architecture architecture, Backend backend, NetworkBuilder builder) {
        try {
            if (architecture.layers().isEmpty()) {
                named(architecture.model()).build(builder, architecture.classes());
            } else {
                architecture.layers().forEach(layer -> layer.addTo(builder));
            }
            requireLogits(architecture, builder.shape());
            return new Network(architecture, backend, builder.build());
        } catch (RuntimeException | Error failure) {
            builder.discard();
            throw failure;
        }
    }

    private static void requireLogits(Architecture architecture, Shape output) {
        if (!output.equals(Shape.of(architecture.classes()))) {
            throw new IllegalArgumentException(architecture + " makes " + output + ", expected one number for a class");
        }
    }
}
