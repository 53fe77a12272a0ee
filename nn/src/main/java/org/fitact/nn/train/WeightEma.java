package org.fitact.nn.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fitact.nn.graph.Network;
import org.fitact.nn.graph.Parameter;
import org.fitact.tensor.Tensor;
import org.fitact.tensor.autograd.Tape;
import org.fitact.tensor.backend.Backend;
import org.fitact.tensor.backend.op.BinaryOp;
import org.fitact.tensor.backend.op.Broadcast;
import org.fitact.tensor.backend.op.UnaryOp;

/**
 * The exponential running mean of all parameters of a network in training, running statistics included: after step t = 1, 2, …
 * {@code m ← d·m + (1 − d)·p} with {@code d = min(decay, (1 + t) / (10 + t))}, so that the values with which training began are soon
 * forgotten (as TensorFlow's ExponentialMovingAverage with num_updates). It begins as the parameters themselves.
 *
 * <p>The network has either set of values, this the other: {@link #exchange} swaps them, bit by bit.
 */
public final class WeightEma implements AutoCloseable {

    private final Network network;
    private final double decay;
    private final Map<String, Tensor> other = new LinkedHashMap<>();

    WeightEma(Network network, double decay) {
        this.network = network;
        this.decay = decay;
        for (Parameter parameter : network.parameters()) {
            Tensor value = parameter.value();
            other.put(parameter.name(), Tensor.of(value.backend(), value.shape(), value.toArray()));
        }
    }

    /**
     * Takes the parameters after a step; the network has them, not the mean.
     *
     * @param step from 1
     */
    void take(int step, Tape tape) {
        float kept = (float) Math.min(decay, (1.0 + step) / (10.0 + step));
        for (Parameter parameter : network.parameters()) {
            Tensor value = parameter.value();
            Tensor mean = other.get(parameter.name());
            Backend backend = value.backend();
            int n = value.elements();
            Tensor part = tape.allocate(value.shape());
            backend.unary(new UnaryOp.Affine(1 - kept, 0), n, value.buffer(), part.buffer());
            backend.unary(new UnaryOp.Affine(kept, 0), n, mean.buffer(), mean.buffer());
            backend.binary(BinaryOp.ADD, Broadcast.same(n), mean.buffer(), part.buffer(), mean.buffer());
        }
    }

    /** Gives the network the values that it does not have, and keeps those that it had. */
    void exchange() {
        for (Parameter parameter : network.parameters()) {
            Tensor mine = other.get(parameter.name());
            float[] values = mine.toArray();
            mine.upload(parameter.value().toArray());
            parameter.value().upload(values);
        }
    }

    /** By the names of the parameters, the values that the network does not have; for a checkpoint. */
    public Map<String, Tensor> other() {
        return Collections.unmodifiableMap(other);
    }

    @Override
    public void close() {
        other.values().forEach(Tensor::close);
    }
}
