package org.fitact.nn.model;

import java.util.List;
import org.fitact.nn.Catalogue;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Graph;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.tensor.backend.Backend;

/** The model zoo: networks for 32×32 images, some of them for 224×224 too, and the models that others bring; see {@link Catalogue}. */
public final class Models {

    private static final Catalogue<Model> ALL = Catalogue.of(
            "model",
            Model.class,
            List.of(
                    new AlexNet(),
                    new Vgg16(),
                    ResNet.resNet50(),
                    ResNet.resNet20(),
                    ResNet.resNet29(),
                    new VggSmall(),
                    new LeNet5(),
                    ResNet.resNet18(),
                    new MobileNetV2(),
                    new DenseNet121()));

    private Models() {}

    public static List<String> names() {
        return ALL.names();
    }

    /**
     * A model by its name.
     *
     * @throws IllegalArgumentException for an unknown name; the message offers the nearest
     */
    public static Model named(String name) {
        return ALL.named(name);
    }

    /**
     * The graph of a model.
     *
     * @throws IllegalArgumentException if the model cannot take such images; names the node
     */
    public static Graph graph(Architecture architecture) {
        GraphBuilder builder = new GraphBuilder(architecture.input());
        named(architecture.model()).build(builder, architecture.classes());
        return builder.build();
    }

    /**
     * A network with fresh weights.
     *
     * @param seed of the initial weights
     */
    public static Network create(Architecture architecture, Backend backend, long seed) {
        return create(architecture, backend, ParameterSource.random(seed));
    }

    /**
     * A network with given weights.
     *
     * @param source of the parameters' values; what it throws passes through, and nothing stays allocated
     * @throws IllegalArgumentException if the model cannot take such images; names the node
     */
    public static Network create(Architecture architecture, Backend backend, ParameterSource source) {
        return new Network(architecture, graph(architecture), backend, source);
    }
}
