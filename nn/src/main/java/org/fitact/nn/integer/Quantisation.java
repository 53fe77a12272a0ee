package org.fitact.nn.integer;

import java.util.List;
import org.fitact.nn.graph.op.ParameterSpec;
import org.fitact.tensor.fixedpoint.QFormat;

/**
 * A network's arithmetic, and how its parameters are stored for it.
 *
 * @param parameters all of them, in the order of their use
 */
public record Quantisation(NetworkArithmetic arithmetic, List<StoredFormat> parameters) {

    /**
     * How a parameter is stored.
     *
     * @param parameter its name
     */
    public record StoredFormat(String parameter, ParameterSpec.Kind kind, QFormat format) {}

    public Quantisation {
        parameters = List.copyOf(parameters);
    }
}
