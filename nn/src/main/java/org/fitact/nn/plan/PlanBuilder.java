package org.fitact.nn.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.fitact.nn.layer.ActivationFunction;
import org.fitact.nn.layer.ActivationSite;
import org.fitact.nn.layer.BatchNorm2d;
import org.fitact.nn.layer.Layer;
import org.fitact.nn.layer.Parameter;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.Conv2d;
import org.fitact.tensor.backend.Pool2d;
import org.fitact.tensor.backend.UnaryOp;

/**
 * Takes the layers of a network one by one and fuses: batch norm goes into the convolution before it, a residual and an
 * activation go into the epilogue of the product before them, and a pooling into the convolution where the backend gains by
 * that.
 */
public final class PlanBuilder {

    private static final Step.Ending IDENTITY = new Step.Ending.Identity();

    private final boolean foldBatchNorm;
    private final BiPredicate<Conv2d, Pool2d> fusesPool;
    private final List<Step> steps = new ArrayList<>();
    private final List<PlanParameter> parameters = new ArrayList<>();
    private int value;
    /** The latest value that two branches read, into whose step nothing may be fused any more. */
    private int forked;

    private Shape shape;

    /** @param fusesPool whether a convolution takes a pooling in, both given by one image's geometry */
    PlanBuilder(Shape input, boolean foldBatchNorm, BiPredicate<Conv2d, Pool2d> fusesPool) {
        this.shape = input;
        this.foldBatchNorm = foldBatchNorm;
        this.fusesPool = fusesPool;
    }

    /** Shape, for one image, of what the steps so far produce. */
    public Shape shape() {
        return shape;
    }

    List<Step> steps() {
        return steps;
    }

    List<PlanParameter> parameters() {
        return parameters;
    }

    /**
     * A convolution.
     *
     * @param bias null for none
     */
    public void convolution(Conv2d geometry, Parameter weight, Parameter bias) {
        int storedWeight = store(PlanParameter.of(weight));
        int storedBias = bias == null ? Step.NONE : store(PlanParameter.of(bias));
        append(new Step.Convolution(value, geometry, storedWeight, storedBias, Step.NONE, IDENTITY, null));
        shape = Shape.of(geometry.outHeight(), geometry.outWidth(), geometry.outChannels());
    }

    /** A linear layer. */
    public void linear(Parameter weight, Parameter bias) {
        int in = weight.value().shape().extent(0);
        int out = weight.value().shape().extent(1);
        int storedWeight = store(PlanParameter.of(weight));
        append(new Step.Linear(value, in, out, storedWeight, store(PlanParameter.of(bias)), IDENTITY));
        shape = Shape.of(out);
    }

    /** Batch norm, folded into the convolution before it where that is wanted and possible. */
    public void batchNorm(BatchNorm2d norm) {
        if (foldBatchNorm && last() instanceof Step.Convolution conv && conv.residual() == Step.NONE && conv.isOpen()) {
            replaceLast(conv.withBias(BatchNormFolding.fold(norm, parameters, conv.weight(), conv.bias())));
            return;
        }
        int first = store(PlanParameter.of(norm.gamma()));
        store(PlanParameter.of(norm.beta()));
        store(statistic(norm.mean()));
        store(statistic(norm.variance()));
        append(new Step.Norm(value, shape, first, norm.epsilon()));
    }

    /** A pooling, of one image's geometry. */
    public void pool(Pool2d geometry) {
        if (last() instanceof Step.Convolution conv
                && conv.pool() == null
                && fusesPool.test(conv.geometry(), geometry)) {
            replaceLast(conv.withPool(geometry));
        } else {
            append(new Step.Pool(value, geometry));
        }
        shape = Shape.of(geometry.outHeight(), geometry.outWidth(), geometry.channels());
    }

    /** Feature maps as rows; costs nothing where the maps are single pixels. */
    public void flatten() {
        if (shape.extent(0) * shape.extent(1) > 1) {
            append(new Step.Flatten(value, shape));
        }
        shape = Shape.of(shape.elements());
    }

    /** The function that stands at a site, taken into the epilogue of the product before it where there is one. */
    public void activation(ActivationSite site) {
        site.outputShape(shape);
        Step.Ending ending = ending(site);
        switch (last()) {
            case Step.Convolution conv when conv.isOpen() -> replaceLast(conv.withEnding(ending));
            case Step.Linear linear
            when linear.ending().equals(IDENTITY) ->
                replaceLast(new Step.Linear(
                        linear.input(),
                        linear.inFeatures(),
                        linear.outFeatures(),
                        linear.weight(),
                        linear.bias(),
                        ending));
            case null, default -> append(new Step.Activate(value, shape.elements(), ending));
        }
    }

    /** {@code body(x) + shortcut(x)}. */
    public void residual(Layer body, Layer shortcut) {
        int entry = value;
        forked = entry;
        Shape entryShape = shape;
        shortcut.lower(this);
        int side = value;
        value = entry;
        shape = entryShape;
        body.lower(this);
        boolean bodyEndsInProduct = value != entry;
        if (bodyEndsInProduct
                && last() instanceof Step.Convolution conv
                && conv.isOpen()
                && conv.residual() == Step.NONE) {
            replaceLast(conv.withResidual(side));
        } else {
            append(new Step.Add(value, side, shape.elements()));
        }
    }

    private Step.Ending ending(ActivationSite site) {
        return switch (site.function()) {
            case ActivationFunction.Relu _ -> new Step.Ending.Unary(new UnaryOp.Relu());
            case ActivationFunction.Tanh _ -> new Step.Ending.Unary(new UnaryOp.Tanh());
            case ActivationFunction.Bounded bounded ->
                new Step.Ending.Bounded(site.boundedRelu(bounded, 1), store(PlanParameter.of(bounded.bounds())));
        };
    }

    /** In the plan the running statistics are stored numbers like any other of batch norm. */
    private static PlanParameter statistic(Parameter parameter) {
        return new PlanParameter(
                parameter.name(),
                PlanParameter.layerOf(parameter.name()),
                Parameter.Kind.NORM,
                parameter.value().toArray());
    }

    private int store(PlanParameter parameter) {
        parameters.add(parameter);
        return parameters.size() - 1;
    }

    private void append(Step step) {
        steps.add(step);
        value = steps.size();
    }

    /** The step whose result is the present value, or null where nothing may be fused into one. */
    private Step last() {
        return value > forked && value == steps.size() ? steps.getLast() : null;
    }

    private void replaceLast(Step step) {
        steps.set(steps.size() - 1, step);
    }
}
