package org.fitact.memory.format;

import java.util.Optional;
import org.fitact.nn.Named;
import org.fitact.tensor.number.TensorFormat;

/** Ways to store tensors of one kind, and how their names are read. */
public interface FormatFamily extends Named {

    /** The names of its formats, for messages: {@code Qm.f with m integer and f fraction bits, such as Q15.16}. */
    String notation();

    /**
     * Reads a name.
     *
     * @return empty for a name that is none of this family's
     * @throws IllegalArgumentException for a name in its notation of a format that there is not
     */
    Optional<TensorFormat> parse(String name);
}
