package org.fitact.memory;

import java.util.List;
import java.util.function.Supplier;
import org.fitact.nn.graph.Parameter;
import org.fitact.tensor.number.NumberFormat;
import org.fitact.tensor.number.TensorFormat;

/**
 * A network in memory while some of its parameters are changed again and again, as bounds are that are trained: after each {@link
 * #update} it is what deploying the network as it is now would give. Where a word stands for a number by itself, as in fixed point,
 * only the words of what changed are written. Where the form of a tensor follows from its numbers, as the scale of {@code int8} and
 * the point of {@code auto16} do, all is deployed anew.
 */
public final class ChangingNetwork implements AutoCloseable {

    private final Supplier<StoredNetwork> deploy;
    private final boolean inPlace;
    private StoredNetwork stored;

    /**
     * Deploys the network.
     *
     * @param format in which it is stored
     * @param deploy gives the network in memory as it is now, to be closed here
     */
    public ChangingNetwork(TensorFormat format, Supplier<StoredNetwork> deploy) {
        this.deploy = deploy;
        this.inPlace = format instanceof NumberFormat;
        this.stored = deploy.get();
    }

    /** The network in memory, of use until the next {@link #update}. */
    public StoredNetwork stored() {
        return stored;
    }

    /**
     * Stores what parameters are now.
     *
     * @throws ArithmeticException if a number has no word; it names the tensor and the index
     */
    public void update(List<Parameter> changed) {
        if (inPlace) {
            changed.forEach(parameter ->
                    stored.store(parameter.name(), parameter.value().toArray()));
        } else {
            StoredNetwork before = stored;
            stored = deploy.get();
            before.close();
        }
    }

    @Override
    public void close() {
        stored.close();
    }
}
