package org.fitact.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/**
 * Puts layers together, keeping track of the shape, and initialises them: weights by Kaiming's normal distribution of
 * standard deviation {@code √(2 / fan)}, fan being inputs·kernel area for convolutions and inputs for linear layers
 * (He et al., 2015), biases and batch norm's shift 0, its scale 1. Every parameter draws from its own random stream.
 */
public final class NetworkBuilder {

    private final Backend backend;
    private final ParameterSource source;
    private final List<Parameter> made;
    private final List<Layer> layers = new ArrayList<>();
    private Shape shape;

    /**
     * @param input shape of one image, {@code [height, width, channels]}
     * @param seed of the initial weights
     */
    public NetworkBuilder(Backend backend, Shape input, long seed) {
        this(backend, input, new RandomInitialiser(seed));
    }

    /**
     * @param input shape of one image, {@code [height, width, channels]}
     * @param source of the parameters' values; what it throws passes through
     */
    public NetworkBuilder(Backend backend, Shape input, ParameterSource source) {
        this(backend, input, source, new ArrayList<>());
    }

    /** @param made the parameters of a builder and of the builders of its branches */
    private NetworkBuilder(Backend backend, Shape input, ParameterSource source, List<Parameter> made) {
        this.backend = backend;
        this.shape = input;
        this.source = source;
        this.made = made;
    }

    /** Shape of what the layers so far make of one image. */
    public Shape shape() {
        return shape;
    }

    /** A builder that starts with this one's present shape, for a branch. */
    public NetworkBuilder branch() {
        return new NetworkBuilder(backend, shape, source, made);
    }

    public NetworkBuilder add(Layer layer) {
        shape = layer.outputShape(shape);
        layers.add(layer);
        return this;
    }

    /** A convolution with a bias. */
    public NetworkBuilder conv(String name, int outChannels, int kernel, int stride, int padding) {
        return conv(name, new Conv2d.Form(outChannels, kernel, kernel, stride, padding, true));
    }

    /** A convolution. */
    public NetworkBuilder conv(String name, Conv2d.Form form) {
        requireFeatureMap(name);
        Parameter bias = form.bias() ? constant(name + ".bias", Parameter.Kind.BIAS, form.outChannels(), 0) : null;
        return add(new Conv2d(kernel(name, form), bias, form.stride(), form.padding()));
    }

    /** A convolution without a bias, which batch norm would cancel, and batch norm. */
    public NetworkBuilder convNorm(String name, int outChannels, int kernel, int stride, int padding) {
        conv(name + ".conv", new Conv2d.Form(outChannels, kernel, kernel, stride, padding, false));
        return norm(name + ".norm");
    }

    /** Batch norm. */
    public NetworkBuilder norm(String name) {
        return norm(name, BatchNorm2d.EPSILON);
    }

    /** Batch norm with another constant under its square root. */
    public NetworkBuilder norm(String name, float epsilon) {
        int channels = shape.extent(-1);
        return add(new BatchNorm2d(
                constant(name + ".weight", Parameter.Kind.NORM, channels, 1),
                constant(name + ".bias", Parameter.Kind.NORM, channels, 0),
                constant(name + ".running_mean", Parameter.Kind.STATISTIC, channels, 0),
                constant(name + ".running_var", Parameter.Kind.STATISTIC, channels, 1),
                epsilon));
    }

    public NetworkBuilder linear(String name, int outFeatures) {
        int in = shape.elements();
        Parameter weight =
                normal(name + ".weight", Parameter.Layout.LINEAR, Shape.of(in, outFeatures), Math.sqrt(2.0 / in));
        return add(new Linear(weight, constant(name + ".bias", Parameter.Kind.BIAS, outFeatures, 0)));
    }

    /** A ReLU that protection can replace. */
    public NetworkBuilder relu(String name) {
        return add(new ActivationSite(name, shape));
    }

    /**
     * The sum of two branches of this builder.
     *
     * @param activation name of the site after the sum; null for none
     */
    public NetworkBuilder residual(NetworkBuilder body, NetworkBuilder shortcut, String activation) {
        ActivationSite site = activation == null ? null : new ActivationSite(activation, body.shape());
        return add(new Residual(body.build(), shortcut.build(), site));
    }

    /** The layers, as one. */
    public Sequential build() {
        return new Sequential(layers);
    }

    /** Frees every parameter that was made, branches included: for a network that could not be built to its end. */
    public void discard() {
        made.forEach(parameter -> parameter.value().close());
    }

    private void requireFeatureMap(String layer) {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException(layer + " takes feature maps, but its input is " + shape);
        }
    }

    private Parameter kernel(String name, Conv2d.Form form) {
        int in = shape.extent(2);
        Shape weight = Shape.of(form.kernelHeight(), form.kernelWidth(), in, form.outChannels());
        double deviation = Math.sqrt(2.0 / ((double) in * form.kernelHeight() * form.kernelWidth()));
        return normal(name + ".weight", Parameter.Layout.CONVOLUTION, weight, deviation);
    }

    private Parameter normal(String name, Parameter.Layout layout, Shape weight, double deviation) {
        return make(new ParameterSource.Request(name, Parameter.Kind.WEIGHT, layout, weight, 0, deviation));
    }

    private Parameter constant(String name, Parameter.Kind kind, int length, float value) {
        return make(new ParameterSource.Request(name, kind, Parameter.Layout.SAME, Shape.of(length), value, 0));
    }

    private Parameter make(ParameterSource.Request request) {
        Tensor tensor = Tensor.of(backend, request.shape(), source.values(request));
        Parameter parameter = new Parameter(request.name(), request.kind(), request.layout(), tensor);
        tensor.requireGradient(parameter.isTrainedByGradient());
        made.add(parameter);
        return parameter;
    }
}
