package org.fitact.nn.integer;

import java.util.Optional;
import org.fitact.tensor.fixedpoint.FixedType;
import org.fitact.tensor.fixedpoint.Format;
import org.fitact.tensor.integer.Accumulator;

/**
 * How a node computes.
 *
 * @param output type of its value; empty for that of what it reads first
 * @param accumulator of its sums of products; of no meaning for other nodes
 * @param table format of up to 16 bits by which a function that is no comparison is looked up; empty for that of what it
 *     reads
 */
public record LayerArithmetic(Optional<FixedType> output, Optional<Accumulator> accumulator, Optional<Format> table) {

    /** What changes nothing: the value is of the type of what is read. */
    public static final LayerArithmetic SAME =
            new LayerArithmetic(Optional.empty(), Optional.empty(), Optional.empty());

    /** A type, and nothing else. */
    public static LayerArithmetic of(FixedType output) {
        return new LayerArithmetic(Optional.of(output), Optional.empty(), Optional.empty());
    }

    /** Sums of products. */
    public static LayerArithmetic of(Accumulator accumulator, FixedType output) {
        return new LayerArithmetic(Optional.of(output), Optional.of(accumulator), Optional.empty());
    }
}
