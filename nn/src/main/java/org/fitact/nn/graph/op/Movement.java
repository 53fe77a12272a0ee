package org.fitact.nn.graph.op;

import java.util.List;
import org.fitact.tensor.Shape;
import org.fitact.tensor.backend.op.StridedCopy;

/** An op that gives elements other places and computes nothing: copies are all that a backend needs for it. */
public sealed interface Movement extends Op permits Concat, Expand, Gather, Pad, Slice, Transpose {

    /**
     * What is copied to the result, for each operand.
     *
     * @param inputs shapes with the batch in front, as backends see them
     */
    List<List<StridedCopy>> copies(List<Shape> inputs);

    /** Whether an element of the result may be copied from nowhere: it is then {@link #rest}. */
    default boolean hasRest() {
        return false;
    }

    /** What stands where nothing is copied to. */
    default float rest() {
        return 0;
    }
}
