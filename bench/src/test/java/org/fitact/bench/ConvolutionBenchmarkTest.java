package org.fitact.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.Network;
import org.fitact.nn.model.Models;
import org.fitact.nn.plan.Plan;
import org.fitact.nn.plan.PlanProduct;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.BackendOptions;
import org.fitact.tensor.backend.Backends;
import org.fitact.tensor.backend.op.Conv2d;
import org.fitact.tensor.backend.op.Window1d;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class ConvolutionBenchmarkTest {

    @Test
    void itsLayersAreAllConvolutionsOfTheThreeNetworks() throws NoSuchFieldException {
        Set<String> expected = new TreeSet<>();
        try (Backend backend = Backends.open("reference", new BackendOptions(1))) {
            for (String model : Set.of("vgg16", "resnet50", "alexnet")) {
                Architecture architecture = new Architecture(model, Shape.of(32, 32, 3), 10);
                try (Network network = Models.create(
                                architecture,
                                backend,
                                request -> new float[request.shape().elements()]);
                        Plan plan = Plan.of(network, 1, true)) {
                    for (PlanProduct product : plan.products()) {
                        if (product.shape() instanceof Conv2d conv) {
                            Window1d across = conv.window().horizontal();
                            assertEquals(conv.kernelHeight() / 2, across.before(), product.layer());
                            expected.add(String.join(
                                    ":",
                                    Integer.toString(conv.height()),
                                    Integer.toString(conv.inChannels()),
                                    Integer.toString(conv.outChannels()),
                                    Integer.toString(across.stride()),
                                    Integer.toString(conv.kernelHeight())));
                        }
                    }
                }
            }
        }
        String[] layers = ConvolutionBenchmark.class
                .getField("layer")
                .getAnnotation(Param.class)
                .value();
        assertEquals(expected, new TreeSet<>(Set.of(layers)));
    }
}
