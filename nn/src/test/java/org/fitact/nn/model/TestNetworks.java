package org.fitact.nn.model;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.fitact.nn.graph.Architecture;
import org.fitact.nn.graph.GraphBuilder;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.ParameterSource;
import org.fitact.nn.graph.Site;
import org.fitact.nn.graph.op.Activation;
import org.fitact.nn.graph.op.Bound;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Backend;

/** Networks that no model of the zoo is, and parameters that are quick to make. */
public final class TestNetworks {

    private TestNetworks() {}

    /** A network of any layers. It says that it is a lenet5. */
    public static Network of(
            Backend backend, Shape input, int classes, ParameterSource source, Consumer<GraphBuilder> layers) {
        GraphBuilder builder = new GraphBuilder(input);
        layers.accept(builder);
        return new Network(new Architecture("lenet5", input, classes), builder.build(), backend, source);
    }

    /** The same with as many classes as it makes numbers of an image. */
    public static Network of(Backend backend, Shape input, ParameterSource source, Consumer<GraphBuilder> layers) {
        GraphBuilder builder = new GraphBuilder(input);
        layers.accept(builder);
        return of(backend, input, builder.shape().elements(), source, layers);
    }

    /** Puts a bound at every site; the bounds at each are by their index. */
    public static void bound(Network network, Bound bound, IntToDoubleFunction bounds) {
        network.transform(network.graph().withSites(site -> site.bounded(bound)), byIndex(bounds));
    }

    /**
     * Puts a function in the place of every ReLU, and bounds behind it, behind sums without activation and behind the logits, each of
     * the sides that it needs: upper ones by their index, lower ones at three quarters of that below 0.
     *
     * @param kinds of sites at which bounds are put
     * @param at what a bound on a row is
     */
    public static void boundEverywhere(
            Network network,
            Set<Site.Kind> kinds,
            Activation function,
            UnaryOperator<Bound> at,
            Bound bound,
            IntToDoubleFunction bounds) {
        network.transform(network.graph().withSites(site -> site.with(function)));
        network.transform(
                network.graph().withSites(kinds, site -> {
                    Bound here = new Bound(bound.policy(), bound.granularity(), bound.kappa(), site.canBeNegative());
                    return site.bounded(site.featureMap().rank() == 1 ? at.apply(here) : here);
                }),
                spec -> {
                    boolean lower = spec.kind() == ParameterSpec.Kind.LOWER_BOUND;
                    return byIndex(i -> bounds.applyAsDouble(i) * (lower ? -0.75 : 1))
                            .values(spec);
                });
    }

    /** The same at all kinds of sites, where a row's channels are told from its neurons. */
    public static void boundEverywhere(Network network, Activation function, Bound bound, IntToDoubleFunction bounds) {
        boundEverywhere(network, EnumSet.allOf(Site.Kind.class), function, UnaryOperator.identity(), bound, bounds);
    }

    /** Values that are a function of their index. */
    public static ParameterSource byIndex(IntToDoubleFunction values) {
        return spec -> {
            float[] all = new float[spec.shape().elements()];
            for (int i = 0; i < all.length; i++) {
                all[i] = (float) values.applyAsDouble(i);
            }
            return all;
        };
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
