package org.fitact.nn.optim;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fitact.nn.graph.Parameter;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.op.OptimiserStep;

/**
 * Updates parameters by the gradients on a tape. One class for every rule: the rule says what state a parameter needs
 * and what one step is. Closing it frees the state.
 */
public final class Optimiser implements AutoCloseable {

    private final List<Parameter> parameters;
    private final UpdateRule rule;
    private final Map<Parameter, List<Tensor>> state = new IdentityHashMap<>();
    private int steps;

    /**
     * @param parameters those to be updated; their tensors are modified by every step
     */
    public Optimiser(List<Parameter> parameters, UpdateRule rule) {
        this.parameters = List.copyOf(parameters);
        this.rule = rule;
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
        steps++;
        for (Parameter parameter : parameters) {
            Tensor gradient = tape.gradient(parameter.value());
            if (gradient != null) {
                OptimiserStep step = rule.step((float) rate, steps, parameter.decays(), state.get(parameter));
                tape.backend()
                        .optimiserStep(
                                step,
                                parameter.value().elements(),
                                gradient.buffer(),
                                parameter.value().buffer());
            }
        }
    }

    /** Steps taken so far. */
    public int steps() {
        return steps;
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
        steps = stepsTaken;
    }

    @Override
    public void close() {
        state.values().forEach(tensors -> tensors.forEach(Tensor::close));
    }
}
