package org.fitact.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.random.PhiloxRandom;

/**
 * Puts layers together, keeping track of the shape, and initialises them: weights by Kaiming's normal distribution of
 * standard deviation {@code √(2 / fan)}, fan being outputs·kernel area for convolutions and inputs for linear layers
 * (He et al., 2015), biases and batch norm's shift 0, its scale 1. Every parameter draws from its own random stream.
 */
public final class NetworkBuilder {

    private final Backend backend;
    private final long seed;
    private final Counter drawn;
    private final List<Layer> layers = new ArrayList<>();
    private Shape shape;

    /** Counts the parameters that were initialised, over a builder and the builders of its branches. */
    private static final class Counter {
        private long value;
    }

    /**
     * @param input shape of one image, {@code [height, width, channels]}
     * @param seed of the initial weights
     */
    public NetworkBuilder(Backend backend, Shape input, long seed) {
        this(backend, input, seed, new Counter());
    }

    private NetworkBuilder(Backend backend, Shape input, long seed, Counter drawn) {
        this.backend = backend;
        this.shape = input;
        this.seed = seed;
        this.drawn = drawn;
    }

    /** Shape of what the layers so far make of one image. */
    public Shape shape() {
        return shape;
    }

    /** A builder that starts with this one's present shape, for a branch. */
    public NetworkBuilder branch() {
        return new NetworkBuilder(backend, shape, seed, drawn);
    }

    public NetworkBuilder add(Layer layer) {
        shape = layer.outputShape(shape);
        layers.add(layer);
        return this;
    }

    /** A convolution with a bias. */
    public NetworkBuilder conv(String name, int outChannels, int kernel, int stride, int padding) {
        Parameter bias = constant(name + ".bias", Parameter.Kind.BIAS, outChannels, 0);
        return add(new Conv2d(kernel(name, outChannels, kernel), bias, stride, padding));
    }

    /** A convolution without a bias, which batch norm would cancel, and batch norm. */
    public NetworkBuilder convNorm(String name, int outChannels, int kernel, int stride, int padding) {
        add(new Conv2d(kernel(name + ".conv", outChannels, kernel), null, stride, padding));
        return norm(name + ".norm");
    }

    /** Batch norm. */
    public NetworkBuilder norm(String name) {
        int channels = shape.extent(-1);
        return add(new BatchNorm2d(
                constant(name + ".weight", Parameter.Kind.NORM, channels, 1),
                constant(name + ".bias", Parameter.Kind.NORM, channels, 0),
                constant(name + ".running_mean", Parameter.Kind.STATISTIC, channels, 0),
                constant(name + ".running_var", Parameter.Kind.STATISTIC, channels, 1)));
    }

    public NetworkBuilder linear(String name, int outFeatures) {
        int in = shape.elements();
        Parameter weight = normal(
                name + ".weight", Parameter.Layout.LINEAR, Shape.of(in, outFeatures), Math.sqrt(2.0 / in));
        return add(new Linear(weight, constant(name + ".bias", Parameter.Kind.BIAS, outFeatures, 0)));
    }

    /** A ReLU that protection can replace. */
    public NetworkBuilder relu(String name) {
        return add(new ActivationSite(name, shape));
    }

    /** The layers, as one. */
    public Sequential build() {
        return new Sequential(layers);
    }

    private Parameter kernel(String name, int outChannels, int kernel) {
        Shape weight = Shape.of(kernel, kernel, shape.extent(2), outChannels);
        double deviation = Math.sqrt(2.0 / (shape.extent(2) * kernel * kernel));
        return normal(name + ".weight", Parameter.Layout.CONVOLUTION, weight, deviation);
    }

    private Parameter normal(String name, Parameter.Layout layout, Shape weight, double deviation) {
        RandomGenerator random = new PhiloxRandom(seed, drawn.value++);
        float[] values = new float[weight.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return new Parameter(
                name, Parameter.Kind.WEIGHT, layout, Tensor.of(backend, weight, values).requireGradient(true));
    }

    private Parameter constant(String name, Parameter.Kind kind, int length, float value) {
        Tensor tensor = Tensor.zeros(backend, Shape.of(length));
        backend.fill(length, value, tensor.buffer());
        tensor.requireGradient(kind != Parameter.Kind.STATISTIC);
        return new Parameter(name, kind, Parameter.Layout.SAME, tensor);
    }
}
