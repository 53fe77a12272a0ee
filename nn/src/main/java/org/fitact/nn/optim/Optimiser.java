package org.fitact.nn.optim;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Parameter;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.OptimiserStep;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * Updates parameters by the gradients on a tape. One class for every rule: the rule says what state a parameter needs
 * and what one step is. Closing it frees the state.
 */
public final class Optimiser implements AutoCloseable {

    /** Of what a rule makes its steps. */
    public enum Steps {
        /** The parameter p itself: {@code p ← p + Δ}, Δ by the rule from ∂L/∂p. */
        ABSOLUTE,
        /**
         * Its logarithm θ, with {@code p = p₀·e^θ}: {@code p ← p·e^Δ}, Δ by the rule from {@code ∂L/∂θ = p·∂L/∂p}. A step is
         * relative to the parameter, which keeps its sign; one that is 0 stays 0, and the rule's weight decay finds θ = 0.
         */
        RELATIVE
    }

    private final List<Parameter> parameters;
    private final UpdateRule rule;
    private final Steps steps;
    private final Decayed decayed;
    private final Map<Parameter, List<Tensor>> state = new IdentityHashMap<>();
    private int taken;

    /**
     * @param parameters those to be updated; their tensors are modified by every step
     */
    public Optimiser(List<Parameter> parameters, UpdateRule rule) {
        this(parameters, rule, Steps.ABSOLUTE);
    }

    /** The same with steps of another kind. */
    public Optimiser(List<Parameter> parameters, UpdateRule rule, Steps steps) {
        this(parameters, rule, steps, Decayed.WEIGHTS);
    }

    /** The same with weight decay of other parameters than the weights. */
    public Optimiser(List<Parameter> parameters, UpdateRule rule, Steps steps, Decayed decayed) {
        this.parameters = List.copyOf(parameters);
        this.rule = rule;
        this.steps = steps;
        this.decayed = decayed;
        try {
            this.parameters.forEach(this::addState);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void addState(Parameter parameter) {
        List<Tensor> tensors = new ArrayList<>();
        state.put(parameter, tensors);
        for (int i = 0; i < rule.stateNames().size(); i++) {
            tensors.add(
                    Tensor.zeros(parameter.value().backend(), parameter.value().shape()));
        }
    }

    /**
     * One update of every parameter that has a gradient.
     *
     * @param rate learning rate of this step
     */
    public void step(Tape tape, double rate) {
        taken++;
        for (Parameter parameter : parameters) {
            Tensor gradient = tape.gradient(parameter.value());
            if (gradient != null) {
                OptimiserStep step = rule.step((float) rate, taken, decayed.has(parameter), state.get(parameter));
                switch (steps) {
                    case ABSOLUTE -> apply(step, gradient, parameter.value());
                    case RELATIVE -> applyToLogarithm(step, gradient, parameter.value(), tape);
                }
            }
        }
    }

    private static void apply(OptimiserStep step, Tensor gradient, Tensor value) {
        value.backend().optimiserStep(step, value.elements(), gradient.buffer(), value.buffer());
    }

    /** θ begins every step at 0: what it was before is in the value. */
    private static void applyToLogarithm(OptimiserStep step, Tensor gradient, Tensor value, Tape tape) {
        Backend backend = tape.backend();
        int n = value.elements();
        Tensor theta = tape.own(Tensor.zeros(backend, value.shape()));
        Tensor byTheta = tape.allocate(value.shape());
        Tensor factor = tape.allocate(value.shape());
        multiply(backend, n, gradient, value, byTheta);
        apply(step, byTheta, theta);
        backend.unary(new UnaryOp.Exp(), n, theta.buffer(), factor.buffer());
        multiply(backend, n, factor, value, value);
    }

    private static void multiply(Backend backend, int n, Tensor a, Tensor b, Tensor product) {
        backend.binary(BinaryOp.MULTIPLY, Broadcast.same(n), a.buffer(), b.buffer(), product.buffer());
    }

    /** Steps taken so far. */
    public int steps() {
        return taken;
    }

    /** The state tensors by name, {@code conv1.weight.velocity}, for a checkpoint. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            for (int i = 0; i < rule.stateNames().size(); i++) {
                named.put(
                        parameter.name() + "." + rule.stateNames().get(i),
                        state.get(parameter).get(i));
            }
        }
        return named;
    }

    /** Goes on from where a checkpoint stood; the tensors of {@link #state} are uploaded by the caller. */
    public void resumeAt(int stepsTaken) {
        taken = stepsTaken;
    }

    @Override
    public void close() {
        state.values().forEach(tensors -> tensors.forEach(Tensor::close));
    }
}
