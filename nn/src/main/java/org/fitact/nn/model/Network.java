package org.fitact.nn.model;

import java.util.List;
import java.util.NoSuchElementException;
import org.fitact.nn.layer.ActivationSite;
import org.fitact.nn.layer.Parameter;
import org.fitact.nn.layer.Pass;
import org.fitact.nn.layer.Sequential;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.backend.Backend;

/** A network of a known architecture on one backend. Closing it frees its parameters. */
public final class Network implements AutoCloseable {

    private final Architecture architecture;
    private final Backend backend;
    private final Sequential layers;

    Network(Architecture architecture, Backend backend, Sequential layers) {
        this.architecture = architecture;
        this.backend = backend;
        this.layers = layers;
    }

    public Architecture architecture() {
        return architecture;
    }

    public Backend backend() {
        return backend;
    }

    public Sequential layers() {
        return layers;
    }

    /** Logits {@code [batch, classes]} of images {@code [batch, height, width, channels]}. */
    public Tensor forward(Pass pass, Tensor images) {
        return layers.forward(pass, images);
    }

    /** All that is stored with the network, bounds of its activations included. */
    public List<Parameter> parameters() {
        return layers.parameters();
    }

    public Parameter parameter(String name) {
        return parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(architecture + " has no parameter " + name));
    }

    public List<ActivationSite> activationSites() {
        return layers.activationSites();
    }

    /** Trained numbers apart from bounds: weights, biases, scale and shift of batch norm. */
    public int parameterCount() {
        return parameters().stream()
                .filter(parameter -> parameter.isTrainedByGradient() && parameter.kind() != Parameter.Kind.BOUND)
                .mapToInt(parameter -> parameter.value().elements())
                .sum();
    }

    /** Elements of all feature maps after an activation. */
    public int neurons() {
        return activationSites().stream().mapToInt(ActivationSite::neurons).sum();
    }

    @Override
    public void close() {
        parameters().forEach(parameter -> parameter.value().close());
    }
}
