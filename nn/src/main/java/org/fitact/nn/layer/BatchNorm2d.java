package org.fitact.nn.layer;

import java.util.List;
import org.fitact.nn.plan.PlanBuilder;
import org.fitact.tensor.Shape;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Normalisation;

/** Batch normalisation per channel; see {@link org.fitact.tensor.backend.BatchNorm} for the formula. */
public final class BatchNorm2d implements Layer {

    /** PyTorch's constants. */
    static final float EPSILON = 1e-5f;

    /** How far a step of training moves the running statistics towards those of its batch. */
    public static final float MOMENTUM = 0.1f;

    private final Parameter gamma;
    private final Parameter beta;
    private final Parameter mean;
    private final Parameter variance;
    private final float epsilon;

    BatchNorm2d(Parameter gamma, Parameter beta, Parameter mean, Parameter variance, float epsilon) {
        this.gamma = gamma;
        this.beta = beta;
        this.mean = mean;
        this.variance = variance;
        this.epsilon = epsilon;
    }

    public Parameter gamma() {
        return gamma;
    }

    public Parameter beta() {
        return beta;
    }

    public Parameter mean() {
        return mean;
    }

    public Parameter variance() {
        return variance;
    }

    public float epsilon() {
        return epsilon;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.extent(-1) != gamma.value().elements()) {
            throw new IllegalArgumentException(
                    gamma.name() + " normalises " + gamma.value().elements() + " channels, but its input is " + input);
        }
        return input;
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        Normalisation.Layer layer =
                new Normalisation.Layer(gamma.value(), beta.value(), mean.value(), variance.value(), epsilon, MOMENTUM);
        return pass.training()
                ? Normalisation.training(pass.tape(), x, layer)
                : Normalisation.inference(pass.tape(), x, layer);
    }

    @Override
    public void lower(PlanBuilder plan) {
        plan.batchNorm(this);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(gamma, beta, mean, variance);
    }
}
